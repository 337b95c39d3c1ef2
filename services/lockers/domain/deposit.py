"""A deposit: what one visit leaves at the locker desk, in which locker, against which card."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from services.lockers.domain.items import GivenBack, Item
from services.lockers.domain.refusals import NotFound, WrongState

Event = tuple[str, dict[str, Any]]


class Status(StrEnum):
    """Where the deposit stands. ``released`` also marks a visit that needs no locker any more,
    even when that was heard of before its screening."""

    WAITING = "waiting"
    ASSIGNED = "assigned"
    DEPOSITED = "deposited"
    DUE = "due"
    RETURNED = "returned"
    UNCLAIMED = "unclaimed"
    RELEASED = "released"


MOVES: dict[Status, frozenset[Status]] = {
    Status.WAITING: frozenset({Status.ASSIGNED, Status.RELEASED}),
    Status.ASSIGNED: frozenset(
        # to itself and back to waiting: its locker went out of service before it was used
        {Status.ASSIGNED, Status.WAITING, Status.DEPOSITED, Status.RELEASED}
    ),
    Status.DEPOSITED: frozenset({Status.DUE, Status.RETURNED, Status.UNCLAIMED}),
    Status.DUE: frozenset({Status.RETURNED, Status.UNCLAIMED}),
    Status.UNCLAIMED: frozenset({Status.RETURNED}),
    # a group refused at the search and screened anew
    Status.RELEASED: frozenset({Status.ASSIGNED, Status.WAITING}),
    Status.RETURNED: frozenset(),
}
HOLDS_A_LOCKER = frozenset({Status.ASSIGNED, Status.DEPOSITED, Status.DUE})
THINGS_INSIDE = frozenset({Status.DEPOSITED, Status.DUE})


class CardState(StrEnum):
    """Where the card is while things lie against it."""

    VISITOR = "visitor"
    LOST = "lost"
    DESK = "desk"


@dataclass(frozen=True)
class Entry:
    """A line of the deposit's log, which only grows. ``officer`` is None when an event did it;
    ``second`` is the officer who stood by where two are needed."""

    at: datetime
    officer: str | None
    action: str
    reason: str | None = None
    second: str | None = None


@dataclass(frozen=True)
class Dispute:
    """What the visitor says is missing or damaged."""

    description: str
    witness: str | None = None


@dataclass(frozen=True)
class Override:
    """A supervisor's word that a rule is set aside this once."""

    supervisor: str
    reason: str


@dataclass(frozen=True)
class Deposit:
    """``id`` is the visit's. ``open`` is true exactly while a locker and a card are taken up: the
    database allows one open deposit per locker and one per card. ``screened`` is the sequence of
    the last screening event that was applied."""

    id: str
    facility: str
    status: Status
    needed_at: datetime | None = None
    locker: int | None = None
    card: int | None = None
    open: bool = False
    assigned_at: datetime | None = None
    card_state: CardState = CardState.VISITOR
    items: tuple[Item, ...] = ()
    given_back: tuple[GivenBack, ...] = ()
    returned_to: str | None = None
    dispute: Dispute | None = None
    lost_description: str | None = None
    deadline: date | None = None
    screened: int = 0
    visit_over: bool = False
    history: tuple[Entry, ...] = ()


def of_facility(deposit: Deposit | None, facility: str) -> Deposit:
    """The deposit, if it is this facility's; another facility's is as good as none.

    Raises NotFound."""
    if deposit is None or deposit.facility != facility:
        raise NotFound("The locker desk has heard of no such visit.", field="visit_id")
    return deposit


def need(deposit: Deposit, *statuses: Status) -> None:
    """Raises WrongState unless the deposit is in one of the statuses."""
    if deposit.status not in statuses:
        raise WrongState(deposit.status, list(statuses))


def move(deposit: Deposit, status: Status, entry: Entry, **changes: Any) -> Deposit:
    """The deposit in its next status, the log one line longer.

    Raises WrongState when the table above knows no such move."""
    if status not in MOVES[deposit.status]:
        raise WrongState(deposit.status, [s for s, nexts in MOVES.items() if status in nexts])
    return noted(
        replace(deposit, status=status, open=status in HOLDS_A_LOCKER, **changes), entry
    )


def noted(deposit: Deposit, entry: Entry) -> Deposit:
    """The same deposit, the log one line longer."""
    return replace(deposit, history=(*deposit.history, entry))
