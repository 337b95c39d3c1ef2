"""A consumer's pulse: connected, turning, and hearing its broker."""

from types import SimpleNamespace

import pytest

from chassis import pulse
from chassis.pulse import STUCK_SECONDS, Pulse


class Time:
    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def time(monkeypatch) -> Time:
    time = Time()
    monkeypatch.setattr(pulse, "time", time)
    return time


@pytest.fixture
def wire() -> SimpleNamespace:
    """Counts the frames that came in, as amqp's connections do."""
    return SimpleNamespace(bytes_recv=7)


@pytest.fixture
def beating(time, wire) -> Pulse:
    beating = Pulse()
    beating.begin(SimpleNamespace(connection=wire))
    return beating


def test_a_consumer_without_a_connection_is_stopped(beating):
    assert beating.state(10) == "ok"
    beating.end()
    assert beating.state(10) == "stopped"
    assert Pulse().state(10) == "stopped"


def test_a_loop_that_does_not_turn_is_stuck(beating, time):
    time.now += STUCK_SECONDS + 1
    assert beating.state(10) == "stuck"
    beating.beat()
    assert beating.state(10) == "ok"


def test_a_broker_that_sends_nothing_for_a_heartbeat_is_silent(beating, time, wire):
    time.now += 11
    beating.beat()
    assert beating.state(10) == "silent"
    assert beating.silent_seconds == 11
    wire.bytes_recv += 1
    beating.beat()
    assert beating.state(10) == "ok"


def test_without_heartbeats_silence_means_nothing(beating, time):
    time.now += 1000
    beating.beat()
    assert beating.state(0) == "ok"
