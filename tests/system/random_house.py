"""A house in which random numbers decide what happens next; it checks its books each time."""

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any, NamedTuple
from uuid import uuid4

import eventlet

from chassis.errors import Refused
from operations.demo.people import Person
from tests.support.eventually import eventually
from tests.support.front import OFFICER
from tests.support.house import House
from tests.support.quiet import QUEUES, nothing_left, unheard
from tests.system.books import Books
from tests.system.invariants import LIMITS, wrong_in_the_end, wrong_now
from tests.system.next_step import Step, next_step
from tests.system.world import World

ROOM = {"lockers": 2, "cards": 3, "group_size": 4, "recalls_before_hold": 1,
        "sessions": [{"name": "day", "opens": "00:30", "closes": "23:30"}]}  # fmt: skip
"""Small enough that everything is full at times; one session, which no day here outlasts."""
AT_THE_DOOR = frozenset({"session_full", "visitor_banned", "visitor_already_registered",
                         "group_too_large", "same_person_twice"})  # fmt: skip
BROKEN = frozenset({"internal_error", "invalid_input", "command_id_reused", "unknown_method"})
"""Answers that nobody may get, whatever they do."""
OVER = ("departed", "cancelled", "no_show", "refused")
AGAIN = frozenset({"unavailable", "timed_out"})
TOLD_BY = {
    "result": "visitor_screened",
    "deposit": "belongings_deposited",
    "start": "visit_started",
    "return_belongings": "belongings_returned",
    "depart": "visitor_departed",
}
"""The event that follows from a command, and from nothing else."""


class Given(NamedTuple):
    """A command that was acknowledged."""

    step: Step
    payload: dict[str, Any]
    answer: Any


class RandomHouse(House):
    def __init__(self, world: World, facility: str):
        super().__init__(world.client, world.events, facility)
        self.world = world
        self.books = Books(world.settings, facility)
        self.given: list[Given] = []
        self._first = len(world.events.seen)
        self.open(**ROOM, **LIMITS)

    # --- what the desks do ----------------------------------------------------------------------

    def a_group_comes(self, random: Random) -> None:
        self.do(self.registration(random))

    def next_step(self, random: Random) -> None:
        if step := self.some_step(random):
            self.do(step)

    def at_once(self, random: Random, meanwhile: Callable[[], None] = lambda: None) -> None:
        """Several desks; what one of them does may be news to another."""
        steps = [self.registration(random), *(self.some_step(random) for _ in range(3))]
        desks = [eventlet.spawn(self.give, step, strict=False) for step in steps if step]
        meanwhile()
        for desk in desks:
            desk.wait()
        self.settle()

    def do(self, step: Step, strict: bool = True) -> Any:
        """Gives a command and waits until all have heard what came of it."""
        answer = self.give(step, strict)
        self.settle()
        return answer

    def give(self, step: Step, strict: bool = True) -> Any:
        """The answer, or None when it is refused. ``strict``: only for the reasons that the step
        allows for, since the officer saw how things stand."""
        payload = {"command_id": str(uuid4()), "facility": self.facility,
                   "officer": {"id": OFFICER}, **step.fields}  # fmt: skip
        try:
            answer = self.send(step, payload)
        except Refused as refused:
            if refused.code in BROKEN or (strict and refused.code not in step.refusals):
                raise AssertionError(f"{step}: {refused} {refused.errors}") from refused
            return None
        self.given.append(Given(step, payload, answer))
        return answer

    def send(self, step: Step, payload: dict[str, Any]) -> Any:
        """As often as it takes, which must do no harm."""
        for _ in range(5):
            try:
                return self._client.call(step.service, step.method, payload)
            except Refused as refused:
                if refused.code not in AGAIN:
                    raise
        raise AssertionError(f"{step}: no answer")

    def hear_again(self, event: dict[str, Any]) -> None:
        """An event is sent a second time and handled a second time."""
        times = self.world.handled.times
        keys = [(queue, event["id"]) for queue in QUEUES.get(event["type"], ())]
        expected = [key for key in keys for _ in range(times[key] + 1)]
        self.world.publish.send(event)
        self.world.handled.wait_for(expected)

    def open_visits(self) -> list[str]:
        return [id for id, one in self.books.visits().items() if one["status"] not in OVER]

    # --- checking -------------------------------------------------------------------------------

    def seen(self) -> list[dict[str, Any]]:
        """All events about this house, repeated ones too."""
        seen = self.events.seen[self._first :]
        return [one for one in seen if one["facility"] == self.facility]

    def settle(self) -> None:
        """Waits until every event was published and handled, then looks at the books."""
        eventually("nothing is under way", self._quiet)
        wrong = wrong_now(self.books, self.seen())
        assert not wrong, wrong

    def check_the_end(self) -> None:
        """Everybody is out, nothing is under way, and all that was acknowledged has happened."""
        nothing_left(self.world.settings, self.events, self.world.handled)
        self.books.leases_run_out()
        eventually("the sweep was there", lambda: not self.books.due_for_sweep())
        wrong = wrong_in_the_end(self.books, self.seen())
        assert not wrong, wrong
        happened = Counter({one["id"]: one["type"] for one in self.seen()}.values())
        for method, told in TOLD_BY.items():
            acknowledged = sum(given.step.method == method for given in self.given)
            assert happened[told] == acknowledged, f"{method}: {acknowledged}, {told}: {happened}"
        self.books.close()

    def _quiet(self) -> bool:
        seen = self.seen()
        on_their_way = self.books.unpublished() - {one["id"] for one in seen}
        return not on_their_way and not unheard(seen, self.world.handled)

    # --- steps ----------------------------------------------------------------------------------

    def registration(self, random: Random) -> Step:
        """Walks in, or books for today and is to check in next."""
        group = [self.person(random.choice(("female", "male")))]
        group += [self._follower(random) for _ in range(random.choice((0, 0, 1, 2, 3, 4)))]
        fields: dict[str, Any] = {"inmate_number": self.inmate()}
        if random.random() < 0.3:
            fields |= {"date": self.world.clock.shown.date().isoformat(), "session": "day"}
        fields["visitors"] = [one.as_visitor() for one in group]
        return Step("registration", "register", fields, AT_THE_DOOR)

    def _follower(self, random: Random) -> Person:
        if random.random() < 0.1:
            return random.choice([one for one in self.told if one.adult])
        return self.child() if random.random() < 0.4 else self.person()

    def some_step(self, random: Random) -> Step | None:
        """Something that can be done for a group now, by the books."""
        visits, searched = self.books.visits(), self.books.screenings()
        things = self.books.deposits()
        steps = [
            step
            for id in visits
            if (step := next_step(visits[id], searched.get(id, {}), things.get(id, {}), random))
        ]
        return random.choice(steps) if steps else None

