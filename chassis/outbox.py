"""Reading and clearing the events that documents hold until they are published."""

import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import takewhile
from typing import Any, NamedTuple

from pymongo.collection import Collection

EMPTY: dict[str, Any] = {"$set": {"outbox": []}, "$unset": {"outbox_since": 1}}


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


class Sent:
    """Published events that still lie in their outbox.

    Clearing costs as much as saving, so it is left to the next save of the document, which takes
    them along; what no save has taken after a while is cleared by the relay. A crash in that while
    has them sent once more, which every subscriber is ready for.
    """

    def __init__(self) -> None:
        self._events: dict[str, tuple[float, Saved]] = {}

    def __contains__(self, event_id: str) -> bool:
        return event_id in self._events

    def __bool__(self) -> bool:
        return bool(self._events)

    def add(self, sent: Iterable[Saved]) -> None:
        self._events.update((saved.event["id"], (time.monotonic(), saved)) for saved in sent)

    def cleared(self, event_ids: Iterable[str]) -> None:
        for event_id in event_ids:
            self._events.pop(event_id, None)

    def since(self, seconds: float) -> list[Saved]:
        """Those that were published at least so long ago."""
        before = time.monotonic() - seconds
        # in the order of publishing, so the first one that is too young ends it
        return [saved for at, saved in takewhile(lambda e: e[0] <= before, self._events.values())]


def clear(sent: list[Saved]) -> None:
    """Takes published events out of their outboxes, those of one collection together.

    An outbox that holds no other event is emptied; from the others they are taken out by id, as
    another event may have been saved meanwhile.
    """
    by_collection: dict[str, list[Saved]] = {}
    for saved in sent:
        by_collection.setdefault(saved.documents.name, []).append(saved)
    for those in by_collection.values():
        _clear(those[0].documents, those)


def _clear(documents: Collection, sent: list[Saved]) -> None:
    ids = list({saved.document_id: None for saved in sent})
    events = [saved.event["id"] for saved in sent]
    these: dict[str, Any] = {"_id": {"$in": ids}}
    nothing_else = {"outbox": {"$not": {"$elemMatch": {"id": {"$nin": events}}}}}
    if documents.update_many({**these, **nothing_else}, EMPTY).matched_count < len(ids):
        documents.update_many(these, {"$pull": {"outbox": {"id": {"$in": events}}}})
        documents.update_many({**these, "outbox": {"$size": 0}}, EMPTY)
