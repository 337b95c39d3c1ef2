"""Fixtures: a real broker, a real database, real services, a clock that tests set."""

import eventlet

eventlet.monkey_patch()  # before anything that opens a socket is imported

import os  # noqa: E402
import time  # noqa: E402
from collections.abc import Iterator  # noqa: E402
from datetime import datetime  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402
from uuid import uuid4  # noqa: E402

import pytest  # noqa: E402
from pymongo import MongoClient  # noqa: E402

from chassis.calling import RpcClient  # noqa: E402
from chassis.clock import FileClock, Segment, write_segments  # noqa: E402
from chassis.settings import COMMON, load_settings  # noqa: E402
from tests.support.containers import Services  # noqa: E402
from tests.support.messages import EventLog, EventPublisher  # noqa: E402
from tests.support.servers import database_server, virtual_host  # noqa: E402

SATURDAY_MORNING = "2026-01-17T09:30:00+08:00"


@pytest.fixture(scope="session")
def mongo_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with database_server(tmp_path_factory.mktemp("mongo")) as uri:
        yield uri


@pytest.fixture(scope="session")
def amqp_uri() -> Iterator[str]:
    with virtual_host(f"kunjungan-test-{os.getpid()}") as uri:
        yield uri


class TestClock(FileClock):
    """A clock that stands still where a test has set it."""

    __test__ = False

    def __init__(self, path: Path):
        self.path = path
        self._written: list[Segment] = []
        self.set(SATURDAY_MORNING)
        super().__init__(path)

    def set(self, instant: str) -> None:
        """Everyone reads the new time 60 ms from now, as the file is looked at every 50 ms."""
        moment = time.time() + 0.06
        self._written.append(Segment(moment, datetime.fromisoformat(instant), 0.0))
        write_segments(self.path, self._written)
        while time.time() < moment:
            eventlet.sleep(0.005)


@pytest.fixture
def clock(tmp_path: Path) -> TestClock:
    return TestClock(tmp_path / "clock.json")


@pytest.fixture
def settings(mongo_uri: str, amqp_uri: str, clock: TestClock) -> Iterator[dict[str, Any]]:
    prefix = f"t{uuid4().hex[:8]}_"
    yield {
        **load_settings(COMMON),
        "AMQP_URI": amqp_uri,
        "MONGO_URI": mongo_uri,
        "DATABASE_PREFIX": prefix,
        "CLOCK_FILE": str(clock.path),
        "TIMER_SECONDS": 0.1,
        "RETRY_TIERS_MS": [50, 100],
        "RELAY_SWEEP_SECONDS": 0.2,
        "RELAY_SWEEP_AGE_SECONDS": 0.2,
        "BLIND_INDEX_KEY": "a key for tests alone",
    }
    client: MongoClient = MongoClient(mongo_uri)
    for name in client.list_database_names():
        if name.startswith(prefix):
            client.drop_database(name)
    client.close()


@pytest.fixture
def services(settings: dict[str, Any]) -> Iterator[Services]:
    running = Services(settings)
    yield running
    running.stop()


@pytest.fixture
def client(settings: dict[str, Any]) -> Iterator[RpcClient]:
    with RpcClient(settings["AMQP_URI"], timeout=10) as client:
        yield client


@pytest.fixture
def events(settings: dict[str, Any]) -> Iterator[EventLog]:
    """Ask for it before the services, so that it sees all that they publish."""
    log = EventLog(settings["AMQP_URI"])
    yield log
    log.close()


@pytest.fixture
def publish(settings: dict[str, Any]) -> Iterator[EventPublisher]:
    publisher = EventPublisher(settings["AMQP_URI"])
    yield publisher
    publisher.close()


@pytest.fixture
def database(settings: dict[str, Any]) -> Iterator[Any]:
    """``database("registration")`` is that service's own database."""
    client: MongoClient = MongoClient(settings["MONGO_URI"], tz_aware=True)
    yield lambda service: client[settings["DATABASE_PREFIX"] + service]
    client.close()
