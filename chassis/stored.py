"""Hands a service its stores."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any, Protocol

from nameko.extensions import DependencyProvider

from chassis.aggregates import AggregateStore, Surroundings
from chassis.clock import open_clock
from chassis.mongo import Mongo
from chassis.relay import Relay
from chassis.tracing import HEADER, continued


class Published(Protocol):
    """What the chassis needs to know of an event type; ``contracts`` has them."""

    @property
    def heard_by(self) -> tuple[str, ...]: ...

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
        self.relay.watch(database[self._store.collection], heard)
        config = self.container.config
        self._make = partial(
            Surroundings,
            service=self.container.service_name,
            clock=open_clock(config["CLOCK_FILE"]),
            send=self.relay.send,
            sent=self.relay.sent,
            remembered=self.relay.remembered,
            check=self._check,
            inbox_size=config["INBOX_SIZE"],
        )

    def stop(self) -> None:
        # before the database is closed, which happens with the shared extensions
        self.relay.finish()

    def get_dependency(self, worker_ctx: Any) -> AggregateStore:
        traceparent = continued(worker_ctx.data.get(HEADER))
        return self._store(self.mongo.database, self._make(traceparent=traceparent))

    def _check(self, event_type: str, data: Mapping[str, Any]) -> None:
        if event_type not in self._publishes:
            raise ValueError(f"{self._store.__name__} may not publish {event_type}")
        json.dumps(data, allow_nan=False)  # raises here, where nothing is saved yet
        self._publishes[event_type].check(data)
