"""Whether what is in work here was worked before, for those who count duplicates."""

from contextvars import ContextVar

_all_repeated: ContextVar[bool | None] = ContextVar("repeated", default=None)


def note(repeated: bool) -> None:
    """A store has found this cause applied already, or has applied it now."""
    _all_repeated.set(repeated and _all_repeated.get() is not False)


def all_repeated() -> bool:
    """Whether this worker has met documents, and all of them had applied its cause before."""
    return _all_repeated.get() is True
