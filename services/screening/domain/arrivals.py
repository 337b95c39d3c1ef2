"""What other services' events do to a group's place at the search post.

Events come twice and in any order: a late one changes nothing, an early one is kept.
"""

from collections import defaultdict
from collections.abc import Sequence
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


def early(visit: str, facility: str) -> Screening:
    """The place of a group of which nothing is known yet."""
    return Screening(id=visit, facility=facility, status=EXPECTED, claims=(f"visit:{visit}",))


def registered(state: Screening, data: dict[str, Any], at: datetime) -> Decided:
    """The group joins the line. A group that has left already (its cancellation came first)
    stays away."""
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


def left(state: Screening, reason: str, at: datetime) -> Decided:
    """The visit was cancelled or is a no-show. A group that was only expected leaves too, as the
    sign that it never joins the line; what was screened stays screened."""
    if state.status in (SCREENED, LEFT):
        return state, []
    return state.noted(at, None, "left", reason, status=LEFT), []


def banned(state: Screening, persons: Sequence[str], at: datetime) -> Decided:
    """A ban touches persons of the group: from now on they can only be refused. After the
    search it is registration that stops the visit."""
    new = tuple(person for person in persons if person not in state.banned)
    if state.status in (SCREENED, LEFT) or not new:
        return state, []
    return state.noted(at, None, "banned", ",".join(new), banned=state.banned + new), []


def affected(ban: dict[str, Any]) -> dict[str, list[str]]:
    """The persons that a ban touches, by visit."""
    persons: dict[str, list[str]] = defaultdict(list)
    for one in ban["affected"]:
        persons[one["visit"]].append(one["person"])
    return persons
