"""Giving a group its locker and card, letting it wait, and taking back what it no longer needs."""

from dataclasses import dataclass, replace
from datetime import datetime

from services.lockers.domain.deposit import Deposit, Entry, Event, Status, move, noted
from services.lockers.domain.room import NoPlace, Place

NOT_YET_USED = (Status.WAITING, Status.ASSIGNED)


@dataclass(frozen=True)
class Screened:
    """What the search post found. ``required``: things must be left in a locker, and the group may
    go on. ``sequence`` grows along one screening, so an older result never undoes a newer."""

    visit: str
    facility: str
    sequence: int
    required: bool
    refused: bool = False


def screened(
    deposit: Deposit | None, found: Screened, place: Place | NoPlace | None, now: datetime
) -> tuple[Deposit | None, list[Event]]:
    """A search result came in: assign a place, let the group wait, or take its place back.

    ``place`` is needed only where ``found.required``. A visit that is over already gets nothing,
    in whatever order the two were heard."""
    if deposit is None:
        if not found.required and not found.refused:
            return None, []
        deposit = Deposit(found.visit, found.facility, Status.RELEASED)
    settled = deposit.visit_over and deposit.status is Status.RELEASED
    if settled or found.sequence <= deposit.screened:
        return deposit, []
    heard = replace(deposit, screened=found.sequence)
    if found.required:
        if deposit.status is Status.RELEASED:
            return _seat(replace(heard, needed_at=now), place, now)
        return heard, []
    if deposit.status in NOT_YET_USED:
        return release(heard, "nothing_to_deposit", now)
    if found.refused and deposit.status is Status.DEPOSITED:
        return move(heard, Status.DUE, Entry(now, None, "refused_at_search")), []
    return heard, []


def served(
    deposit: Deposit, place: Place | NoPlace, now: datetime
) -> tuple[Deposit, list[Event]]:
    """A place became free: the group that waits gets it, unless it was served or left since."""
    if deposit.status is not Status.WAITING or isinstance(place, NoPlace):
        return deposit, []
    return _seat(deposit, place, now)


def moved(
    deposit: Deposit, old: Place, place: Place | NoPlace, now: datetime
) -> tuple[Deposit, list[Event]]:
    """The locker or card ``old`` cannot be used after all: another one, or back to the line, in
    which the group keeps its turn. Nothing happens once things lie inside."""
    if deposit.status is not Status.ASSIGNED or (deposit.locker, deposit.card) != (
        old.locker, old.card
    ):
        return deposit, []
    return _seat(deposit, place, now)


def visit_over(
    deposit: Deposit | None, visit: str, facility: str, why: str, now: datetime
) -> tuple[Deposit, list[Event]]:
    """The visit ended or was called off: things are due back, a place not yet used is free again.
    Heard before the screening, it is remembered, so that no locker is assigned afterwards."""
    if deposit is None:
        tombstone = Deposit(visit, facility, Status.RELEASED, visit_over=True)
        return noted(tombstone, Entry(now, None, why)), []
    if deposit.visit_over:
        return deposit, []
    over = replace(deposit, visit_over=True)
    if deposit.status in NOT_YET_USED:
        return release(over, why, now)
    if deposit.status is Status.DEPOSITED:
        return move(over, Status.DUE, Entry(now, None, why)), []
    return over, []


def release(deposit: Deposit, why: str, now: datetime) -> tuple[Deposit, list[Event]]:
    """Gives back a place in which nothing was put, or a turn in the line."""
    return move(deposit, Status.RELEASED, Entry(now, None, why)), []


def _seat(
    deposit: Deposit, place: Place | NoPlace | None, now: datetime
) -> tuple[Deposit, list[Event]]:
    if isinstance(place, Place):
        assigned = move(
            deposit, Status.ASSIGNED, Entry(now, None, "assigned"),
            locker=place.locker, card=place.card, assigned_at=now,
        )
        return assigned, [("locker_assigned", {"locker": place.locker, "card": place.card})]
    if place is None:
        raise ValueError("a group with things to deposit needs a place or the reason for none")
    waiting = move(
        deposit, Status.WAITING, Entry(now, None, "waiting", place.reason), locker=None, card=None
    )
    return waiting, [
        ("locker_unavailable", {"reason": place.reason, "waiting": place.waiting + 1})
    ]
