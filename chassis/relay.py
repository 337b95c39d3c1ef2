"""The relay publishes what was saved in an outbox, then clears it there.

Many events go out on one channel and are confirmed together (group commit): while one batch is
on its way the next one gathers. Whatever a crash leaves behind, the sweep finds. Two relays may
send the same event twice; none can fail to send it.
"""

import json
import logging
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from eventlet.event import Event
from eventlet.queue import Empty, Queue
from nameko.extensions import SharedExtension
from pymongo.collection import Collection
from pymongo.errors import PyMongoError

from chassis import metrics, telemetry
from chassis.encryption import FieldUnreadable
from chassis.outbox import Saved, Sent, clear, unpublished
from chassis.publishing import ConfirmedPublisher, NotConfirmed, Outgoing
from chassis.remembered import Remembered
from chassis.sealing import Sealing
from chassis.topology import event_exchange

logger = logging.getLogger(__name__)


class Relay(SharedExtension):
    """One for each process; its stores hand it what they save."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = Sent()
        self.remembered = Remembered()
        self._collections: dict[str, Collection] = {}
        self._sealings: dict[str, Sealing] = {}
        self._heard: set[str] = set()
        self._queue: Queue = Queue()
        self._under_way: set[str] = set()
        self._started = False
        self._stopping = False
        self._stopped = Event()

    def watch(self, documents: Collection, heard: set[str], sealing: Sealing) -> None:
        """Sweeps this collection too. ``heard``: the event types that have subscribers of ours,
        for which an event without a queue is a fault and stays in the outbox. ``sealing`` opens
        those that lie there encrypted, only just before they are published."""
        self._collections[documents.name] = documents
        self._sealings[documents.name] = sealing
        self._heard |= heard

    def backlog(self) -> int:
        """Documents of this service that hold events not yet published."""
        left = {"outbox_since": {"$exists": True}}
        return sum(documents.count_documents(left) for documents in self._collections.values())

    def oldest_seconds(self) -> float:
        """How long the longest waiting of them has waited; 0 when there is none."""
        left = {"outbox_since": {"$exists": True}}
        oldest = [
            found["outbox_since"]
            for documents in self._collections.values()
            for found in documents.find(
                left, {"outbox_since": 1}, sort=[("outbox_since", 1)], limit=1
            )
        ]
        now = datetime.now(UTC)
        return max((0.0, *((now - since).total_seconds() for since in oldest)))

    def send(self, saved: list[Saved]) -> None:
        for one in saved:
            if not self._knows(one):
                self._under_way.add(one.event["id"])
                self._queue.put(one)

    def _knows(self, saved: Saved) -> bool:
        return saved.event["id"] in self._under_way or saved.event["id"] in self.sent

    def setup(self) -> None:
        config = self.container.config
        exchange = event_exchange(self.container.service_name, config["DECLARE_EVENT_EXCHANGES"])
        self._exchange = exchange.name
        self.remembered.most = config["REMEMBERED_DOCUMENTS"]
        self._batch: int = config["RELAY_BATCH"]
        self._gather_seconds: float = config["RELAY_GATHER_SECONDS"]
        self._clear_seconds: float = config["RELAY_CLEAR_SECONDS"]
        self._sweep_seconds: float = config["RELAY_SWEEP_SECONDS"]
        self._sweep_age = timedelta(seconds=config["RELAY_SWEEP_AGE_SECONDS"])
        timeout = config["RELAY_TIMEOUT_SECONDS"]
        self._publisher = ConfirmedPublisher(config["AMQP_URI"], timeout, exchange)

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
                self._deliver(self._gather())
                self._clear(self._clear_seconds)
                if time.monotonic() > self._sweep_due and not self._stopping:
                    self._sweep(self._sweep_age)
            self._clear(0)
        finally:
            self._publisher.close()
            self._stopped.send(None)

    def _gather(self) -> list[Saved]:
        try:
            pause = self._clear_seconds if self.sent else self._sweep_seconds
            batch = [self._queue.get(timeout=pause)]
        except Empty:
            return []
        until = time.monotonic() + self._gather_seconds
        with suppress(Empty):
            while len(batch) < self._batch:
                batch.append(self._queue.get(timeout=self._seconds_to_gather(until)))
        return [saved for saved in batch if saved is not None]

    def _seconds_to_gather(self, until: float) -> float:
        """0 where nobody else is at work who may save something yet."""
        others = self.container._worker_pool.running() > 1 and not self._stopping
        return max(0.0, until - time.monotonic()) if others else 0.0

    def _deliver(self, batch: list[Saved]) -> bool:
        """Whether the broker could be reached."""
        began = time.time_ns()
        try:
            sent = self._publish(batch) if batch else set()
        except NotConfirmed as error:
            metrics.relay_failed(self.container.service_name)
            self._leave_to_the_sweep(error)
            return False
        arrived = [saved for saved in batch if saved.event["id"] in sent]
        self.sent.add(arrived)
        if arrived:
            self._tell_of([saved.event for saved in arrived], began)
        if len(sent) < len(batch):
            logger.error("relay: %d events were refused or found no queue, they stay in their "
                         "outbox", len(batch) - len(sent))  # fmt: skip
        self._under_way -= {saved.event["id"] for saved in batch}
        return True

    def _tell_of(self, arrived: list[dict[str, Any]], began: int) -> None:
        metrics.published(self.container.service_name, [event["type"] for event in arrived])
        telemetry.published(arrived, began)

    def _clear(self, seconds: float) -> None:
        due = self.sent.since(seconds)
        try:
            if due:
                clear(due)
                self.sent.cleared([saved.event["id"] for saved in due])
                for saved in due:  # their outbox is no longer what it was
                    self.remembered.forget((saved.documents.full_name, saved.document_id))
        except PyMongoError as error:
            logger.warning("relay: sent events stay in their outbox for now: %r", error)

    def _leave_to_the_sweep(self, error: Exception) -> None:
        """What is queued lies in the outboxes as well; trying it now would take as many timeouts
        as there are batches, and every new event would wait behind them."""
        logger.warning("relay: the events stay in their outbox for now: %r", error)
        while not self._queue.empty():
            self._queue.get_nowait()
        self._under_way.clear()

    def _publish(self, batch: list[Saved]) -> set[str]:
        return self._publisher.publish([one for saved in batch if (one := self._outgoing(saved))])

    def _outgoing(self, saved: Saved) -> Outgoing | None:
        event = saved.event
        try:
            event = self._sealings[saved.documents.name].opened_event(saved.document_id, event)
            body = json.dumps(event, separators=(",", ":")).encode()
            headers = {"nameko.traceparent": event["traceparent"]}
            kind, heard = event["type"], event["type"] in self._heard
            return Outgoing(self._exchange, kind, body, event["id"], headers, mandatory=heard)
        except FieldUnreadable as error:
            logger.error("relay: an event stays in its outbox: %s", error)
            return None
        except (KeyError, TypeError, ValueError):  # somebody has edited the database by hand
            logger.error("relay: the event %s in an outbox is malformed", event["id"])
            return None

    def _sweep(self, age: timedelta) -> None:
        """Sends what lies in an outbox for longer than ``age`` and is not under way from here."""
        self._sweep_due = time.monotonic() + self._sweep_seconds
        before = datetime.now(UTC) - age
        try:
            for documents in self._collections.values():
                for batch in _batches(unpublished(documents, before), self._batch):
                    rest = [saved for saved in batch if not self._knows(saved)]
                    if self._stopping or not self._deliver(rest):
                        return
        except PyMongoError as error:
            logger.warning("relay: the sweep failed: %r", error)


def _batches(saved: Iterator[Saved], size: int) -> Iterator[list[Saved]]:
    while batch := list(islice(saved, size)):
        yield batch
