"""The four services together on one broker and one database, and houses that they serve."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from chassis.calling import RpcClient
from tests.support.checked_client import CheckedClient
from tests.support.containers import Services
from tests.support.handled import Handled, watched_handlers
from tests.support.house import House
from tests.support.messages import EventLog, EventPublisher
from tests.support.settings import settings_for_tests
from tests.support.standing_clock import StandingClock
from tests.support.subscriptions import SERVICES
from tests.system.world import DISTURBED, World

_houses = count(1)


@pytest.fixture(autouse=True)
def fast_teardown() -> None:
    """Instead of nameko's, which after each test stops all consumers that were made in it: here a
    service that is restarted in a test serves the next one too."""


@pytest.fixture(scope="module")
def clock(tmp_path_factory) -> StandingClock:
    return StandingClock(tmp_path_factory.mktemp("clock") / "clock.json")


@pytest.fixture(scope="module")
def settings(mongo_uri, amqp_uri, clock) -> Iterator[dict[str, Any]]:
    with settings_for_tests(mongo_uri, amqp_uri, clock.path) as made:
        yield made


@pytest.fixture(scope="module")
def handled() -> Iterator[Handled]:
    with watched_handlers() as handled:
        yield handled


@pytest.fixture(scope="module")
def events(settings) -> Iterator[EventLog]:
    log = EventLog(settings["AMQP_URI"])
    yield log
    log.close()


@pytest.fixture(scope="module")
def services(settings, events, handled) -> Iterator[Services]:
    running = Services(settings)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("BLIND_INDEX_KEY", settings["BLIND_INDEX_KEY"])
        for service in SERVICES:
            running.start(service, **DISTURBED)
        yield running
    running.stop()
    assert handled.failures == []


@pytest.fixture(scope="module")
def client(settings) -> Iterator[RpcClient]:
    with CheckedClient(settings["AMQP_URI"], timeout=10) as client:
        yield client


@pytest.fixture(scope="module")
def publish(settings) -> Iterator[EventPublisher]:
    publisher = EventPublisher(settings["AMQP_URI"])
    yield publisher
    publisher.close()


@pytest.fixture
def house(services, client, events, clock) -> House:
    """A house of its own for each test, open since half past nine on a day of its own."""
    clock.next_morning()
    made = House(client, events, f"RT{next(_houses):03}")
    made.open()
    return made


@pytest.fixture(scope="module")
def world(settings, clock, events, client, publish, handled, services) -> World:
    return World(settings, clock, events, client, publish, handled, services)
