"""Finding a place for a group when others look for one at the same moment.

Looking and taking are two steps. Workers of one process take turns, so that they do not all reach
for the same locker; between processes the unique indexes decide, and who lost looks again.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

from chassis.aggregates import Contended
from chassis.ids import new_id
from chassis.turns import taking_turns
from services.lockers.domain.assignment import moved, served
from services.lockers.domain.deposit import Deposit, Event
from services.lockers.domain.room import NoPlace, Place, choose, line, misplaced
from services.lockers.store import Deposits, Inventories, PlaceTaken

TRIES = 20
"""Each loss means that another process placed a group, so this many in a row means crowding."""

Decided = tuple[Deposit, list[Event]]
Decide = Callable[[Any, Place | NoPlace], Any]


class LockerRoom:
    """The lockers and cards of one facility, and the line before them."""

    def __init__(
        self, facility: str, deposits: Deposits, inventories: Inventories,
        now: Callable[[], datetime],
    ):
        self._facility = facility
        self._deposits = deposits
        self._inventories = inventories
        self._now = now

    def admit(self, visit: str, cause: Mapping[str, Any], decide: Decide) -> None:
        """Finds a place for a group, after those that wait already. Raises Contended."""
        if isinstance(self._place(visit, cause, decide, arrives=True), NoPlace):
            # a place that became free while this group joined the line must not stay empty
            self.serve_line()

    def serve_line(self) -> None:
        """Gives what is free to those that wait, the longest waiting first."""
        for waiting in line(self._deposits.waiting(self._facility)):
            place = self._place(waiting.visit, _of_our_own(), self._serve)
            if isinstance(place, NoPlace):
                return

    def move_misplaced(self) -> None:
        """Sends groups elsewhere whose locker or card became unusable before they used it."""
        inventory = self._inventories.get(self._facility)
        if inventory is None:
            return
        for holding in misplaced(inventory, self._deposits.holdings(self._facility)):
            old = Place(holding.locker or 0, holding.card or 0)
            self._place(holding.visit, _of_our_own(), partial(self._move, old))

    def _serve(self, deposit: Deposit, place: Place | NoPlace) -> Decided:
        return served(deposit, place, self._now())

    def _move(self, old: Place, deposit: Deposit, place: Place | NoPlace) -> Decided:
        return moved(deposit, old, place, self._now())

    def _place(
        self, visit: str, cause: Mapping[str, Any], decide: Decide, arrives: bool = False
    ) -> Place | NoPlace:
        """``arrives``: the group is new here, and others may be in line before it."""
        served = not arrives
        for _ in range(TRIES):
            with taking_turns("locker room", self._facility), suppress(PlaceTaken):
                holdings = self._deposits.holdings(self._facility)
                if served or not line(holdings):
                    # if it was changed elsewhere a moment ago, the next sweep moves the group
                    place = choose(self._inventories.recent(self._facility), holdings)
                    self._deposits.apply(
                        visit, cause, partial(_with, place, decide), likely_new=arrives
                    )
                    return place
            if not served:
                self.serve_line()
                served = True
        raise Contended(f"no place after {TRIES} tries")


def _with(place: Place | NoPlace, decide: Decide, deposit: Any) -> Any:
    return decide(deposit, place)


def _of_our_own() -> dict[str, str]:
    """A cause for what nobody asked for; what it does depends on the state alone."""
    return {"id": new_id()}
