"""Fixtures that last for a module: processes take long to start, and are used again honestly."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from kombu import Connection
from pymongo import MongoClient
from pymongo.collection import Collection

from chassis.calling import RpcClient
from chassis.settings import COMMON, load_settings
from tests.component.chassis.processes import CountingProcess, wait_until_it_answers
from tests.component.chassis.queues import Queues

TIERS = [50, 100]


@pytest.fixture(scope="module")
def lasting(mongo_uri: str, amqp_uri: str) -> Iterator[dict[str, Any]]:
    """The settings of a module's services."""
    prefix = f"t{uuid4().hex[:8]}_"
    yield load_settings(COMMON) | {
        "AMQP_URI": amqp_uri,
        "MONGO_URI": mongo_uri,
        "DATABASE_PREFIX": prefix,
        "RETRY_TIERS_MS": TIERS,
        "RELAY_SWEEP_SECONDS": 0.2,
        "RELAY_SWEEP_AGE_SECONDS": 0.2,
        "TIMER_SECONDS": 0.1,
    }
    with MongoClient(mongo_uri) as client:
        client.drop_database(f"{prefix}counting")


@pytest.fixture(scope="module")
def queues(lasting: dict[str, Any]) -> Iterator[Queues]:
    """Looks into the queues; deletes them in the end."""
    with Connection(lasting["AMQP_URI"]) as connection:
        queues = Queues(connection)
        yield queues
        queues.delete_all(TIERS)


@pytest.fixture(scope="module")
def caller(lasting: dict[str, Any]) -> Iterator[RpcClient]:
    with RpcClient(lasting["AMQP_URI"], timeout=10) as client:
        yield client


@pytest.fixture(scope="module")
def start(
    lasting: dict[str, Any], queues: Queues, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., CountingProcess]]:
    """Starts a process of the service, with more settings for its environment."""
    started: list[CountingProcess] = []

    def start(**env: Any) -> CountingProcess:
        directory: Path = tmp_path_factory.mktemp("faults")
        started.append(CountingProcess(lasting, directory, **env))
        return started[-1].start()

    yield start
    for process in started:
        process.end()


@pytest.fixture(scope="module")
def process(start: Callable[..., CountingProcess], caller: RpcClient) -> CountingProcess:
    """A running process of the counting service."""
    running = start(LOG_LEVEL="DEBUG")
    wait_until_it_answers(caller)
    return running


@pytest.fixture(scope="module")
def counters(lasting: dict[str, Any]) -> Iterator[Collection]:
    with MongoClient(lasting["MONGO_URI"]) as client:
        yield client[lasting["DATABASE_PREFIX"] + "counting"]["counters"]


@pytest.fixture
def counter() -> str:
    """The id of a counter that nobody else uses."""
    return f"counter-{uuid4().hex[:8]}"
