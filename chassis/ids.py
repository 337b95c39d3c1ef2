"""Identifiers: random ones, and ones that a retry finds again."""

from uuid import UUID, uuid4, uuid5

NAMESPACE = UUID("6d1f2a4e-3c0b-5a6e-9b5f-2f0c8f6f4b17")


def new_id() -> str:
    return str(uuid4())


def derived(*parts: str) -> str:
    """The same id for the same parts, so that a repeated command names the same aggregate."""
    return str(uuid5(NAMESPACE, "\x1f".join(parts)))
