"""A run: houses, groups on their way, faults beside them; then mending, draining, gathering."""

import heapq
import itertools
import os
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from unittest.mock import patch

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from operations.secrets import SERVICES
from tests.chaos import witness
from tests.chaos.desk import TOKENS, Desk
from tests.chaos.evidence import gather, unpublished
from tests.chaos.faults import KINDS, DidNotHappen, Fault, Stage, schedule
from tests.chaos.history import History
from tests.chaos.houses import hire, make_houses, open_house
from tests.chaos.journey import Called, Journey, make_journey
from tests.chaos.ledger import ACKNOWLEDGED, Ledger
from tests.chaos.mischief import Mischief, event_queues
from tests.chaos.system import ChaosSystem
from tests.chaos.wires import Wires
from tests.support.broker_node import BrokerNode
from tests.system.books import Books

LANES = 3
"""Faults at once."""
STANDSTILL_SECONDS = 90
"""Without any command acknowledged, after which what is not over never will be."""
DRAIN_SECONDS = 240
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


@dataclass
class Outcome:
    history: History
    done: Counter[str]
    skipped: Counter[str]
    seconds: float
    restarts: int = 0
    unmended: list[str] = field(default_factory=list)


def run(plan: Plan, directory: Path, say: Say) -> Outcome:
    """Everything in ``directory`` but the broker's data."""
    TOKENS.clear()
    with BrokerNode() as broker, Wires() as wires:
        witness.invite(broker.uri)
        with (
            patch.dict(os.environ, AMQP_URI=broker.uri),
            ChaosSystem(directory, wires, plan.sabotage) as system,
        ):
            return _Run(plan, broker, system, say).play()


