"""Ways to switch off one guarantee, for this test alone: a checker that finds nothing when the
inbox, the outbox or the version guard is gone would prove nothing when they are there."""

from collections.abc import Callable, Mapping
from typing import Any

from pymongo.collection import Collection

from chassis import aggregates
from chassis.aggregates import AggregateStore


def without_inbox() -> None:
    """Nobody remembers what was applied: a command that comes again has its effect again."""
    aggregates.applied_before = lambda document, cause: None


def without_outbox() -> None:
    """Events are published from memory alone, as after a plain save followed by a dispatch."""
    set_outbox = AggregateStore._set_outbox

    def insert(self: Any, id: str, fields: Any, _events: Any, entry: Any) -> None:
        inserted(self, id, fields, [], entry)

    def emptied(update: Any, document: Any, _waiting: Any, _events: Any) -> None:
        set_outbox(update, document, [], [])

    inserted = AggregateStore._insert
    AggregateStore._insert = insert
    AggregateStore._set_outbox = staticmethod(emptied)


def without_version_guard() -> None:
    """Whoever saves last wins, whatever was saved since it loaded."""
    made = AggregateStore.__init__

    def unguarded(self: Any, database: Any, surroundings: Any) -> None:
        made(self, database, surroundings)
        self.documents = Unguarded(self.documents)

    AggregateStore.__init__ = unguarded


class Unguarded:
    """A collection whose updates do not heed the version."""

    def __init__(self, documents: Collection):
        self._documents = documents

    def update_one(self, filter: Mapping[str, Any], *args: Any, **kwargs: Any) -> Any:
        wanted = {name: value for name, value in filter.items() if name != "version"}
        return self._documents.update_one(wanted, *args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._documents, name)


SABOTAGES: dict[str, Callable[[], None]] = {
    "inbox": without_inbox,
    "outbox": without_outbox,
    "version_guard": without_version_guard,
}
