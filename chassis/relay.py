"""The relay publishes what was saved in an outbox, then clears it there.

Many events go out on one channel and are confirmed together (group commit): while one batch is
on its way the next one gathers. Whatever a crash leaves behind, the sweep finds. Two relays may
send the same event twice; none can fail to send it.
"""

import json
import logging
import time
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from eventlet.event import Event
from eventlet.queue import Empty, Queue
from nameko.extensions import SharedExtension
from pymongo import UpdateMany, UpdateOne
from pymongo.collection import Collection
from pymongo.errors import PyMongoError

from chassis.publishing import ConfirmedPublisher, NotConfirmed, Outgoing

logger = logging.getLogger(__name__)


class Saved(NamedTuple):
    """An event that lies in the outbox of a document."""

    documents: Collection
    document_id: Any
    event: dict[str, Any]


class Relay(SharedExtension):
    """One for each process; its stores hand it what they save."""

    def __init__(self) -> None:
        super().__init__()
        self._collections: dict[str, Collection] = {}
        self._heard: set[str] = set()
        self._queue: Queue = Queue()
        self._under_way: set[str] = set()
        self._started = False
        self._stopping = False
        self._stopped = Event()

    def watch(self, documents: Collection, heard: set[str]) -> None:
        """Sweeps this collection too. ``heard``: the event types that have subscribers of ours,
        for which an event without a queue is a fault and stays in the outbox."""
        self._collections[documents.name] = documents
        self._heard |= heard

    def backlog(self) -> int:
        """Documents of this service that hold events not yet published."""
        left = {"outbox_since": {"$exists": True}}
        return sum(documents.count_documents(left) for documents in self._collections.values())

    def send(self, saved: list[Saved]) -> None:
        for one in saved:
            if one.event["id"] not in self._under_way:
                self._under_way.add(one.event["id"])
                self._queue.put(one)

    def setup(self) -> None:
        config = self.container.config
        self._exchange = f"{self.container.service_name}.events"
        self._batch: int = config["RELAY_BATCH"]
        self._sweep_seconds: float = config["RELAY_SWEEP_SECONDS"]
        self._sweep_age = timedelta(seconds=config["RELAY_SWEEP_AGE_SECONDS"])
        timeout = config["RELAY_TIMEOUT_SECONDS"]
        self._publisher = ConfirmedPublisher(config["AMQP_URI"], timeout)

    def start(self) -> None:
        self._started = True
        self.container.spawn_managed_thread(self._run, identifier="relay")

    def finish(self) -> None:
        """Sends what is still queued; what cannot be sent stays in its outbox."""
        self._stopping = True
        self._queue.put(None)
        if self._started:
            self._stopped.wait()

    def _run(self) -> None:
        try:
            self._sweep(timedelta(0))
            while not self._stopping or not self._queue.empty():
                if batch := self._gather():
                    self._deliver(batch)
                if not self._stopping and time.monotonic() > self._next_sweep:
                    self._sweep(self._sweep_age)
        finally:
            self._publisher.close()
            self._stopped.send(None)

    def _gather(self) -> list[Saved]:
        try:
            batch = [self._queue.get(timeout=self._sweep_seconds)]
            while len(batch) < self._batch and not self._queue.empty():
                batch.append(self._queue.get_nowait())
        except Empty:
            return []
        return [saved for saved in batch if saved is not None]

    def _deliver(self, batch: list[Saved]) -> None:
        try:
            sent = self._publish([saved.event for saved in batch])
            clear([saved for saved in batch if saved.event["id"] in sent])
        except (NotConfirmed, PyMongoError) as error:
            logger.warning("relay: %d events stay in their outbox: %r", len(batch), error)
        finally:
            self._under_way -= {saved.event["id"] for saved in batch}

    def _publish(self, events: list[dict[str, Any]]) -> set[str]:
        heard = [self._outgoing(event) for event in events if event["type"] in self._heard]
        others = [self._outgoing(event) for event in events if event["type"] not in self._heard]
        sent = self._publisher.publish(heard, mandatory=True) if heard else set()
        return sent | (self._publisher.publish(others, mandatory=False) if others else set())

    def _outgoing(self, event: dict[str, Any]) -> Outgoing:
        body = json.dumps(event, separators=(",", ":")).encode()
        headers = {"nameko.traceparent": event["traceparent"]}
        return Outgoing(self._exchange, event["type"], body, event["id"], headers)

    def _sweep(self, age: timedelta) -> None:
        self._next_sweep = time.monotonic() + self._sweep_seconds
        try:
            for documents in self._collections.values():
                self.send(unpublished(documents, datetime.now(UTC) - age, self._batch))
        except PyMongoError as error:
            logger.warning("relay: the sweep failed: %r", error)


def unpublished(documents: Collection, before: datetime, limit: int) -> list[Saved]:
    """Events that lie in an outbox since before the given real time."""
    found = documents.find({"outbox_since": {"$lte": before}}, {"outbox": 1}).limit(limit)
    return [
        Saved(documents, document["_id"], event)
        for document in found
        for event in document["outbox"]
    ]


def clear(sent: list[Saved]) -> None:
    """Takes published events out of their outboxes, in bulk.

    By id, never by emptying the outbox: another event may have been saved meanwhile.
    """
    by_collection: dict[str, tuple[Collection, dict[Any, list[str]]]] = {}
    for saved in sent:
        _, ids = by_collection.setdefault(saved.documents.name, (saved.documents, {}))
        ids.setdefault(saved.document_id, []).append(saved.event["id"])
    for documents, ids in by_collection.values():
        pulls = [
            UpdateOne({"_id": key}, {"$pull": {"outbox": {"id": {"$in": events}}}})
            for key, events in ids.items()
        ]
        emptied = {"_id": {"$in": list(ids)}, "outbox": {"$size": 0}}
        documents.bulk_write([*pulls, UpdateMany(emptied, {"$unset": {"outbox_since": 1}})])
