"""All systems up at once, on one broker and one database server, each on a virtual host and with
databases of its own; and the rounds that they are played in."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from kombu import Queue

import contracts
from bench import machine
from bench.generator import Generator
from bench.measured_on import broker_pid
from bench.results import GATEWAY, OURS, SYSTEMS, Round
from bench.schedule import Turn
from bench.sides import AtDesks, OnTheFloor, Side, houses
from bench.visits.contestants import faststream, plain
from bench.visits.floor_plan import Step, of_one_visit, steps
from bench.visits.observed import observing
from bench.visits.ours import Ours, ours
from chassis.broker import connect
from chassis.settings import COMMON, load_settings
from chassis.topology import event_queue
from tests.support.servers import virtual_host
from tests.support.staff import hire

DESKS = "bench.visits.desks"
NOT_FOR_SERVICES = ("AMQP_URI", "MONGO_URI", "DESKS")
"""The bench's DESKS is a number, that of notifications says which desks there are."""
OBSERVED = 16
"""Visits whose writes and messages the floor repeats: some with a contact, some with children."""
LONG: dict[str, Any] = {"SESSION_HOURS": "100", "SESSION_IDLE_MINUTES": "6000"}


class Contest:
    """Use through ``contest``. ``shared``: processes that all sides use. ``of_one_visit``: how
    many writes and messages."""

    def __init__(
        self, sides: Sequence[Side], shared: dict[str, int], of_one_visit: dict[str, float]
    ):
        self.of_one_visit = of_one_visit
        self._sides = sides
        self._shared = shared

    def played(self, turn: Turn, seed: int) -> Round:
        side = self._sides[turn.side]
        side.prepare(turn.number, turn.desks, turn.visits)
        before, confirmed = self._cpu(side), side.confirms()
        answer = side.play(turn.desks, turn.visits, seed)
        after, confirmed_after = self._cpu(side), side.confirms()
        done = max(1, answer["visits"])
        cpu = {name: 1000 * (after[name] - before[name]) / done for name in after}
        return Round(
            side.name, turn.repetition, turn.desks, answer["visits"], answer["failed"],
            answer["failures"], answer["too_early"], answer["turned_away"],
            answer["visits"] / answer["seconds"], answer["took_ms"],
            {**cpu, "client": 1000 * answer["cpu_seconds"] / done},
            confirmed_after[0] - confirmed[0], confirmed_after[1] - confirmed[1],
        )  # fmt: skip

    def _cpu(self, side: Side) -> dict[str, float]:
        own = {**side.pids, **self._shared}
        idle = {pid for one in self._sides for pid in one.pids.values()} - {*own.values()}
        spent = {name: machine.cpu_seconds(pid) for name, pid in own.items()}
        return {**spent, "others": sum(machine.cpu_seconds(pid) for pid in idle)}


@contextmanager
def contest(turns: Sequence[Turn]) -> Iterator[Contest]:
    """Whatever AMQP_URI and MONGO_URI name is left alone: each system needs a virtual host of its
    own, and what is measured goes with the embedded database's profiler."""
    with ExitStack() as opened:
        opened.enter_context(patch.dict(os.environ))
        for name in NOT_FOR_SERVICES:
            os.environ.pop(name, None)
        directory = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        uris = [opened.enter_context(virtual_host(f"bench-{uuid4().hex[:8]}")) for _ in range(4)]
        with patch.dict(os.environ, AMQP_URI=uris[0]):
            system = opened.enter_context(ours(directory, **LONG))
        mongo_uri = system.system.mongo_uri
        others = [
            opened.enter_context(start(directory, uri, mongo_uri))
            for start, uri in zip((plain, faststream), uris[1:], strict=False)
        ]
        desks = [opened.enter_context(Generator(DESKS, uri)) for uri in uris[:3]]
        floor = opened.enter_context(Generator("bench.visits.floor", uris[3], mongo_uri))
        by_rpc = AtDesks(OURS, "rpc", system, system.system.pids, desks[0])
        planned = plans(system, by_rpc)
        sides: list[Side] = [
            by_rpc,
            AtDesks(GATEWAY, "http", system, system.system.pids, desks[0], **front(system, turns)),
            AtDesks(others[0].name, "rpc", others[0], others[0].pids, desks[1]),
            AtDesks(others[1].name, "faststream", others[1], others[1].pids, desks[2]),
            OnTheFloor(uris[3], floor_queues(uris[3]), planned, floor),
        ]
        port = mongo_uri.partition("127.0.0.1:")[2].partition("/")[0]
        shared = {"database": machine.named(f"--port {port} "), "broker": broker_pid()}
        yield Contest(sides, shared, of_one_visit(planned))


def front(system: Ours, turns: Sequence[Turn]) -> dict[str, Any]:
    """Where the gateway is, and a session for each desk, good for every house of the run. Who is
    said to have searched somebody must be a screener there."""
    ones = [turn for turn in turns if SYSTEMS[turn.side] == GATEWAY]
    opened = [house for turn in ones for house in houses(turn.number, turn.desks)]
    settings = {**load_settings(COMMON), "MONGO_URI": system.system.mongo_uri}
    for sex in ("female", "male"):
        hire(settings, f"petugas-{sex}", "screener", houses=tuple(opened), sex=sex)
    tokens = system.tokens(opened, max(turn.desks for turn in ones))
    return {"port": int(system.system.url.rpartition(":")[2]), "tokens": tokens}


def plans(system: Ours, side: Side) -> list[list[Step]]:
    """What ours did for each visit of a round that nothing is taken from but this. One desk, so
    that nothing is written or sent again because others were faster."""
    side.prepare(0, 1, OBSERVED)
    with observing(system.system.mongo_uri, system.amqp_uri) as observed:
        answer = side.play(1, OBSERVED, seed=0)
    assert len(observed.visits) == OBSERVED, f"visits that were watched: {answer['failures']}"
    assert all(visit.writes for visit in observed.visits), "the database's profile has holes"
    return [steps(visit) for visit in observed.visits]


def floor_queues(amqp_uri: str) -> list[str]:
    """Declares the queues that ours have for events, one for each subscriber and type."""
    queues: list[Queue] = [
        event_queue(subscriber, one.publisher, one.name)
        for one in contracts.ALL.values()
        for subscriber in one.heard_by
    ]
    with connect(amqp_uri) as connection:
        channel = connection.channel()
        for one in contracts.ALL.values():
            channel.exchange_declare(f"{one.publisher}.events", "topic", durable=True,
                                     auto_delete=False)  # fmt: skip
        for queue in queues:
            queue(channel).declare()
    return [queue.name for queue in queues]
