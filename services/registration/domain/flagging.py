"""Something changed while the group was on its way: a ban, the inmate's status."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from services.registration.domain.ban import Ban
from services.registration.domain.inmate import Inmate
from services.registration.domain.refusals import PersonUnknown
from services.registration.domain.visit import (
    BEFORE_ADMISSION,
    OPEN,
    Events,
    Flag,
    Officer,
    Visit,
    acting,
    by_service,
)
from services.registration.domain.visiting import without


def flag(visit: Visit, reason: str, persons: Iterable[str], now: datetime) -> tuple[Visit, Events]:
    """Stop an open visit until a supervisor has looked at it; twice for one reason is once."""
    raised = Flag(reason, tuple(sorted(persons)))
    if visit.status not in OPEN or raised in visit.flags:
        return visit, []
    visit = visit.noted(
        now, by_service("registration"), "flagged", reason, flags=(*visit.flags, raised)
    )
    return visit, [("visit_flagged", {"reason": reason, "persons": list(raised.persons)})]


def flag_for_ban(visit: Visit, ban: Ban | None, person: str, now: datetime) -> tuple[Visit, Events]:
    """A person of the group was barred. A ban that was lifted meanwhile flags nobody."""
    if ban is None or not ban.in_force(visit.date):
        return visit, []
    return flag(visit, "visitor_banned", [person], now)


def flag_for_inmate(visit: Visit, inmate: Inmate, now: datetime) -> tuple[Visit, Events]:
    """The inmate cannot be visited on the day of a visit that has not begun. The reason is the
    code with which the desk would refuse it, so a later, different one is a flag of its own."""
    reason = inmate.stopped_on(visit.date)
    if reason is None or visit.status not in BEFORE_ADMISSION:
        return visit, []
    return flag(visit, reason, [], now)


def review(
    visit: Visit, persons_refused: Iterable[str], reason: str, officer: Officer, now: datetime
) -> tuple[Visit, Events]:
    """A supervisor lets the visit go on, without ``persons_refused`` if there are any.

    What the flag was about is checked again at admission: a ban that is still in force stops
    whoever is still of the group. Raises WrongState, PersonUnknown.
    """
    visit.need("review")
    refused = list(persons_refused)
    if unknown := visit.unknown(refused):
        raise PersonUnknown("the group has no such person", "refused", persons=unknown)
    return without(visit, refused).noted(now, officer, "reviewed", reason, flags=()), []


def reviewed_by(visit: Visit, command: Mapping[str, Any], now: datetime) -> tuple[Visit, Events]:
    return review(visit, command["refused"], command["reason"], acting(command), now)
