"""Something changed while the group was on its way: a ban, the inmate's status."""

from collections.abc import Iterable
from datetime import datetime

from services.registration.domain.refusals import PersonUnknown
from services.registration.domain.visit import OPEN, Events, Flag, Officer, Visit, by_service
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
