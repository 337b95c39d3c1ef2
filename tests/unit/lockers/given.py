"""Deposits in every status, made the way the desk makes them."""

from datetime import UTC, date, datetime

from services.lockers.domain import assignment, cards, custody
from services.lockers.domain.assignment import Screened
from services.lockers.domain.custody import Handover
from services.lockers.domain.deposit import Deposit, Override
from services.lockers.domain.inventory import Inventory
from services.lockers.domain.items import GivenBack, Item
from services.lockers.domain.room import NoPlace, Place

NOW = datetime(2026, 1, 17, 2, 0, tzinfo=UTC)
TODAY = date(2026, 1, 17)
FACILITY, VISIT = "RTBPN", "visit-1"
PLACE = Place(locker=7, card=9)
FULL = NoPlace("full", waiting=2)
ITEMS = (Item("phone", 2), Item("bag", 1, "black"))
BACK = (GivenBack("phone", 2), GivenBack("bag", 1))
OVERRIDE = Override("chief-1", "visitor taken ill")
INVENTORY = Inventory(FACILITY, FACILITY, "Asia/Makassar", lockers=3, cards=3)


def found(sequence: int = 1, required: bool = True, refused: bool = False) -> Screened:
    return Screened(VISIT, FACILITY, sequence, required, refused)


def waiting() -> Deposit:
    return assignment.screened(None, found(), FULL, NOW)[0]


def assigned() -> Deposit:
    return assignment.screened(None, found(), PLACE, NOW)[0]


def deposited() -> Deposit:
    return custody.put_in(assigned(), ITEMS, "officer-1", NOW)[0]


def due() -> Deposit:
    return over(deposited())


def over(deposit: Deposit | None) -> Deposit:
    return assignment.visit_over(deposit, VISIT, FACILITY, "visit_ended", NOW)[0]


def returned() -> Deposit:
    return custody.give_back(due(), handover(), NOW)[0]


def unclaimed() -> Deposit:
    return custody.put_in_store(due(), date(2026, 2, 16), TODAY, "officer-1", None, NOW)[0]


def released() -> Deposit:
    return over(assigned())


def lost(deposit: Deposit) -> Deposit:
    return cards.lost(
        deposit, identity_checked=True, description="two phones, a black bag",
        officer="officer-1", second_officer="officer-2", now=NOW,
    )[0]


def brought_in(deposit: Deposit) -> Deposit:
    return cards.handed_in(
        deposit, handed_in_by="cleaner", officer="officer-1", second_officer="officer-2", now=NOW
    )[0]


def handover(items: tuple[GivenBack, ...] = BACK, **more) -> Handover:
    """Against the right card, everything back, unless told otherwise."""
    return Handover("officer-1", items, **{"card": PLACE.card, **more})
