"""What our services write and send for a visit, seen from outside: the measure of the floor.

The embedded database's profiler tells every write command, and a subscriber to all exchanges every
message. Both watch while a round is played that does not count.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from typing import Any, NamedTuple

import bson
from kombu import Exchange, Queue, binding
from pymongo import MongoClient
from pymongo.database import Database

from chassis.broker import connect
from chassis.settings import COMMON, load_settings
from operations.secrets import SERVICES

Document = Mapping[str, Any]
PROFILE = "system.profile"


class Write(NamedTuple):
    """``place``: database and collection. ``owner``: the id of the document written. ``size``: of
    the document inserted or of the update, in bytes."""

    place: str
    owner: str
    size: int


class Sent(NamedTuple):
    exchange: str
    routing_key: str
    size: int


class Visit(NamedTuple):
    """``writes``: in their order, of the documents of the visit and its part of those that visits
    share. ``final``: how large its documents are in the end, by place."""

    writes: list[Write]
    messages: list[Sent]
    final: dict[str, int]


class Observed:
    """Filled when the watch ends. ``visits`` are those that were played to their end."""

    def __init__(self) -> None:
        self.visits: list[Visit] = []


@contextmanager
def observing(mongo_uri: str, amqp_uri: str) -> Iterator[Observed]:
    observed = Observed()
    client: MongoClient[dict[str, Any]]
    databases: list[Database[dict[str, Any]]]
    with MongoClient(mongo_uri) as client, _listening(amqp_uri) as messages:
        prefix = load_settings(COMMON)["DATABASE_PREFIX"]
        databases = [client[prefix + name] for name in SERVICES]
        for database in databases:
            database.command("profile", 2)
        try:
            yield observed
        finally:
            for database in databases:
                database.command("profile", 0)
        writes = [
            write for one in databases for entry in one[PROFILE].find() for write in written(entry)
        ]
        for database in databases:
            database.drop_collection(PROFILE)
        sent = by_visit(messages())
        final = {
            visit: {
                f"{one.name}.{name}": len(bson.encode(found))
                for one in databases
                for name in one.list_collection_names()
                if (found := one[name].find_one({"_id": visit}))
            }
            for visit in sent
        }
    observed.visits = shared_out(writes, sent, final)


def written(entry: Document) -> Iterator[Write]:
    """The writes of one entry of the profile; a command may hold several."""
    command = entry["command"]
    if "insert" in command:
        for one in command["documents"]:
            yield Write(entry["ns"], str(one["_id"]), len(bson.encode(one)))
    elif "update" in command:
        for one in command["updates"]:
            yield Write(entry["ns"], str(one["q"].get("_id")), len(bson.encode(one["u"])))
    elif "findAndModify" in command:
        update = command.get("update", {})
        yield Write(entry["ns"], str(command["query"].get("_id")), len(bson.encode(update)))


def by_visit(messages: Iterable[tuple[Sent, Document]]) -> dict[str, list[Sent]]:
    """Of the visits that came to their end."""
    found: dict[str, list[Sent]] = defaultdict(list)
    for sent, event in messages:
        found[event["subject"]].append(sent)
    ended = {event["subject"] for sent, event in messages if event["type"] == "visitor_departed"}
    return {visit: all_ for visit, all_ in found.items() if visit in ended}


def shared_out(
    writes: list[Write], sent: Mapping[str, list[Sent]], final: Mapping[str, dict[str, int]]
) -> list[Visit]:
    """Each visit has the writes of its own documents and an equal part of all others: those of
    sessions and rooms, which visits share, and of whatever else was done on the way."""
    own: dict[str, list[Write]] = {visit: [] for visit in sent}
    others: list[Write] = []
    for one in writes:
        own.get(one.owner, others).append(one)
    bounds = [number * len(others) // max(1, len(sent)) for number in range(len(sent) + 1)]
    return [
        Visit(own[visit] + others[begin:end], messages, final[visit])
        for (visit, messages), (begin, end) in zip(sent.items(), pairwise(bounds), strict=True)
    ]


@contextmanager
def _listening(amqp_uri: str) -> Iterator[Any]:
    """Gives a function that tells all messages since, with what they say."""
    exchanges = [Exchange(f"{name}.events", type="topic", durable=True) for name in SERVICES]
    with connect(amqp_uri) as connection:
        everything = [binding(one, "#") for one in exchanges]
        queue = Queue("bench.observed", bindings=everything, exclusive=True)(connection.channel())
        queue.declare()

        def messages() -> list[tuple[Sent, Document]]:
            found = []
            while (message := queue.get(no_ack=True)) is not None:
                about = message.delivery_info
                sent = Sent(about["exchange"], about["routing_key"], len(message.body))
                found.append((sent, json.loads(message.body)))
            return found

        yield messages
