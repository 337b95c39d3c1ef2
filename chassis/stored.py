"""Hands a service its stores."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any, Protocol

from nameko.extensions import DependencyProvider

from chassis.aggregates import AggregateStore, Surroundings
from chassis.clock import open_clock
from chassis.encryption import FieldCipher
from chassis.keyring import KeyRing
from chassis.mongo import Mongo
from chassis.relay import Relay
from chassis.sealing import Sealing
from chassis.settings import given
from chassis.tracing import of_worker


class Published(Protocol):
    """What the chassis needs to know of an event type; ``contracts`` has them."""

    @property
    def heard_by(self) -> tuple[str, ...]: ...

    @property
    def restricted_to(self) -> tuple[str, ...]: ...

    def check(self, data: Mapping[str, Any]) -> None: ...


class Stored(DependencyProvider):
    """A store of aggregates, with the event types that it may publish.

    Each worker gets a store of its own, which carries on the trace of what it works for.
    """

    mongo = Mongo()
    relay = Relay()

    def __init__(
        self, store: type[AggregateStore], publishes: Mapping[str, Published] | None = None
    ):
        super().__init__()
        self._store = store
        self._publishes = publishes or {}

    def setup(self) -> None:
        database = self.mongo.database
        self._store.create_indexes(database)
        heard = {name for name, event_type in self._publishes.items() if event_type.heard_by}
        config = self.container.config
        sealing = self._sealing(config.get("FIELD_KEYS"))
        self.relay.watch(database[self._store.collection], heard, sealing)
        self._make = partial(
            Surroundings,
            service=self.container.service_name,
            clock=open_clock(config["CLOCK_FILE"]),
            send=self.relay.send,
            sent=self.relay.sent,
            remembered=self.relay.remembered,
            check=self._check,
            inbox_size=config["INBOX_SIZE"],
            sealing=sealing,
        )

    def stop(self) -> None:
        # before the database is closed, which happens with the shared extensions
        self.relay.finish()

    def get_dependency(self, worker_ctx: Any) -> AggregateStore:
        return self._store(self.mongo.database, self._make(traceparent=of_worker(worker_ctx)))

    def _sealing(self, keys: str | None) -> Sealing:
        """Events that not everybody may read are not for every reader of the database either."""
        restricted = [name for name, one in self._publishes.items() if one.restricted_to]
        if not self._store.encrypted and not restricted:
            return Sealing(self._store.collection)
        if not keys:
            raise ValueError("a service with personal fields needs the setting FIELD_KEYS")
        cipher = FieldCipher(KeyRing(keys, lambda: given("FIELD_KEYS") or keys))
        return Sealing(self._store.collection, self._store.encrypted, restricted, cipher)

    def _check(self, event_type: str, data: Mapping[str, Any]) -> None:
        if event_type not in self._publishes:
            raise ValueError(f"{self._store.__name__} may not publish {event_type}")
        json.dumps(data, allow_nan=False)  # raises here, where nothing is saved yet
        self._publishes[event_type].check(data)
