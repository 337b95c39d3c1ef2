"""Signed in and allowed, before anything is read: a stranger learns nothing of what a request
should look like."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from flask import request
from werkzeug.exceptions import UnsupportedMediaType

from services.gateway.domain.audit_entry import Entry
from services.gateway.domain.request_refusals import Forbidden
from services.gateway.http.asking import Asker, require, signed_in

GATEWAY = "kunjungan.gateway"
"""Key of the nameko service in the WSGI environment."""
ASKER = "kunjungan.asker"
"""Key of who asks."""


def guarded(operation: str, view: Callable[..., Any]) -> Callable[..., Any]:
    """The view for those whom the policy allows the operation. Whoever is denied is audited."""

    @wraps(view)
    def guard(*args: Any, **kwargs: Any) -> Any:
        gateway = request.environ[GATEWAY]
        asker = signed_in(request, gateway.accounts)
        try:
            require(asker, operation)
        except Forbidden:
            gateway.audit.record(entry(asker, operation, "denied"))
            raise
        if request.content_length and not request.is_json:
            # else a command that needs no field would be done, whatever was meant by the body
            raise UnsupportedMediaType("The body is JSON, and its Content-Type says so.")
        request.environ[ASKER] = asker
        return view(*args, **kwargs)

    return guard


def entry(
    asker: Asker,
    operation: str,
    outcome: str,
    facility: str | None = None,
    subject: str = "",
    reason: str = "",
    facts: Mapping[str, Any] | None = None,
) -> Entry:
    """What the audit keeps of a request. Without a house, it is the first of the caller's."""
    return Entry(
        facility=facility or asker.staff.facilities[0],
        staff=asker.staff.id,
        session=asker.staff.session or "",
        address=asker.address,
        action=operation,
        subject=subject,
        outcome=outcome,
        reason=reason,
        trace=asker.traceparent,
        facts=facts or {},
    )
