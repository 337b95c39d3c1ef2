"""A second officer's or a supervisor's word, given at another's desk."""

from typing import Any

from services.gateway.domain.policy import SUPERVISOR
from services.gateway.domain.refusals import SignInRefused
from services.gateway.domain.request_refusals import (
    ApprovalRefused,
    OverrideNeedsSupervisor,
    SecondOfficerMissing,
)
from services.gateway.domain.staff import Staff
from services.gateway.http.asking import Asker
from services.gateway.http.guarding import entry
from services.gateway.http.signing import NOBODY


def signed(gateway: Any, asker: Asker, payload: dict[str, Any]) -> None:
    """Puts the officers' ids in place of what they signed with.

    Raises OverrideNeedsSupervisor, SecondOfficerMissing, ApprovalRefused, TooManyAttempts.
    """
    if override := payload.get("override"):
        payload["override"] = {
            "supervisor": _supervisor(gateway, asker, payload["facility"], override).id,
            "reason": override["reason"],
        }
    if second := payload.get("second_officer"):
        officer = _confirmed(gateway, asker, second)
        if officer.id == asker.staff.id or payload["facility"] not in officer.facilities:
            raise SecondOfficerMissing
        payload["second_officer"] = officer.id


def _supervisor(gateway: Any, asker: Asker, facility: str, override: dict[str, Any]) -> Staff:
    signer = override.get("supervisor")
    officer = _confirmed(gateway, asker, signer) if signer else asker.staff
    if SUPERVISOR not in officer.roles or facility not in officer.facilities:
        raise OverrideNeedsSupervisor
    return officer


def _confirmed(gateway: Any, asker: Asker, signer: dict[str, Any]) -> Staff:
    """Not the refusal of a sign-in: the caller's own session is as good as before."""
    username = signer["username"]
    try:
        signed: Staff = gateway.accounts.confirm(username, signer["password"], asker.address)
    except SignInRefused as refusal:
        account = gateway.accounts.known(username)
        subject, outcome = account.id if account else NOBODY, f"refused:{refusal.code}"
        gateway.audit.record(entry(asker, "session.confirm", outcome, subject=subject))
        raise ApprovalRefused from None
    return signed
