"""The roll that is called in an emergency: who is to be accounted for, and who was seen.

Kept in this process for as long as the house is closed, so that it survives a reload, and all who
call the roll share it. A restart of the console forgets who was seen, and who waited when the house
closed; those inside come back from the API.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Group = Mapping[str, Any]
"""As the API calls the roll: visit, queue_number, table, persons and more."""
Listener = Callable[[], None]


class Roll:
    """``complete``: from the very moment of closing, with those who waited."""

    def __init__(self, inside: Iterable[Group], waiting: Iterable[Group], complete: bool = True):
        self.inside = list(inside)
        self.waiting = list(waiting)
        self.complete = complete
        self.seen: set[tuple[str, str]] = set()
        self._listeners: list[Listener] = []

    def mark(self, visit: str, person: str, seen: bool) -> None:
        """One person was seen, or was not after all."""
        who = (visit, person)
        if (who in self.seen) == seen:
            return
        (self.seen.add if seen else self.seen.discard)(who)
        for listener in tuple(self._listeners):
            listener()

    def add(self, inside: Iterable[Group]) -> None:
        """Whoever the house says is inside is on the roll, whatever was known before."""
        known = {one["visit"] for one in self.inside}
        self.inside += [one for one in inside if one["visit"] not in known]

    def count(self, groups: Iterable[Group]) -> tuple[int, int]:
        """Persons seen, and persons."""
        persons = [(one["visit"], who["person"]) for one in groups for who in one["persons"]]
        return sum(one in self.seen for one in persons), len(persons)

    def listen(self, listener: Listener) -> Listener:
        """What ends it again."""
        self._listeners.append(listener)

        def leave() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return leave


class Rolls:
    """One for each house that is closed, as long as that same closing lasts."""

    def __init__(self) -> None:
        self._by_house: dict[str, tuple[str, Roll]] = {}

    def of(self, facility: str, closed_at: str) -> Roll | None:
        known_at, roll = self._by_house.get(facility, ("", None))
        return roll if known_at == closed_at else None

    def keep(self, facility: str, closed_at: str, roll: Roll) -> Roll:
        """The event may be quicker than the answer: then another page has begun a roll of those
        inside, and what was ticked there stays."""
        if before := self.of(facility, closed_at):
            roll.seen |= before.seen
        self._by_house[facility] = (closed_at, roll)
        return roll

    def forget(self, facility: str) -> None:
        """The house is open again: names are kept no longer than needed."""
        self._by_house.pop(facility, None)


ROLLS = Rolls()


def from_inside(visits: Iterable[Mapping[str, Any]]) -> list[Group]:
    """Groups of the list of who is inside, as a roll has them."""
    return [{**one, "visit": one["id"]} for one in visits]
