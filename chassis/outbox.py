"""Reading and clearing the events that documents hold until they are published."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from pymongo import UpdateMany, UpdateOne
from pymongo.collection import Collection


class Saved(NamedTuple):
    """An event that lies in the outbox of a document."""

    documents: Collection
    document_id: Any
    event: dict[str, Any]


def unpublished(documents: Collection, before: datetime) -> Iterator[Saved]:
    """Events that lie in an outbox since before the given real time."""
    for document in documents.find({"outbox_since": {"$lte": before}}, {"outbox": 1}):
        for event in document["outbox"]:
            yield Saved(documents, document["_id"], event)


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
