"""Fixtures: a real broker, a real database, real services, a clock that tests set."""

import eventlet

eventlet.monkey_patch()  # before anything that opens a socket is imported

import os  # noqa: E402
from collections.abc import Iterator  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import pytest  # noqa: E402
from pymongo import MongoClient  # noqa: E402

from chassis.calling import RpcClient  # noqa: E402
from tests.support.checked_client import CheckedClient  # noqa: E402
from tests.support.containers import Services  # noqa: E402
from tests.support.last_words import pytest_runtest_makereport  # noqa: E402, F401
from tests.support.messages import EventLog, EventPublisher  # noqa: E402
from tests.support.servers import database_server, virtual_host  # noqa: E402
from tests.support.settings import (  # noqa: E402
    AUDIT_KEY,
    BLIND_INDEX_KEY,
    FIELD_KEYS,
    settings_for_tests,
)
from tests.support.standing_clock import StandingClock  # noqa: E402

# They run without these fixtures (tests/browser/__init__.py).
collect_ignore = ["browser"]

# Wherever a config.yml is read, in this process or in one that a test starts.
os.environ.setdefault("BLIND_INDEX_KEY", BLIND_INDEX_KEY)
os.environ.setdefault("FIELD_KEYS", FIELD_KEYS)
os.environ.setdefault("AUDIT_KEY", AUDIT_KEY)


@pytest.fixture(scope="session")
def mongo_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with database_server(tmp_path_factory.mktemp("mongo")) as uri:
        yield uri


@pytest.fixture(scope="session")
def amqp_uri() -> Iterator[str]:
    with virtual_host(f"kunjungan-test-{os.getpid()}") as uri:
        yield uri


@pytest.fixture
def clock(tmp_path: Path) -> StandingClock:
    return StandingClock(tmp_path / "clock.json")


@pytest.fixture
def settings(mongo_uri: str, amqp_uri: str, clock: StandingClock) -> Iterator[dict[str, Any]]:
    with settings_for_tests(mongo_uri, amqp_uri, clock.path) as made:
        yield made


@pytest.fixture
def services(settings: dict[str, Any]) -> Iterator[Services]:
    running = Services(settings)
    yield running
    running.stop()


@pytest.fixture
def client(settings: dict[str, Any]) -> Iterator[RpcClient]:
    with CheckedClient(settings["AMQP_URI"], timeout=10) as client:
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
