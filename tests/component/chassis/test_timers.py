"""Timers, on a service of their own."""

import eventlet
import pytest
from eventlet.event import Event

from chassis.service import Service
from chassis.timers import timer
from tests.support.containers import Services
from tests.support.eventually import eventually


class Ticking(Service):
    name = "ticking"
    ticks: list[str] = []
    failing = False
    held: Event | None = None
    holding = at_once = most_at_once = 0

    @timer()
    def tick(self):
        cls = type(self)
        cls.at_once += 1
        cls.most_at_once = max(cls.most_at_once, cls.at_once)
        try:
            self.ticks.append("tick")
            if cls.held:
                cls.holding += 1
                cls.held.wait()
            if cls.failing:
                raise RuntimeError("this tick fails")
        finally:
            cls.at_once -= 1


@pytest.fixture
def ticking(lasting, queues):
    Ticking.ticks.clear()
    Ticking.failing, Ticking.held = False, None
    Ticking.holding = Ticking.at_once = Ticking.most_at_once = 0
    services = Services(lasting)
    yield services.start(Ticking, TIMER_SECONDS=0.02)
    services.stop()


@pytest.fixture
def held(ticking):
    """A tick that runs until the event is sent."""
    held = Ticking.held = Event()
    eventually("a tick is held", lambda: Ticking.holding)
    yield held
    Ticking.held = None
    if not held.ready():
        held.send()


def ticked(count):
    eventually(f"{count} ticks", lambda: len(Ticking.ticks) >= count)


def test_a_tick_that_fails_does_not_stop_the_next(ticking):
    Ticking.failing = True
    ticked(3)
    Ticking.failing = False
    ticked(len(Ticking.ticks) + 3)


def test_a_tick_that_takes_long_does_not_overlap_with_the_next(held):
    begun = len(Ticking.ticks)
    with eventlet.Timeout(0.2, exception=False):  # ten intervals
        eventually("another tick", lambda: len(Ticking.ticks) > begun)
    assert len(Ticking.ticks) == begun
    Ticking.held = None
    held.send()
    ticked(begun + 2)
    assert Ticking.most_at_once == 1


def test_stopping_waits_for_the_tick_that_runs(ticking, held):
    stopping = eventlet.spawn(ticking.stop)
    eventlet.sleep(0)
    assert not stopping.dead
    held.send()
    stopping.wait()
    assert Ticking.at_once == 0


def test_a_service_without_a_parking_lot_answers_a_ping(ticking, caller):
    assert caller.call("ticking", "ping", {}).items() >= {"status": "ok", "parked": 0}.items()
