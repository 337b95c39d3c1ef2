"""The wall of lockers as a picture."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from console.elements import Words, block, named
from console.texts import say
from console.words.lockers import SIGNS, STATES

CLICKED = (
    "(event) => { const one = event.target.closest('[data-locker]');"
    " if (one) emit(one.dataset.locker); }"
)
MANY, DENSE = 40, 120
"""Beyond these the doors are drawn lower, and then smaller."""


def state_of(locker: Mapping[str, Any]) -> str:
    """As the map shows it: what waits to be fetched is a state of its own."""
    return "due" if locker["due"] else str(locker["state"])


class LockerMap:
    """One element for each locker, and of these only what differs is sent to the browser. The
    numbers are those on the doors; ``numbers`` the queue number of a visit."""

    def __init__(self, on_open: Callable[[int], Any]):
        self._legend = block(classes="legend")
        with self._legend:
            self._counts = {state: self._entry(state) for state in STATES}
        self._wall = named(
            block(classes="wall").props("role=group id=wall"), say("Wall of lockers")
        )
        self._wall.on("click", lambda event: on_open(int(event.args)), js_handler=CLICKED)
        self._doors: dict[int, tuple[tuple[str, str, str], Words]] = {}

    def show(self, lockers: list[dict[str, Any]], numbers: Mapping[str, int | None]) -> None:
        counted = Counter(state_of(one) for one in lockers)
        for state, label in self._counts.items():
            label.set_text(str(counted[state]))
        wanted = {one["number"]: one for one in lockers}
        for gone in self._doors.keys() - wanted.keys():
            self._doors.pop(gone)[1].delete()
        shape = "dense" if len(wanted) > DENSE else "many" if len(wanted) > MANY else ""
        self._wall.classes(replace=f"wall {shape}")
        for number, one in wanted.items():
            self._door(number, one, numbers.get(one["visit_id"]))

    def _door(self, number: int, locker: dict[str, Any], queue_number: int | None) -> None:
        state = state_of(locker)
        looks = state, _word(state, locker, queue_number), _name(state, locker, queue_number)
        before, door = self._doors.get(number, (None, None))
        if before == looks:
            return
        if door is None:
            with self._wall:
                door = Words("button", str(number), type="button", data_locker=str(number))
            door.props["tabindex"] = "-1" if self._doors else "0"
        door.classes(replace=f"door {state}")
        door.props["data-sign"] = SIGNS[state]
        door.props["data-word"], door.props["aria-label"] = looks[1:]
        door.update()
        self._doors[number] = looks, door

    def _entry(self, state: str) -> Words:
        with block(classes="legend-entry"):
            Words("span", SIGNS[state], f"swatch {state}", aria_hidden="true")
            Words("span", say(STATES[state]))
            return Words("strong", "0")


def _word(state: str, locker: Mapping[str, Any], queue_number: int | None) -> str:
    """What stands on the door below its number."""
    if state == "assigned":
        return say("no. {n}", n=queue_number or "–")
    if state in ("occupied", "due"):
        return say("card {n}", n=locker["card"])
    return say(STATES[state])


def _name(state: str, locker: Mapping[str, Any], queue_number: int | None) -> str:
    told = [say("Locker {n}", n=locker["number"]), say(STATES[state])]
    if locker["card"]:
        told.append(say("card {n}", n=locker["card"]))
    if queue_number:
        told.append(say("queue number {n}", n=queue_number))
    if locker["reason"]:
        told.append(locker["reason"])
    return ", ".join(told)
