"""W3C trace context: one trace id from the caller's request to the last event it caused.

Each worker is a span. Its ``traceparent`` goes into the events it publishes and the calls it
makes, and its trace id into every line it logs.
"""

import re
import secrets
from contextvars import ContextVar
from typing import Any

HEADER = "traceparent"
_SPAN = "span"
_FORM = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")
_current: ContextVar[str] = ContextVar("traceparent", default="")
"""Every greenlet has its own, and so every worker."""


def continued(traceparent: object) -> str:
    """A new span in the given trace, or in a new trace when there is none or it is malformed."""
    match = parts(traceparent)
    trace, _, flags = match or (secrets.token_hex(16), "", "01")
    return f"00-{trace}-{secrets.token_hex(8)}-{flags}"


def parts(traceparent: object) -> tuple[str, str, str] | None:
    """Trace id, span id and flags; None of what is malformed."""
    match = _FORM.fullmatch(traceparent) if isinstance(traceparent, str) else None
    return (match[1], match[2], match[3]) if match else None


def of_worker(worker_ctx: Any) -> str:
    """The span of this worker, in the trace of what it works for; the same whoever asks."""
    data = worker_ctx.data
    if _SPAN not in data:
        data[_SPAN] = continued(parent_of(worker_ctx))
    return data[_SPAN]


def parent_of(worker_ctx: Any) -> Any:
    """What came with the message, or with the request over HTTP."""
    if HEADER not in worker_ctx.data and worker_ctx.args:
        return getattr(worker_ctx.args[0], "headers", {}).get(HEADER)
    return worker_ctx.data.get(HEADER)


def enter(traceparent: str) -> None:
    """From here on, what this greenlet logs and calls belongs to that span."""
    _current.set(traceparent)


def current() -> str:
    """The ``traceparent`` of what is in work here; empty outside any worker."""
    return _current.get()
