"""What other services' events do to a group's place at the search post.

Events come twice and in any order: a late one changes nothing, an early one is kept.
"""

from datetime import datetime
from typing import Any

from services.screening.domain.screening import (
    EXPECTED,
    LEFT,
    SCREENED,
    WAITING,
    Decided,
    Member,
    Screening,
)


def early(visit: str, facility: str, status: str = EXPECTED) -> Screening:
    """A place for a group of which something is known before its registration is."""
    return Screening(id=visit, facility=facility, status=status, claims=(f"visit:{visit}",))


def registered(state: Screening | None, visit: str, facility: str, data: dict[str, Any],
               at: datetime) -> Decided:
    """The group joins the line. A group that has left already (its cancellation came first)
    stays away."""
    state = state or early(visit, facility)
    if state.status != EXPECTED:
        return state, []
    return state.noted(
        at, None, "registered",
        status=WAITING,
        date=data["date"],
        session=data["session"],
        queue_number=data["queue_number"],
        registered_at=at,
        members=tuple(Member(**member) for member in data["members"]),
        lead=data["lead"],
    ), []


def left(state: Screening | None, visit: str, facility: str, reason: str,
         at: datetime) -> Decided:
    """The visit was cancelled or is a no-show. Without a screening yet, a closed one remains as
    the sign that this group never joins the line; what was screened stays screened."""
    state = state or early(visit, facility)
    if state.status in (SCREENED, LEFT):
        return state, []
    return state.noted(at, None, "left", reason, status=LEFT), []


def banned(state: Screening | None, visit: str, facility: str, persons: list[str],
           at: datetime) -> Decided:
    """A ban touches persons of the group: from now on they can only be refused. After the
    search it is registration that stops the visit."""
    state = state or early(visit, facility)
    new = tuple(person for person in persons if person not in state.banned)
    if state.status in (SCREENED, LEFT) or not new:
        return state, []
    return state.noted(at, None, "banned", ",".join(new), banned=state.banned + new), []
