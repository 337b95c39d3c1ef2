"""A service that runs alone, and a visit that it hears of."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from kombu import Connection
from pymongo import MongoClient

from chassis.topology import failure_queues
from contracts.event_type import EventType
from tests.support.handled import Handled
from tests.support.messages import EventPublisher, event
from tests.support.queues import messages_in
from tests.support.subscriptions import consumers

Event = dict[str, Any]


class Subjects:
    """What events may be about, at a house of its own. Unknown to the service unless it is told."""

    def __init__(self) -> None:
        self.of = {kind: str(uuid4()) for kind in ("visit", "ban", "inmate", "facility")}
        self._sequence = 1

    def example(self, event_type: EventType, **attributes: Any) -> Event:
        """The example of this type, about these subjects; each later than the one before."""
        self._sequence += 1
        data = _about(event_type.example, self.of["visit"])
        subject, facility = self.of[event_type.subject], self.of["facility"]
        return event(event_type.name, data, subject=subject, facility=facility,
                     sequence=self._sequence, **attributes)  # fmt: skip


class Stage:
    def __init__(
        self, service: type, settings: Mapping[str, Any], publish: EventPublisher, handled: Handled
    ):
        self.service = service
        self.settings = settings
        self.publish = publish
        self.handled = handled
        self.queues = {one.event_type.name: one.queue for one in consumers(service)}
        client: MongoClient = MongoClient(settings["MONGO_URI"], tz_aware=True)
        self.database = client[settings["DATABASE_PREFIX"] + service.name]
        self.fed: set[str] = set()
        self.old_friends: Subjects | None = None

    def feed(self, *events: Event) -> None:
        """Publishes all at once and waits until each was handled once more than before."""
        expected = [(self.queues[one["type"]], one["id"]) for one in events]
        before = [key for key in set(expected) for _ in range(self.handled.times[key])]
        for one in events:
            self.fed.add(one["id"])
            self.publish.send(one)
        self.handled.wait_for([*before, *expected])

    def documents(self) -> dict[str, Any]:
        """Everything that the service holds, but for events on their way out."""
        return {
            f"{name}/{document['_id']}": document
            for name in self.database.list_collection_names()
            for document in self.database[name].find({}, {"outbox": 0, "outbox_since": 0})
        }

    def left_over(self) -> dict[str, int]:
        """Messages that are parked, or wait to be tried again."""
        tiers = self.settings["RETRY_TIERS_MS"]
        lying = [queue.name for queue in failure_queues(self.service.name, tiers)]
        return messages_in(self.settings["AMQP_URI"], lying)

    def forget_failures(self) -> None:
        with Connection(self.settings["AMQP_URI"]) as connection:
            connection.default_channel.queue_purge(f"parked.{self.service.name}")
        self.handled.failures.clear()


def _about(value: Any, visit: str) -> Any:
    """The data with the visits that it names replaced by this one."""
    return json.loads(
        json.dumps(value),
        object_hook=lambda one: one | {"visit": visit} if "visit" in one else one,
    )
