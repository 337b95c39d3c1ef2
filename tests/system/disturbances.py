"""What comes between the desks and their work."""

from collections.abc import Callable
from random import Random
from typing import Any

import eventlet

from tests.support.front import OVERRIDE
from tests.system.next_step import Step
from tests.system.random_house import RandomHouse

Disturbance = Callable[[RandomHouse, Random], None]


def restart_in_the_middle(house: RandomHouse, random: Random) -> None:
    """A service stops, or dies, while desks are at work."""

    def restart() -> None:
        eventlet.sleep(random.random() * 0.02)
        house.world.restart(random)

    house.at_once(random, restart)


def command_again(house: RandomHouse, random: Random) -> None:
    """A command that was acknowledged is sent once more, as it was."""
    if house.given:
        given = random.choice(house.given)
        answer = house.send(given.step, given.payload)
        assert answer == given.answer, f"{given.step}: {answer}, first {given.answer}"
        house.settle()


def event_again(house: RandomHouse, random: Random) -> None:
    """Whatever comes a second time changes nothing."""
    before = house.books.everything()
    house.hear_again(random.choice(house.seen()))
    after = house.books.everything()
    assert after == before, difference(before, after)


def difference(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [
        f"{name}/{id}: {before[name].get(id)} became {after[name][id]}"
        for name in after
        for id in after[name]
        if before[name].get(id) != after[name][id]
    ]


def cancel(house: RandomHouse, random: Random) -> None:
    if open_visits := house.open_visits():
        by = {"reason": "has to leave", "by": random.choice(("visitor", "facility"))}
        house.do(Step("registration", "cancel", {"visit_id": random.choice(open_visits), **by}),
                 strict=False)  # fmt: skip


def bar(house: RandomHouse, random: Random) -> None:
    if house.told:
        house.ban(random.choice(house.told))
        house.settle()


def card(house: RandomHouse, random: Random) -> None:
    """Somebody says that a card is lost, or brings it in."""
    two = {"card": random.randint(1, 3), "second_officer": "officer-2"}
    lost = {"identity_checked": True, "description": "a phone and a bag"}
    house.do(random.choice([
        Step("lockers", "card_lost", {**two, **lost}),
        Step("lockers", "handed_in", {**two, "handed_in_by": "the cleaner"}),
    ]), strict=False)  # fmt: skip


def locker(house: RandomHouse, random: Random) -> None:
    """A locker changes its state, if nothing lies in it."""
    shown = random.choice(house.look("lockers", "lockers")["lockers"])
    status = "in_service" if shown["state"] == "out_of_service" else "out_of_service"
    change = {"number": shown["number"], "status": status, "reason": "lock looked at"}
    house.do(Step("lockers", "set_locker", change), strict=False)


def out_of_turn(house: RandomHouse, random: Random) -> None:
    """Somebody does something with a visit without looking how it stands."""
    visits = list(house.books.visits())
    if not visits:
        return
    visit = {"visit_id": random.choice(visits)}
    service, method, fields = random.choice(OUT_OF_TURN)
    answer = house.do(Step(service, method, {**visit, **fields}), strict=False)
    assert answer is None or method != "depart", "more people out than in"


OUT_OF_TURN: list[tuple[str, str, dict[str, Any]]] = [
    ("registration", "check_in", {}),
    *3 * [("registration", "start", {"briefing_acknowledged": True})],
    ("registration", "extend", {"minutes": 5, "reason": "started late"}),
    ("registration", "extend", {"minutes": -5, "reason": "room is needed"}),
    ("registration", "end", {"outcome": "ended_early_by_inmate"}),
    ("registration", "depart", {"persons": 49, "identities_checked": ["p1"]}),
    ("screening", "recall", {}),
    ("screening", "hold", {"reason": "nobody came"}),
    ("screening", "resume", {}),
    ("screening", "result", {"consent": "withdrawn"}),
    ("lockers", "deposit", {"items": [{"kind": "watch", "count": 1}]}),
    ("lockers", "return_belongings", {"card": 1, "items": [{"kind": "watch", "count": 1}]}),
    ("lockers", "unclaimed", {}),
]


def alarm(house: RandomHouse, random: Random) -> None:
    """The house closes in the middle of everything, and opens again."""
    for method in ("close_facility", "reopen_facility"):
        house.ask("registration", method, reason="fire alarm")
        house.settle()


def everybody_goes_home(house: RandomHouse) -> None:
    """Whoever is not inside is sent away, the others are seen out with their things."""
    for visit in house.open_visits():
        called_off = {"visit_id": visit, "reason": "closing", "by": "facility"}
        house.do(Step("registration", "cancel", called_off), strict=False)
    while step := house.some_step(Random(0)):
        house.do(step)
    house.do(Step("registration", "end_of_day", {"override": OVERRIDE}))


DISTURBANCES: list[Disturbance] = [
    restart_in_the_middle, restart_in_the_middle, command_again, command_again, event_again,
    event_again, cancel, bar, card, locker, out_of_turn, out_of_turn, out_of_turn, alarm,
]  # fmt: skip
