"""Fills the databases of our services with visits of past days, as fast as it goes.

Past the services, which must not run meanwhile: the indexes are dropped and built again when all
is there, which holds everything else up but takes half as long (measured on the embedded database:
2.0 ms a visit with all its documents, against 3.8).
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from pymongo import MongoClient
from rich.console import Console
from rich.progress import Progress

from bench.past import Document, Past
from chassis.aggregates import AggregateStore
from chassis.settings import COMMON, load_settings
from services.lockers.store import Deposits
from services.notifications.store import Correspondences
from services.registration.store import Visits
from services.screening.store import Screenings

STORES: dict[str, type[AggregateStore[Any]]] = {
    "registration": Visits, "screening": Screenings, "lockers": Deposits,
    "notifications": Correspondences,
}  # fmt: skip
BATCH = 1000


def opened(uri: str) -> MongoClient[Any]:
    """Without waiting for the disk: what is loaded is not what is measured. The names of the
    databases are those of the services."""
    return MongoClient(uri, w=1, journal=False, tz_aware=True)


def played(uri: str) -> dict[str, Document]:
    """What each service stored of the one visit that there is. ValueError: there are others."""
    found: dict[str, Document] = {}
    with opened(uri) as client:
        for service, store in STORES.items():
            [found[store.collection]] = _database(client, service)[store.collection].find()
    return found


def load(uri: str, past: Past, visits: int) -> float:
    """Stores so many visits, everywhere. How many seconds it took."""
    began = time.monotonic()
    with opened(uri) as client, Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task(f"{visits:,} past visits", total=visits * len(STORES))
        for service, store in STORES.items():
            documents = _database(client, service)[store.collection]
            documents.drop_indexes()
            for batch in _ahead(past, store.collection, visits):
                documents.insert_many(batch, ordered=False)
                progress.advance(task, len(batch))
            store.create_indexes(_database(client, service))
    return time.monotonic() - began


def _ahead(past: Past, collection: str, visits: int) -> Iterator[list[Document]]:
    """Batches, each made while the database still stores the one before it."""

    def batch(first: int) -> list[Document]:
        return list(past.of(collection, first, min(BATCH, visits - first)))

    with ThreadPoolExecutor(1) as pool:
        following = pool.submit(batch, 0)
        for first in range(0, visits, BATCH):
            made = following.result()
            following = pool.submit(batch, min(first + BATCH, visits))
            yield made


def _database(client: MongoClient[Any], service: str) -> Any:
    return client[load_settings(COMMON)["DATABASE_PREFIX"] + service]
