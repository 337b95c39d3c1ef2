"""Beside the wall: who comes to deposit, who waits for a locker, the store, blocked cards."""

from collections.abc import Awaitable, Callable
from typing import Any

from console.elements import Words, block, heading, named, region, secondary
from console.keyed import Keyed
from console.pages.lockers_panel import Room
from console.texts import say

Open = Callable[[Any], Awaitable[None]]


class Side:
    """``open_locker`` is called with a locker's number, ``open_visit`` with a visit's id."""

    def __init__(self, room: Room, open_locker: Open, open_visit: Open, unblock: Open):
        self._room = room
        self._open_locker, self._open_visit, self._unblock = open_locker, open_visit, unblock
        self._parts = {
            "coming": _Part("coming", say("To deposit"), self._coming_row, "visit_id"),
            "waiting": _Part("waiting", say("Waiting for a locker"), self._waiting_row, "visit_id"),
            "unclaimed": _Part("store", say("In the store"), self._stored_row, "visit_id"),
            "blocked_cards": _Part("blocked", say("Blocked cards"), self._blocked_row, "card"),
        }
        with self._parts["coming"].box:
            self._nobody = Words("p", say("Nobody comes with things just now."), "empty")

    def show(self) -> None:
        """What is empty is not shown, but for who comes next."""
        state, number = self._room.state, self._room.number_of
        coming = [one for one in state["lockers"] if one["state"] == "assigned"]
        for name, part in self._parts.items():
            rows = coming if name == "coming" else state[name]
            part.show([{**one, "n": number(one["visit_id"])} for one in rows])
        self._parts["coming"].box.set_visibility(True)
        self._nobody.set_visibility(not coming)

    def _coming_row(self, one: dict[str, Any]) -> None:
        with block(classes="row-line"):
            Words("span", one["n"], "number")
            Words("span", say("locker {n}", n=one["number"]), "grow")
            if self._room.desk.may("locker_officer"):
                text = say("Deposit")
                button = secondary(text, lambda: self._open_locker(one["number"]))
                named(button, say("{action}, number {n}", action=text, n=one["n"]))

    def _waiting_row(self, one: dict[str, Any]) -> None:
        with block(classes="row-line"):
            Words("span", one["n"], "number")
            since = self._room.desk.clock.hour(one["since"])
            Words("span", say("place {n}, since {time}", n=one["position"], time=since), "grow")

    def _stored_row(self, one: dict[str, Any]) -> None:
        with block(classes="row-line"):
            Words("span", one["n"], "number")
            Words(
                "span", say("card {n}, until {date}", n=one["card"], date=one["deadline"]), "grow"
            )
            text = say("Hand out")
            button = secondary(text, lambda: self._open_visit(one["visit_id"]))
            named(button, say("{action}, number {n}", action=text, n=one["n"]))

    def _blocked_row(self, one: dict[str, Any]) -> None:
        with block(classes="row-line"):
            Words("span", str(one["card"]), "number")
            Words("span", one["reason"], "grow")
            text = say("Into use …")
            button = secondary(text, lambda: self._unblock(one["card"]))
            named(button, say("{action}, card {n}", action=text, n=one["card"]))


class _Part:
    """A list with its count; ``key`` names the field that tells its rows apart."""

    def __init__(self, name: str, title: str, draw: Callable[[Any], None], key: str):
        with region(title, "side-part").props(f"id={name}") as self.box:
            with block(classes="counted"):
                heading(2, title)
                self._count = Words("span", "0", "tag")
            self._rows = Keyed(draw, lambda one: one[key], "li", "rows")

    def show(self, rows: list[dict[str, Any]]) -> None:
        self._rows.show(rows)
        self._count.set_text(str(len(rows)))
        self.box.set_visibility(bool(rows))