class _Run:
    def __init__(self, plan: Plan, broker: BrokerNode, system: ChaosSystem, say: Say):
        random = Random(plan.seed)
        self._plan, self._say = plan, say
        self._houses = make_houses(plan.visits, plan.seed)
        self._ledger = Ledger()
        self._stage_url = system.url
        self._passwords = hire(system.mongo_uri, self._houses)
        self._ending = threading.Event()
        self._stage = Stage(
            system, broker, self._desk(Random(plan.seed)), self._houses,
            Mischief(broker.uri, Random(plan.seed)), self._ending,
        )  # fmt: skip
        self._journeys = [
            make_journey(n, self._houses[n % len(self._houses)], random) for n in range(plan.visits)
        ]
        facilities = [house.facility for house in self._houses]
        self._faults = schedule(random, plan.faults, event_queues(), facilities)
        self._waiting = list(self._faults)
        self._begun_faults = self._begun_visits = 0
        self._done: Counter[str] = Counter()
        self._skipped: Counter[str] = Counter()
        self._unmended: list[str] = []
        self._held: set[str] = set()
        self._changed = threading.Condition()
        self._line: list[tuple[float, int, Journey]] = []
        self._count = itertools.count()
        self._acknowledged, self._moved = 0, 0.0
        self._called = {house.facility: Called() for house in self._houses}

    def play(self) -> Outcome:
        began = time.monotonic()
        for house in self._houses:
            numbers = [one.number for one in self._journeys if one.house is house]
            open_house(self._stage.desk, house, numbers)
        self._say(f"{len(self._houses)} houses are open; {len(self._journeys)} groups come")
        lanes = [threading.Thread(target=self._break_things, daemon=True) for _ in range(LANES)]
        desks = [
            threading.Thread(target=self._serve, args=(Random(self._plan.seed + n),), daemon=True)
            for n in range(self._plan.desks)
        ]
        for thread in (*lanes, *desks):
            thread.start()
        while any(lane.is_alive() for lane in lanes):
            self._report()
        self._say("all faults are mended; the last groups finish")
        mended = self._moved = time.monotonic()
        while not self._all_over() and self._somebody_moves():
            self._report()
        self._ending.set()
        for thread in desks:
            thread.join(60)
        outbox_seconds = self._drain(mended)
        history = gather(self._stage, self._ledger, self._journeys, outbox_seconds)
        seconds = time.monotonic() - began
        restarts = sum(self._stage.system.restarts.values())
        return Outcome(history, self._done, self._skipped, seconds, restarts, self._unmended)

    def _desk(self, random: Random) -> Desk:
        return Desk(self._stage_url, self._passwords, self._ledger, random)

    def _all_over(self) -> bool:
        return all(one.over for one in self._journeys)

    def _somebody_moves(self) -> bool:
        done = sum(one.outcome == ACKNOWLEDGED for one in self._ledger.commands)
        if done > self._acknowledged:
            self._acknowledged, self._moved = done, time.monotonic()
        return time.monotonic() < self._moved + STANDSTILL_SECONDS

    def _report(self) -> None:
        """Every ten seconds, or earlier when it is over."""
        self._ending.wait(10 if not self._all_over() else 0.5)
        over = sum(one.over for one in self._journeys)
        self._say(f"{over} of {self._begun_visits} groups went home, "
                  f"{self._begun_faults} of {len(self._faults)} faults begun")  # fmt: skip

    # --- desks -----------------------------------------------------------------------------------

    def _serve(self, random: Random) -> None:
        desk = self._desk(random)
        while not self._ending.is_set():
            journey = self._next()
            if journey is None:
                time.sleep(0.02)
                continue
            try:
                pause = journey.act(desk, self._called[journey.house.facility])
            except Exception as error:  # noqa: BLE001 - whatever it is, the report must show it
                self._ledger.surprised(f"{journey.number}: {journey.step}: {error!r}")
                pause = 1.0
            if not journey.over:
                with self._changed:
                    entry = (time.monotonic() + pause, next(self._count), journey)
                    heapq.heappush(self._line, entry)

    def _next(self) -> Journey | None:
        """Whoever is due, else one that arrives, as long as the house is not too full and the
        faults keep up with the groups."""
        with self._changed:
            if self._line and self._line[0][0] <= time.monotonic():
                return heapq.heappop(self._line)[2]
            begun = self._begun_visits
            under_way = sum(not one.over for one in self._journeys[:begun])
            if begun == len(self._journeys) or under_way >= self._plan.under_way:
                return None
            if begun * len(self._faults) > (self._begun_faults + 1) * len(self._journeys):
                return None
            self._begun_visits += 1
            return self._journeys[begun]

    # --- faults ----------------------------------------------------------------------------------

    def _break_things(self) -> None:
        while (fault := self._next_fault()) is not None:
            try:
                KINDS[fault.kind][1](self._stage, fault.target, fault.amount)
                self._done[fault.kind] += 1
            except DidNotHappen:
                self._skipped[fault.kind] += 1
            except Exception as error:  # noqa: BLE001 - the run must not go on as if it was mended
                self._unmended.append(f"{fault}: {error!r}")
            with self._changed:
                self._held.discard(fault.held)

    def _next_fault(self) -> Fault | None:
        """In the order of the schedule; one whose target another holds is put off."""
        while True:
            with self._changed:
                if not self._waiting:
                    return None
                due = self._begun_faults * len(self._journeys) <= (
                    self._begun_visits * len(self._faults)
                )
                for place, fault in enumerate(self._waiting[: LANES * 2]):
                    if due and fault.held not in self._held:
                        del self._waiting[place]
                        self._begun_faults += 1
                        self._held.add(fault.held)
                        return fault
            time.sleep(0.05)

    # --- the end ---------------------------------------------------------------------------------

    def _drain(self, mended: float) -> float | None:
        """Seconds until the outboxes were empty; then until nobody had anything to handle."""
        client: MongoClient = MongoClient(self._stage.system.mongo_uri)
        empty = self._wait(lambda: not unpublished(client), DRAIN_SECONDS)
        seconds = time.monotonic() - mended if empty else None
        for house in self._houses:
            books = Books({"MONGO_URI": self._stage.system.mongo_uri,
                           "DATABASE_PREFIX": "kunjungan_"}, house.facility)  # fmt: skip
            books.leases_run_out()
            self._wait(partial(_swept, books), 60)
            books.close()
        self._wait(lambda: self._quiet(client), DRAIN_SECONDS)
        client.close()
        return seconds

    def _quiet(self, client: MongoClient) -> bool:
        queues = self._stage.broker.control(
            "list_queues", "--no-table-headers", "name", "messages", "messages_unacknowledged"
        )
        waiting = [line for line in queues.splitlines()
                   if _is_work(line.split("\t")[0]) and line.split("\t")[1] != "0"]  # fmt: skip
        return bool(queues) and not waiting and not unpublished(client)

    def _wait(self, look: Callable[[], bool], seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if look():
                    return True
            except PyMongoError:
                pass
            time.sleep(0.25)
        return False


def _swept(books: Books) -> bool:
    return not books.due_for_sweep()


def _is_work(queue: str) -> bool:
    return queue.startswith(("rpc-", "retry.", *(f"{service}." for service in SERVICES)))
