"""The locker room as a whole: who holds what, who waits, and what is free."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from services.lockers.domain.deposit import HOLDS_A_LOCKER, Status
from services.lockers.domain.inventory import Inventory

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Holding:
    """What the room needs to know of one deposit."""

    visit: str
    status: Status
    locker: int | None = None
    card: int | None = None
    since: datetime | None = None
    deadline: date | None = None


@dataclass(frozen=True)
class Place:
    """A locker and a card that looked free."""

    locker: int
    card: int


@dataclass(frozen=True)
class NoPlace:
    """Why there is none: ``full`` or ``no_card``; ``waiting`` groups are in line already."""

    reason: str
    waiting: int = 0


def choose(inventory: Inventory | None, holdings: Iterable[Holding]) -> Place | NoPlace:
    """The lowest locker that is in service and free, and the lowest free card that is not blocked.

    It looked free when the holdings were read; whether it still is, the database decides."""
    holdings = tuple(holdings)
    in_line = len(line(holdings))
    if inventory is None:
        return NoPlace("full", in_line)
    held = [holding for holding in holdings if holding.status in HOLDS_A_LOCKER]
    locker = _lowest(inventory.lockers, {h.locker for h in held} | inventory.closed_lockers())
    card = _lowest(inventory.cards, {h.card for h in held} | inventory.blocked_cards())
    if locker is None:
        return NoPlace("full", in_line)
    if card is None:
        return NoPlace("no_card", in_line)
    return Place(locker, card)


def line(holdings: Iterable[Holding]) -> list[Holding]:
    """The groups that wait for a locker, the longest waiting first."""
    waiting = [holding for holding in holdings if holding.status is Status.WAITING]
    return sorted(waiting, key=lambda holding: (holding.since or NEVER, holding.visit))


def misplaced(inventory: Inventory, holdings: Iterable[Holding]) -> list[Holding]:
    """Groups sent to a locker that has gone out of service, or promised a card that is blocked,
    with nothing put in yet: they are to be given another."""
    return [
        holding for holding in holdings
        if holding.status is Status.ASSIGNED
        and not (inventory.usable_locker(holding.locker) and inventory.usable_card(holding.card))
    ]


def _lowest(count: int, taken: set[int | None]) -> int | None:
    return next((number for number in range(1, count + 1) if number not in taken), None)
