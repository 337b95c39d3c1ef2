"""Waiting until nothing is under way between the services any more."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pymongo import MongoClient

from chassis.topology import failure_queues
from tests.support.eventually import eventually
from tests.support.handled import Handled
from tests.support.messages import EventLog
from tests.support.queues import messages_in
from tests.support.subscriptions import SERVICES, consumers

QUEUES = {event: [one.queue for one in consumers() if one.event_type.name == event]
          for event in {one.event_type.name for one in consumers()}}  # fmt: skip


def nothing_left(settings: Mapping[str, Any], log: EventLog, handled: Handled) -> None:
    """Waits until every outbox is empty and every event was handled by all who hear of it; then
    nothing may be parked, or be waiting to be tried again."""
    database: MongoClient = MongoClient(settings["MONGO_URI"])
    eventually("the outboxes are empty", lambda: not list(unpublished(settings, database)))
    eventually("every event is handled", lambda: not unheard(list(log.seen), handled))
    assert not handled.failures, handled.failures
    tiers = settings["RETRY_TIERS_MS"]
    failed = [queue.name for one in SERVICES for queue in failure_queues(one.name, tiers)]
    left = messages_in(settings["AMQP_URI"], failed)
    assert not left, left
    database.close()


def unheard(events: Iterable[Mapping[str, Any]], handled: Handled) -> list[tuple[str, str]]:
    """Which of the events have not reached a subscriber of ours: (queue, event id)."""
    return [
        (queue, one["id"])
        for one in events
        for queue in QUEUES.get(one["type"], ())
        if not handled.times[queue, one["id"]]
    ]


def unpublished(settings: Mapping[str, Any], client: MongoClient) -> Iterator[str]:
    """Documents that hold events on their way out."""
    for service in SERVICES:
        database = client[settings["DATABASE_PREFIX"] + service.name]
        for name in database.list_collection_names():
            for found in database[name].find({"outbox.0": {"$exists": True}}, {"_id": 1}):
                yield f"{service.name}/{name}/{found['_id']}"
