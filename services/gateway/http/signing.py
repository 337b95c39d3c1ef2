"""The audit of sign-ins, which have nobody signed in to be audited for yet."""

from typing import Any

from flask import Request

from chassis.tracing import current
from services.gateway.domain.audit_entry import Entry
from services.gateway.domain.staff import Account
from services.gateway.store_sessions import Session

NO_HOUSE = "-"
"""Chain of the attempts that belong to no account, so to no house: no facility has this name.
Read with `kunjungan audit`, since no auditor belongs to it."""
NOBODY = "unknown"
"""In place of a user name that is not one of ours: people type their password there."""


def sign_in_entry(
    request: Request, account: Account | None, outcome: str, session: Session | None = None
) -> Entry:
    """In the chain of the first of the account's houses."""
    return Entry(
        facility=account.facilities[0] if account else NO_HOUSE,
        staff=account.id if account else NOBODY,
        session=session.id if session else "",
        address=request.remote_addr or "",
        action="session.sign_in",
        subject="",
        outcome=outcome,
        trace=current(),
    )


def kept(gateway: Any, token: str, session: Session, request: Request) -> None:
    """No session without its entry: raises AuditUnavailable, and then it is ended."""
    try:
        gateway.audit.record(sign_in_entry(request, session.account, "done", session))
    except BaseException:
        gateway.accounts.sign_out(token)
        raise
