"""A ban: one officer proposes to bar a person, another decides.

PP 32/1999 art. 30-31: false identity or prohibited goods bars later visits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from services.registration.domain import refusals
from services.registration.domain.identity import masked
from services.registration.domain.visit import Visit

PROPOSED, CONFIRMED, REJECTED, LIFTED = "proposed", "confirmed", "rejected", "lifted"
CONFIRM, REJECT = "confirm", "reject"


@dataclass(frozen=True)
class Ban:
    """``identity`` is the keyed blind index of the document, ``masked`` what lists may show of
    it. ``until`` is the last day of the ban. ``visit`` and ``person`` say where it arose, if it
    arose at a visit; officers are named by their ids."""

    id: str
    facility: str
    identity: str
    masked: str
    reason: str
    proposed_by: str
    proposed_at: datetime
    until: date | None = None
    visit: str | None = None
    person: str | None = None
    evidence_number: str | None = None
    note: str | None = None
    status: str = PROPOSED
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision_reason: str | None = None
    lifted_by: str | None = None
    lifted_at: datetime | None = None
    lift_reason: str | None = None

    def in_force(self, on: date) -> bool:
        return self.status == CONFIRMED and (self.until is None or on <= self.until)


def propose(existing: Ban | None, ban: Ban, today: date) -> tuple[Ban, list[tuple[str, dict]]]:
    """Put a ban before a second officer. Told twice, it is one proposal. Raises UntilInPast."""
    if existing is not None:
        return existing, []
    if ban.until is not None and ban.until < today:
        raise refusals.UntilInPast("that day is over", "until")
    return ban, []


def proposed_at(visit: Visit | None, id: str, data: Mapping[str, Any], at: datetime) -> Ban | None:
    """The ban that a screener proposes. ``data`` is that of ``ban_proposed``. None when the visit
    or its person is not known here, which only a forged event can cause."""
    persons = visit.members if visit else ()
    one = next((one for one in persons if one.person == data["person"]), None)
    if visit is None or one is None:
        return None
    return Ban(
        id=id,
        facility=visit.facility,
        identity=one.identity,
        masked=masked(one.id_number),
        reason=data["reason"],
        proposed_by=data["proposed_by"],
        proposed_at=at,
        visit=visit.id,
        person=one.person,
        evidence_number=data["evidence_number"],
    )


def decide(
    ban: Ban | None,
    decision: str,
    officer: str,
    reason: str,
    now: datetime,
    *,
    today: date,
    usual_days: int,
    affected: Iterable[Mapping[str, str]] = (),
) -> tuple[Ban, list[tuple[str, dict]]]:
    """Confirm or reject a proposed ban.

    A ban without an end gets one ``usual_days`` from today. ``affected`` lists open visits of
    the person, ``{"visit": id, "person": "p1"}`` each. Raises NotFound, WrongState,
    SecondOfficerNeeded, UntilInPast (it ran out before it was decided).
    """
    ban = _needs(ban, PROPOSED)
    if officer == ban.proposed_by:
        raise refusals.SecondOfficerNeeded("another officer must decide this ban", "officer")
    decided = replace(ban, decided_by=officer, decided_at=now, decision_reason=reason)
    if decision == REJECT:
        return replace(decided, status=REJECTED), []
    until = ban.until or today + timedelta(days=usual_days)
    if until < today:
        raise refusals.UntilInPast("the proposed ban has run out", "ban_id")
    return replace(decided, status=CONFIRMED, until=until), [
        (
            "visitor_banned",
            {
                "reason": ban.reason,
                "until": until.isoformat(),
                "affected": [dict(item) for item in affected],
            },
        )
    ]


def lift(
    ban: Ban | None, officer: str, reason: str, now: datetime
) -> tuple[Ban, list[tuple[str, dict]]]:
    """End a ban before its time. Raises NotFound, WrongState."""
    ban = _needs(ban, CONFIRMED)
    return replace(ban, status=LIFTED, lifted_by=officer, lifted_at=now, lift_reason=reason), []


def check_none_banned(bans: Iterable[Ban], identities: Mapping[str, str], on: date) -> None:
    """Raises VisitorBanned if a ban in force on that date is on one of the group.

    ``identities`` maps the blind index of a document to its person key ("p1").
    """
    hits = [ban for ban in bans if ban.identity in identities and ban.in_force(on)]
    if hits:
        ends = [ban.until for ban in hits if ban.until is not None]
        last = max(ends) if len(ends) == len(hits) else None
        raise refusals.VisitorBanned(
            "a person of the group is barred",
            "visitors",
            persons=sorted({identities[ban.identity] for ban in hits}),
            until=last and last.isoformat(),
        )


def _needs(ban: Ban | None, state: str) -> Ban:
    if ban is None:
        raise refusals.NotFound("no such ban", "ban_id", what="ban")
    if ban.status != state:
        raise refusals.WrongState(
            f"the ban is {ban.status}, not {state}", state=ban.status, needed=[state]
        )
    return ban
