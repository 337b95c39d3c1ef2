"""What the gateway says no to by itself, and the HTTP status of every code."""

import inspect
from collections.abc import Iterator, Mapping
from types import ModuleType

from services.gateway.domain import refusals, request_refusals
from services.gateway.http.problems import OF_HTTP, status_of

SAID: Mapping[str, str] = {
    "unreadable_request": "The body is not JSON, or nested too deep; with 415, its `Content-Type` "
    "is not `application/json`.",
    "invalid_input": "A field is missing, unknown or wrong. `errors` names each with what is wrong "
    "with it.",
    "not_found": "There is no such path, or nothing that the caller may know of goes by that id. "
    "What belongs to another house is not found either.",
    "method_not_allowed": "The path is there, but not for this method. `Allow` names those it has.",
    "too_large": "The body is larger than `MAX_BODY_BYTES`.",
    "too_many_requests": "The session or the address asks faster than it may, or has as many open "
    "streams. `Retry-After` says for how long to wait.",
    "unavailable": "A service, the database, the broker, the identity provider or the audit does "
    "not answer, or too many requests wait already. Send the same again after `Retry-After`, a "
    "command with the same `Idempotency-Key`.",
    "internal_error": "A fault of ours. It stands in the gateway's log; the caller is not told its "
    "text.",
}
"""Codes that no rule gives: http/problems.py has them from Flask, or from who does not answer."""
ACCOUNTS = "accounts"
"""Title of those in domain/refusals.py that the command line alone can meet."""


def status(code: str) -> str:
    """As the gateway answers it; more than one where it depends."""
    found = {given for given, own in OF_HTTP.items() if own == code} or {status_of(code)}
    return ", ".join(map(str, sorted(found)))


def own_refusals() -> Iterator[tuple[str, type]]:
    """Each with the title of its part, those of SAID left out."""
    for module, title in ((request_refusals, "what is asked, and by whom"), (refusals, "")):
        for one in _classes(module):
            if one.code not in SAID:  # type: ignore[attr-defined]
                yield _divided(module, one) or title, one


def _classes(module: ModuleType) -> Iterator[type]:
    """In the order of the source."""
    for one in vars(module).values():
        if (
            inspect.isclass(one)
            and one.__module__ == module.__name__
            and one.__base__ is not Exception
        ):
            yield one


def _divided(module: ModuleType, one: type) -> str:
    """The title of the ``# --- title ---`` above it, if there is one."""
    line = inspect.getsourcelines(one)[1]
    above = inspect.getsource(module).splitlines()[:line]
    return next((text.strip("# -") for text in reversed(above) if text.startswith("# ---")), "")
