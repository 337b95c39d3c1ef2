"""W3C trace context: one trace id from the caller's request to the last event it caused."""

import re
import secrets

HEADER = "traceparent"
_FORM = re.compile(r"^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})$")


def continued(traceparent: object) -> str:
    """A new span in the given trace, or in a new trace when there is none or it is malformed."""
    match = _FORM.match(traceparent) if isinstance(traceparent, str) else None
    trace, flags = match.groups() if match else (secrets.token_hex(16), "01")
    return f"00-{trace}-{secrets.token_hex(8)}-{flags}"
