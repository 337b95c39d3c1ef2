"""A run: houses, groups on their way, faults beside them; then mending, draining, gathering."""

import os
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from unittest.mock import patch

from tests.chaos import witness
from tests.chaos.breaking import Breaking
from tests.chaos.desk import Desk
from tests.chaos.desks import Desks, desks_of
from tests.chaos.draining import drain
from tests.chaos.evidence import gather
from tests.chaos.faults import Stage
from tests.chaos.groups import make_journey
from tests.chaos.history import History
from tests.chaos.houses import House, hire, make_houses, open_house
from tests.chaos.ledger import Ledger
from tests.chaos.mischief import Mischief, event_queues
from tests.chaos.pace import Pace
from tests.chaos.schedule import schedule
from tests.chaos.system import ChaosSystem
from tests.chaos.wires import Wires
from tests.support.broker_node import BrokerNode

STANDSTILL_SECONDS = 90
"""Without any command acknowledged, after which what is not over never will be."""
Say = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """Sizes of a run. The same seed gives the same groups and the same faults in the same order;
    when exactly they meet is up to the machine."""

    visits: int
    faults: int
    seed: int
    desks: int = 16
    under_way: int = 48
    sabotage: str = ""


@dataclass(frozen=True)
class Outcome:
    history: History
    done: Counter[str]
    skipped: Counter[str]
    unmended: list[str]
    seconds: float
    restarts: int


def run(plan: Plan, directory: Path, say: Say) -> Outcome:
    """Everything is in ``directory`` but the broker's data."""
    with BrokerNode() as broker, Wires() as wires:
        witness.invite(broker.uri)
        with (
            patch.dict(os.environ, AMQP_URI=broker.uri),
            ChaosSystem(directory, wires, plan.sabotage) as system,
        ):
            return _Run(plan, broker, system, say).play()


class _Run:
    def __init__(self, plan: Plan, broker: BrokerNode, system: ChaosSystem, say: Say):
        self._plan, self._say, self._system = plan, say, system
        random, self._ending, self._ledger = Random(plan.seed), threading.Event(), Ledger()
        houses = make_houses(plan.visits, plan.seed)
        self._passwords = hire(system.mongo_uri, houses)
        self._stage = Stage(
            system, broker, self._desk(Random(plan.seed)), houses,
            Mischief(broker.uri, Random(plan.seed)), self._ending,
        )  # fmt: skip
        pace = Pace(plan.visits, plan.faults)
        journeys = [make_journey(n, houses[n % len(houses)], random) for n in range(plan.visits)]
        self._desks = Desks(journeys, pace, plan.under_way, self._ending)
        facilities = [house.facility for house in houses]
        faults = schedule(random, plan.faults, event_queues(), facilities)
        self._breaking = Breaking(self._stage, faults, pace)
        self._pace = pace

    def play(self) -> Outcome:
        began = time.monotonic()
        for house in self._stage.houses:
            open_house(self._stage.desk, house, self._numbers_of(house))
        self._say(f"{len(self._stage.houses)} houses are open")
        self._breaking.begin()
        self._desks.open(desks_of(self._desk, self._plan.desks, self._plan.seed))
        while not self._breaking.over:
            self._report(self._breaking_over)
        self._say("all faults are mended; the last groups finish")
        self._let_them_finish()
        self._ending.set()
        self._desks.close()
        outbox_seconds = drain(self._stage)
        history = gather(self._stage, self._ledger, self._desks.journeys, outbox_seconds)
        return Outcome(
            history, self._breaking.done, self._breaking.skipped, self._breaking.unmended,
            time.monotonic() - began, sum(self._system.restarts.values()),
        )  # fmt: skip

    def _desk(self, random: Random) -> Desk:
        return Desk(self._system.url, self._passwords, self._ledger, random)

    def _numbers_of(self, house: House) -> list[int]:
        return [one.number for one in self._desks.journeys if one.house is house]

    def _breaking_over(self) -> bool:
        return self._breaking.over

    def _everybody_over(self) -> bool:
        return self._desks.over == self._plan.visits

    def _let_them_finish(self) -> None:
        moved, done = time.monotonic(), 0
        while not self._everybody_over() and time.monotonic() < moved + STANDSTILL_SECONDS:
            if (now_done := self._ledger.acknowledged()) > done:
                moved, done = time.monotonic(), now_done
            self._report(self._everybody_over)

    def _report(self, over: Callable[[], bool]) -> None:
        """Every ten seconds, or when it is over."""
        deadline = time.monotonic() + 10
        while not over() and time.monotonic() < deadline:
            time.sleep(0.2)
        self._say(
            f"{self._desks.over} of {self._plan.visits} groups went home, "
            f"{self._pace.begun_faults} of {self._plan.faults} faults begun"
        )
