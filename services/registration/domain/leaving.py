"""Ways in which a visit is over: counted out, called off, never served, the house closed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from services.registration.domain import refusals
from services.registration.domain.visit import (
    BEFORE_ADMISSION,
    Belongings,
    Events,
    Officer,
    Status,
    Visit,
    acting,
    by_service,
)
from services.registration.domain.visiting import ended

NOTHING_IN_LOCKER = (Belongings.NONE, Belongings.RETURNED, Belongings.UNCLAIMED)
CANCEL_OUTCOMES = (
    "cancelled_by_visitor",
    "cancelled_by_facility",
    "inmate_refused",
    "inmate_unavailable",
    "administrative_error",
)
NOT_THERE, HOUSE_CLOSED = "visitor_did_not_arrive", "facility_closed"


def depart(
    visit: Visit, persons: int, checked: Iterable[str], officer: Officer, now: datetime
) -> tuple[Visit, Events]:
    """Count the group out at the exit.

    People out equal people in, children included, and nobody passes unidentified: neither can be
    overridden. Belongings can, by a supervisor. Raises WrongState, PersonUnknown,
    HeadCountMismatch, IdentityUnchecked, BelongingsNotReturned.
    """
    visit.need("depart")
    admitted = [one.person for one in visit.admitted]
    seen = set(checked)
    if strangers := sorted(seen - set(admitted)):
        raise refusals.PersonUnknown(
            "not a person who was admitted", "identities_checked", persons=strangers
        )
    if persons != len(admitted):
        raise refusals.HeadCountMismatch(
            "not as many go out as came in", "persons", admitted=len(admitted), counted=persons
        )
    if missing := [one for one in admitted if one not in seen]:
        raise refusals.IdentityUnchecked(
            "each person is identified before the gate opens", "identities_checked", persons=missing
        )
    left = visit.belongings not in NOTHING_IN_LOCKER
    if left and not officer.supervisor:
        raise refusals.BelongingsNotReturned(
            "the group's things are still in the locker",
            "visit_id",
            belongings=visit.belongings.value,
        )
    visit = visit.noted(now, officer, "departed", status=Status.DEPARTED, departed_at=now)
    return visit, [
        (
            "visitor_departed",
            {
                "departed_at": visit.local(now),
                "persons": persons,
                "outcome": visit.outcome,
                "belongings_left": left or visit.belongings == Belongings.UNCLAIMED,
            },
        )
    ]


def departed_by(visit: Visit, command: Mapping[str, Any], now: datetime) -> tuple[Visit, Events]:
    return depart(visit, command["persons"], command["identities_checked"], acting(command), now)


def cancel(
    visit: Visit, outcome: str, reason: str, officer: Officer, now: datetime
) -> tuple[Visit, Events]:
    """Call a visit off before admission, or let a cleared group withdraw. Raises WrongState."""
    visit.need("cancel")
    return _cancelled(visit, outcome, reason, officer, now)


def cancelled_by(visit: Visit, command: Mapping[str, Any], now: datetime) -> tuple[Visit, Events]:
    """``outcome`` of the command says more than who called it off, if it is given."""
    outcome = command.get("outcome") or f"cancelled_by_{command['by']}"
    return cancel(visit, outcome, command["reason"], acting(command), now)


def no_show(visit: Visit, now: datetime) -> tuple[Visit, Events]:
    """At the end of the session: whoever booked and did not come, or did not answer a call.
    Whoever waits is still served until the facility's day is over, and then is a no-show too."""
    if visit.status not in BEFORE_ADMISSION:
        return visit, []
    if visit.today(now) > visit.date:
        return close_out(visit, now)
    absent = visit.status == Status.BOOKED or visit.held
    if not absent or now < visit.session_closes:
        return visit, []
    return _unserved(visit, by_service("registration"), now)


def close_out(
    visit: Visit, now: datetime, reason: str = "end of day", emergency: bool = False
) -> tuple[Visit, Events]:
    """The house closes: every open visit comes to a stated end, and belongings still go back.

    At the end of a day an unserved visit is a no-show; in an emergency it was called off by the
    house. Visits that are over already, or on other days, stay as they are.
    """
    house = by_service("registration")
    if visit.date > visit.today(now):
        return visit, []
    if visit.status == Status.STARTED:
        return ended(visit, HOUSE_CLOSED, reason, house, now)
    if visit.status == Status.CLEARED or (emergency and visit.status in BEFORE_ADMISSION):
        return _cancelled(visit, HOUSE_CLOSED, reason, house, now)
    if visit.status in BEFORE_ADMISSION:
        return _unserved(visit, house, now)
    return visit, []


def _unserved(visit: Visit, officer: Officer, now: datetime) -> tuple[Visit, Events]:
    # whoever waited and was never called did arrive: the house ran out of time
    waited = visit.status == Status.REGISTERED and not visit.held
    outcome = HOUSE_CLOSED if waited else NOT_THERE
    before = visit.status
    visit = visit.noted(
        now,
        officer,
        "no_show",
        status=Status.NO_SHOW,
        outcome=outcome,
        claims=visit.no_claims,
        held=False,
    )
    return visit, [
        (
            "visit_no_show",
            {
                "outcome": outcome,
                "status_before": before.value,
                "date": visit.date.isoformat(),
                "session": visit.session,
            },
        )
    ]


def _cancelled(
    visit: Visit, outcome: str, reason: str, officer: Officer, now: datetime
) -> tuple[Visit, Events]:
    before = visit.status
    visit = visit.noted(
        now,
        officer,
        outcome,
        reason,
        status=Status.CANCELLED,
        outcome=outcome,
        claims=visit.no_claims,
        held=False,
    )
    return visit, [
        ("visit_cancelled", {"outcome": outcome, "status_before": before.value, "reason": reason})
    ]
