"""Events that are confirmed together, and those that need not wait for others."""

from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar
from uuid import uuid4

import pytest
from eventlet.event import Event

from chassis.rpc import rpc
from chassis.service import Service
from chassis.stored import Stored
from contracts.event_type import EventType
from tests.component.chassis.counting import Counters, Move, Step, moved, summary
from tests.component.chassis.messages import move
from tests.component.chassis.scraping import Scrape
from tests.support.containers import Services
from tests.support.eventually import eventually
from tests.support.servers import free_port

COUNTED = EventType("gathering", "counted", "Nobody of ours listens.", Step, {"by": 1})


class Gathering(Service):
    name = "gathering"
    counters = Stored(Counters, publishes={"counted": COUNTED})
    dawdling: ClassVar[list[str]] = []
    released = Event()

    @rpc(Move)
    def move(self, command):
        id = command["counter"]
        return self.counters.apply(id, command, lambda c: moved(c, id, "RTBPN", 1), summary)

    @rpc(Move)
    def dawdle(self, command):
        self.dawdling.append(command["counter"])
        self.released.wait()
        return {}


class Relayed:
    """What the relay of a process says of itself."""

    def __init__(self, port):
        self._port = port
        self._before = Scrape(port)

    def __call__(self):
        """Events and batches since then."""
        now, before = Scrape(self._port), self._before
        names = [f"kunjungan_relay_batch_events_{part}" for part in ("sum", "count")]
        return tuple(int(now(name) - before(name)) for name in names)


@pytest.fixture
def starting(lasting):
    services = Services(lasting)

    def starting(seconds):
        port = free_port()
        services.start(Gathering, RELAY_GATHER_SECONDS=seconds, HEALTH_PORT=port)
        return Relayed(port)

    yield starting
    services.stop()


def count(caller):
    return caller.call("gathering", "move", move(str(uuid4())))


def test_an_event_waits_for_those_of_workers_that_are_busy_too(starting, caller):
    relayed = starting(60)
    with ThreadPoolExecutor(2) as desks:
        for desk in ("x", "y"):
            desks.submit(caller.call, "gathering", "dawdle", move(desk), timeout=30)
        try:
            eventually("both are at work", lambda: len(Gathering.dawdling) == 2)
            count(caller)
            count(caller)
            assert relayed() == (0, 0)
        finally:
            Gathering.released.send()
    events, batches = eventually(
        "the next one does not wait, and takes them along",
        lambda: count(caller) and relayed()[0] > 2 and relayed(),
    )
    assert events - batches >= 2, "three events at least in one batch"


def test_where_nobody_else_is_busy_an_event_waits_for_none(starting, caller):
    relayed = starting(60)
    count(caller)
    assert eventually("it is sent", lambda: relayed()[0] == 1 and relayed()) == (1, 1)
