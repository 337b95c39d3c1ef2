"""What is known of one group at the search post."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from services.screening.domain.refusals import NotFound, WrongState

Command = Mapping[str, Any]
"""What an officer asks for: {command_id, facility, officer: {id}, ...}."""
Event = tuple[str, dict[str, Any]]
Decided = tuple["Screening", list[Event]]

EXPECTED = "expected"
"""Something of the group arrived before its registration did; not in the line, not a state that
anybody outside hears of."""
WAITING, CALLED, HELD, SCREENED, LEFT = "waiting", "called", "held", "screened", "left"
STATUSES = (WAITING, CALLED, HELD, SCREENED, LEFT)

NEEDED = {
    "call": (WAITING,),
    "recall": (CALLED,),
    "hold": (WAITING, CALLED),
    "resume": (HELD,),
    "result": (CALLED,),
}
"""The states that each move starts from."""


@dataclass(frozen=True)
class Officer:
    id: str
    sex: str


@dataclass(frozen=True)
class Member:
    """One person of the group: p1, p2 and so on. Screening never learns a name."""

    person: str
    sex: str
    minor: bool
    decision: str | None = None
    reason: str | None = None
    searched_by: Officer | None = None
    accompanied_by: str | None = None


@dataclass(frozen=True)
class Consent:
    """What the group said to being searched: given, refused or withdrawn."""

    answer: str
    at: datetime
    officer: str


@dataclass(frozen=True)
class Seizure:
    evidence_number: str
    category: str
    quantity: int
    witness: str
    handed_to: str


@dataclass(frozen=True)
class Item:
    person: str
    kind: str
    description: str | None
    count: int
    disposition: str
    seizure: Seizure | None = None


@dataclass(frozen=True)
class Entry:
    """One line of the history; without an officer it was another service's event."""

    at: datetime
    officer: str | None
    action: str
    reason: str | None = None


@dataclass(frozen=True)
class Screening:
    """One group at the search post; ``id`` is the visit's.

    ``claims`` are unique strings: the visit, and each call_next command that called it, so that
    one command never calls two groups. ``calls`` counts the calls since the group last joined
    the line. ``banned`` are persons with a ban in force.
    """

    id: str
    facility: str
    status: str
    claims: tuple[str, ...]
    date: str | None = None
    session: str | None = None
    queue_number: int | None = None
    registered_at: datetime | None = None
    members: tuple[Member, ...] = ()
    lead: str | None = None
    banned: tuple[str, ...] = ()
    calls: int = 0
    post: str | None = None
    called_at: datetime | None = None
    hold_reason: str | None = None
    consent: Consent | None = None
    outcome: str | None = None
    visit_outcome: str | None = None
    items: tuple[Item, ...] = ()
    history: tuple[Entry, ...] = ()

    def noted(self, at: datetime, command: Command | None, action: str,
              reason: str | None = None, **changes: Any) -> "Screening":
        """The screening with these changes and a line more in its history."""
        officer = command["officer"]["id"] if command else None
        entry = Entry(at, officer, action, reason)
        return replace(self, history=(*self.history, entry), **changes)


def known(screening: Screening | None, facility: str) -> Screening:
    """The group, if it belongs to this facility's line. Raises NotFound."""
    if screening is None or screening.facility != facility or screening.status == EXPECTED:
        raise NotFound("no such group at this facility's search post", "visit_id", what="visit")
    return screening


def ready_for(move: str, screening: Screening | None, command: Command) -> Screening:
    """The group, if the move can start from its state. Raises NotFound, WrongState."""
    screening = known(screening, command["facility"])
    if screening.status not in NEEDED[move]:
        needed = list(NEEDED[move])
        raise WrongState(
            f"{move} needs a group that is {' or '.join(needed)}; this one is {screening.status}",
            state=screening.status, needed=needed,
        )
    return screening
