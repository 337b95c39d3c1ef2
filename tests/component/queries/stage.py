"""The stores of all services, on databases of a test's own."""

from typing import Any
from uuid import uuid4

from pymongo import MongoClient
from pymongo.database import Database

from chassis.aggregates import AggregateStore, Surroundings
from chassis.clock import WallClock
from chassis.outbox import Sent
from chassis.relay import Relay
from chassis.remembered import Remembered
from chassis.sealing import Sealing
from services.gateway import store_sessions
from services.gateway.store_audit import AuditStore
from services.registration.store import Visits
from services.registration.store_places import Places
from tests.component.queries.driven import DRIVEN
from tests.component.queries.filled import fill
from tests.component.queries.recorded import is_embedded

SERVICES = ("registration", "screening", "lockers", "notifications", "gateway")


class Stage:
    def __init__(self, client: MongoClient):
        self._client = client
        self._prefix = f"t{uuid4().hex[:8]}_"
        self.databases = {name: client[self._prefix + name] for name in SERVICES}
        for store in DRIVEN:
            if issubclass(store, AggregateStore) and store is not AggregateStore:
                store.create_indexes(self.database_of(store))
        self.embedded = is_embedded(client)
        store_sessions.create_indexes(self.databases["gateway"])
        AuditStore(self.databases["gateway"]).create_indexes()
        fill(self.databases)

    def database_of(self, store: type) -> Database:
        """What is of no service is tried with registration's visits."""
        service = store.__module__.split(".")[1]
        return self.databases.get(service, self.databases["registration"])

    def made(self, store: type) -> Any:
        """A store as a process has it that has just started: it remembers nothing."""
        database = self.database_of(store)
        if store is Relay:
            relay = Relay()
            relay.watch(database[Visits.collection], set(), Sealing(Visits.collection))
            return relay
        if store is AggregateStore or issubclass(store, Places):
            store = Visits
        return (
            store(database, _surroundings())
            if issubclass(store, AggregateStore)
            else store(database)
        )

    def drop(self) -> None:
        for database in self.databases.values():
            self._client.drop_database(database.name)


def _surroundings() -> Surroundings:
    return Surroundings(
        service="registration", clock=WallClock(), send=lambda _: None, sent=Sent(),
        remembered=Remembered(), check=lambda *_: None,
        traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", inbox_size=5,
        sealing=Sealing("visits"),
    )  # fmt: skip
