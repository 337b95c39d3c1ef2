"""One service alone on a real broker and database, fed with events by hand."""

from collections.abc import Iterator

import pytest

from tests.contract.stage import Stage
from tests.support.containers import Services
from tests.support.handled import watched_handlers
from tests.support.messages import EventLog, EventPublisher
from tests.support.settings import settings_for_tests
from tests.support.standing_clock import StandingClock

AN_HOUR = 3600
"""Between ticks: timers would change what the events alone must not."""


@pytest.fixture(scope="module")
def stage(request, mongo_uri, amqp_uri, tmp_path_factory) -> Iterator[Stage]:
    """The service that the test is parametrised with."""
    clock = StandingClock(tmp_path_factory.mktemp("clock") / "clock.json")
    with (
        pytest.MonkeyPatch.context() as environment,
        settings_for_tests(mongo_uri, amqp_uri, clock.path) as settings,
        watched_handlers() as handled,
    ):
        environment.setenv("BLIND_INDEX_KEY", settings["BLIND_INDEX_KEY"])
        log, publisher = EventLog(amqp_uri), EventPublisher(amqp_uri)
        running = Services(settings)
        running.start(request.param, TIMER_SECONDS=AN_HOUR)
        stage = Stage(request.param, settings, publisher, handled)
        yield stage
        running.stop()
        publisher.close()
        # what the service itself published must meet the contract
        log.seen = [one for one in log.seen if one["id"] not in stage.fed]
        log.close()


@pytest.fixture
def play(stage) -> Iterator[Stage]:
    """The stage, for one test: in the end nothing of it may be parked or under way."""
    yield stage
    assert stage.left_over() == {}
    stage.handled.failures.clear()
