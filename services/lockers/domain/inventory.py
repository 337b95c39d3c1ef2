"""What a facility's locker room owns: lockers 1 to N and cards 1 to M, and which are unusable."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from services.lockers.domain.deposit import Entry, Event
from services.lockers.domain.refusals import (
    CardInUse,
    CardNotBlocked,
    LockerOccupied,
    NoSuchCard,
    NoSuchLocker,
    NotFound,
)

IN_SERVICE, OUT_OF_SERVICE = "in_service", "out_of_service"
# The inventory is read at every assignment, so its log must stay small; changes of lockers are
# also published as events, which other systems keep for good.
LOG_LINES = 1000


@dataclass(frozen=True)
class Unusable:
    """A locker out of service, or a blocked card; ``visit`` is whose card it was."""

    number: int
    reason: str
    since: datetime
    visit: str | None = None


@dataclass(frozen=True)
class Inventory:
    """``id`` is the facility's. ``configured`` and ``closing`` are the sequences of the last events
    heard on the settings and on closing, so that an older one never undoes a newer."""

    id: str
    facility: str
    timezone: str = "UTC"
    lockers: int = 0
    cards: int = 0
    unclaimed_days: int = 30
    out_of_service: tuple[Unusable, ...] = ()
    blocked: tuple[Unusable, ...] = ()
    closed: bool = False
    configured: int = 0
    closing: int = 0
    history: tuple[Entry, ...] = ()

    def closed_lockers(self) -> set[int]:
        return {locker.number for locker in self.out_of_service}

    def blocked_cards(self) -> set[int]:
        return {card.number for card in self.blocked}

    def usable_locker(self, number: int | None) -> bool:
        return number in range(1, self.lockers + 1) and number not in self.closed_lockers()

    def usable_card(self, number: int | None) -> bool:
        return number in range(1, self.cards + 1) and number not in self.blocked_cards()

    def today(self, now: datetime) -> date:
        """The facility's date, which is not that of UTC."""
        return now.astimezone(ZoneInfo(self.timezone)).date()

    def deadline(self, now: datetime) -> date:
        """Until when things are kept that nobody fetched today."""
        return self.today(now) + timedelta(days=self.unclaimed_days)


def of_known(inventory: Inventory | None) -> Inventory:
    """The inventory, if the facility was heard of. Raises NotFound."""
    if inventory is None:
        raise NotFound("The locker desk has heard of no such facility.", field="facility")
    return inventory


def configured(
    inventory: Inventory | None, facility: str, sequence: int, *, timezone: str, lockers: int,
    cards: int, unclaimed_days: int,
) -> tuple[Inventory, list[Event]]:
    """The facility's settings changed. A locker beyond the new number is not assigned again; what
    lies in it stays until it is fetched."""
    inventory = inventory or Inventory(facility, facility)
    if sequence <= inventory.configured:
        return inventory, []
    return replace(
        inventory, configured=sequence, timezone=timezone, lockers=lockers, cards=cards,
        unclaimed_days=unclaimed_days,
    ), []


def closing(
    inventory: Inventory | None, facility: str, sequence: int, closed: bool
) -> tuple[Inventory, list[Event]]:
    """The house closed or opened again. It is shown at the desk and blocks nothing: whatever
    happens, belongings go back."""
    inventory = inventory or Inventory(facility, facility)
    if sequence <= inventory.closing:
        return inventory, []
    return replace(inventory, closing=sequence, closed=closed), []


def set_locker(
    inventory: Inventory, number: int, status: str, *, occupied: bool, reason: str, officer: str,
    now: datetime,
) -> tuple[Inventory, list[Event]]:
    """Takes a locker out of service or puts it back. ``occupied``: things lie inside.

    Raises NoSuchLocker, LockerOccupied."""
    if not 1 <= number <= inventory.lockers:
        raise NoSuchLocker(
            f"The facility has lockers 1 to {inventory.lockers}.", field="number",
            lockers=inventory.lockers,
        )
    closed = number in inventory.closed_lockers()
    if closed == (status == OUT_OF_SERVICE):
        return inventory, []
    if occupied and status == OUT_OF_SERVICE:
        raise LockerOccupied("Things lie in this locker; they go back first.", field="number")
    kept = tuple(locker for locker in inventory.out_of_service if locker.number != number)
    if status == OUT_OF_SERVICE:
        kept = (*kept, Unusable(number, reason, now))
    changed = replace(inventory, out_of_service=kept)
    entry = Entry(now, officer, f"locker_{number}_{status}", reason)
    return _noted(changed, entry), [
        ("locker_status_changed", {"locker": number, "status": status, "reason": reason})
    ]


def block_card(
    inventory: Inventory, number: int, *, in_use: bool, reason: str, officer: str, now: datetime
) -> tuple[Inventory, list[Event]]:
    """Takes a card out of use that is not where it should be.

    ``in_use``: it stands for things in a locker, which ends by return or by a report of its loss.
    Raises NoSuchCard, CardInUse."""
    _need_card(inventory, number)
    if in_use:
        raise CardInUse("Things lie against this card; report it lost instead.", field="card")
    return withdraw(inventory, number, visit=None, reason=reason, officer=officer, now=now)


def withdraw(
    inventory: Inventory, number: int, *, visit: str | None, reason: str, officer: str,
    now: datetime,
) -> tuple[Inventory, list[Event]]:
    """A visitor's card is lost or somewhere in the city: nobody else gets it until it is back.
    Doing it again changes nothing."""
    if number in inventory.blocked_cards():
        return inventory, []
    blocked = (*inventory.blocked, Unusable(number, reason, now, visit))
    entry = Entry(now, officer, f"card_{number}_blocked", reason)
    return _noted(replace(inventory, blocked=blocked), entry), []


def unblock_card(
    inventory: Inventory, number: int, *, reason: str, officer: str, now: datetime
) -> tuple[Inventory, list[Event]]:
    """The card is back at the desk and may be used. Raises NoSuchCard, CardNotBlocked."""
    _need_card(inventory, number)
    if number not in inventory.blocked_cards():
        raise CardNotBlocked("This card is not blocked.", field="card")
    return restore(inventory, number, reason=reason, officer=officer, now=now)


def restore(
    inventory: Inventory, number: int, *, reason: str, officer: str, now: datetime
) -> tuple[Inventory, list[Event]]:
    """A visitor's card came back to the desk. A card that was not blocked stays as it is."""
    if number not in inventory.blocked_cards():
        return inventory, []
    blocked = tuple(card for card in inventory.blocked if card.number != number)
    entry = Entry(now, officer, f"card_{number}_unblocked", reason)
    return _noted(replace(inventory, blocked=blocked), entry), []


def _need_card(inventory: Inventory, number: int) -> None:
    if number not in range(1, inventory.cards + 1) and number not in inventory.blocked_cards():
        raise NoSuchCard(
            f"The facility has cards 1 to {inventory.cards}.", field="card", cards=inventory.cards
        )


def _noted(inventory: Inventory, entry: Entry) -> Inventory:
    return replace(inventory, history=(*inventory.history, entry)[-LOG_LINES:])
