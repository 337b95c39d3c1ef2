"""A house whose desks and disturbances follow random numbers, and which checks its books."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from random import Random
from typing import Any

import eventlet

from chassis.errors import Refused
from tests.support.eventually import eventually
from tests.support.front import OVERRIDE, SECOND_OFFICER
from tests.support.house import House
from tests.support.quiet import unheard
from tests.system.books import Books
from tests.system.invariants import LIMITS, wrong_in_the_end, wrong_now
from tests.system.next_step import Step, next_step

ROOM = {"lockers": 2, "cards": 3, "group_size": 4, "recalls_before_hold": 1,
        "sessions": [{"name": "day", "opens": "00:30", "closes": "23:30"}]}  # fmt: skip
"""Small enough that everything is full at times; one session, which the clock never leaves."""
BROKEN = {"internal_error", "invalid_input", "timed_out", "command_id_reused", "unknown_method"}
"""Answers that no officer may get, whatever they do."""
AT_THE_DOOR = frozenset({
    "session_full", "visitor_banned", "visitor_already_registered", "inmate_already_visited",
    "group_too_large",
})  # fmt: skip
OVER = ("departed", "cancelled", "no_show", "refused")


class RandomHouse(House):
    def __init__(self, *args: Any, books: Books, world: Any):
        super().__init__(*args)
        self.books = books
        self.world = world
        self.given: list[tuple[Step, dict[str, Any], Any]] = []
        self.open(**ROOM, **LIMITS)

    # --- groups ---------------------------------------------------------------------------------

    def a_group_comes(self, random: Random, booked: bool = False) -> None:
        group = [self.person(random.choice(("female", "male"))),
                 *(self._follower(random) for _ in range(random.choice((0, 0, 1, 2, 3, 4))))]
        fields: dict[str, Any] = {"inmate_number": self.inmate()}
        if booked:
            fields |= {"date": self.world.clock.now_there().date().isoformat(), "session": "day"}
        fields["visitors"] = [one.as_visitor() for one in group]
        made = self.do(Step("registration", "register", fields, AT_THE_DOOR))
        if made and booked:
            self.do(Step("registration", "check_in", {"visit_id": made["id"]}))

    def _follower(self, random: Random) -> Any:
        if self.told and random.random() < 0.1:
            return random.choice(self.told)
        return self.child() if random.random() < 0.4 else self.person()

    def next_step(self, random: Random) -> None:
        if step := self._next_step(random):
            self.do(step)

    def _next_step(self, random: Random) -> Step | None:
        visits, searched = self.books.visits(), self.books.screenings()
        things = self.books.deposits()
        steps = [
            step
            for id in visits
            if (step := next_step(visits[id], searched.get(id, {}), things.get(id, {}), random))
        ]
        return random.choice(steps) if steps else None
