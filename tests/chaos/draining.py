"""After the mending: until nothing is under way any more."""

import time
from collections.abc import Callable
from functools import partial

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from operations.secrets import SERVICES
from tests.chaos.faults import Stage
from tests.system.books import KEPT, Books

DRAIN_SECONDS = 240
SWEEP_SECONDS = 60


def drain(stage: Stage) -> float | None:
    """Seconds until all outboxes were empty; None if they never were. Returns when no queue of ours
    holds anything, or after minutes."""
    began = time.monotonic()
    client: MongoClient = MongoClient(stage.system.mongo_uri)
    empty = _wait(lambda: not _unpublished(client), DRAIN_SECONDS)
    seconds = time.monotonic() - began if empty else None
    for house in stage.houses:
        books = Books(
            {"MONGO_URI": stage.system.mongo_uri, "DATABASE_PREFIX": "kunjungan_"}, house.facility
        )
        books.leases_run_out()
        _wait(partial(_swept, books), SWEEP_SECONDS)
        books.close()
    _wait(lambda: _quiet(stage) and not _unpublished(client), DRAIN_SECONDS)
    client.close()
    return seconds


def _unpublished(client: MongoClient) -> int:
    """Documents with events in their outbox."""
    return sum(
        client[f"kunjungan_{service}"][name].count_documents({"outbox.0": {"$exists": True}})
        for service, collections in KEPT.items()
        for name in collections
    )


def _quiet(stage: Stage) -> bool:
    queues = stage.broker.control("list_queues", "--no-table-headers", "name", "messages")
    lines = [line.split("\t") for line in queues.splitlines()]
    return bool(lines) and not any(_is_work(name) and count != "0" for name, count in lines)


def _is_work(queue: str) -> bool:
    return queue.startswith(("rpc-", "retry.", *(f"{service}." for service in SERVICES)))


def _swept(books: Books) -> bool:
    return not books.due_for_sweep()


def _wait(look: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if look():
                return True
        except PyMongoError:
            pass
        time.sleep(0.25)
    return False
