"""The one write pattern: load, decide, save.

A document holds its state, the ids of what it has applied (inbox) and the events it has not yet
published (outbox). One atomic update saves all three, guarded by the version, so that they
cannot disagree and nothing is applied twice, whatever is killed in between.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

import eventlet
from pymongo import IndexModel
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError, OperationFailure

from chassis import repeats
from chassis.causes import Cause, applied_before, entry_for
from chassis.clock import FileClock, WallClock
from chassis.documents import from_document, to_document
from chassis.envelope import Happened, wrap
from chassis.outbox import Saved, Sent
from chassis.remembered import Remembered
from chassis.sealing import Sealing
from chassis.turns import taking_turns

S = TypeVar("S")
Decide = Callable[[S | None], tuple[S, list[Happened]]]
Answer = Callable[[S], dict[str, Any]]

ATTEMPTS = 12
"""Rounds of load, decide, save before giving up on a document that other processes keep changing;
with the pauses between them, about half a second."""
WRITE_CONFLICT = 112
OUTBOX_INDEX = IndexModel("outbox_since", name="outbox_since", sparse=True)


def never(_state: Any) -> bool:
    return False


class Contended(Exception):
    """Others kept changing the document. Nothing was saved; trying again later is safe."""


class Outcome(NamedTuple):
    """What one round of load, decide, save came to. Not settled: somebody else was faster."""

    settled: bool
    reply: dict[str, Any] | None = None
    unchanged: bool = False


class Surroundings(NamedTuple):
    """What a store needs from the process it runs in."""

    service: str
    clock: WallClock | FileClock
    send: Callable[[list[Saved]], None]
    sent: Sent
    remembered: Remembered
    check: Callable[[str, dict[str, Any]], None]
    traceparent: str
    inbox_size: int
    sealing: Sealing


class AggregateStore(Generic[S]):
    """Keeps aggregates of one type in one collection.

    A subclass names the ``collection``, the ``state_type`` (a frozen dataclass with at least
    ``id`` and ``facility``), further ``indexes``, in ``encrypted`` the fields that are personal
    (see chassis/sealing.py), and in ``collisions`` what to raise when a unique index, by its name,
    refuses a write.
    """

    collection: ClassVar[str]
    state_type: type[S]
    indexes: ClassVar[Sequence[IndexModel]] = ()
    encrypted: ClassVar[Sequence[str]] = ()
    collisions: ClassVar[Mapping[str, Callable[[], Exception]]] = {}

    def __init__(self, database: Database, surroundings: Surroundings):
        self._database = database
        self._around = surroundings
        self.documents: Collection = database[self.collection]

    @classmethod
    def create_indexes(cls, database: Database) -> None:
        database[cls.collection].create_indexes([OUTBOX_INDEX, *cls.indexes])

    def other(self, collection: str) -> Collection:
        """Another collection of the same database."""
        return self._database[collection]

    def get(self, id: str) -> S | None:
        return self._state(self.documents.find_one({"_id": id}))

    def recent(self, id: str) -> S | None:
        """As ``get``, but it may be as old as RECENT_SECONDS where another process has saved it.
        For a service's copy of what another one decides: that is late anyway. That there is none
        is always looked for anew."""
        known, state = self._around.remembered.recent(self._key(id))
        if not known:
            state = self.get(id)
            if state is not None:
                self._around.remembered.saw(self._key(id), state)
        return state

    @staticmethod
    def among(ids: Sequence[str] | None) -> dict[str, Any]:
        """The part of a filter that leaves these alone; without ids none. To be its first part:
        of several that have an index, the embedded database looks up the first."""
        return {} if ids is None else {"_id": {"$in": list(ids)}}

    def find(
        self, filter: Mapping[str, Any], sort: Any = None, limit: int = 0, skip: int = 0
    ) -> list[S]:
        found = self.documents.find(
            filter, {"inbox": 0, "outbox": 0}, sort=sort, limit=limit, skip=skip
        )
        opened = self._around.sealing.opened
        return [from_document(opened(document), self.state_type) for document in found]

    def apply(
        self,
        id: str,
        cause: Mapping[str, Any],
        decide: Decide[S],
        answer: Answer[S] | None = None,
        likely_new: bool = False,
        final: Callable[[S | None], bool] = never,
    ) -> dict[str, Any] | None:
        """Applies a command or an event once, and gives the command's answer.

        A cause that was applied before gets its first answer again, and its events are sent if
        they were not yet. A decision that changes nothing and tells nothing writes nothing.

        ``likely_new``: this cause makes the aggregate, unless it has come before; so it is decided
        without a load, and the insert tells whether that was right. ``final``: whether nobody can
        have changed a state so that this cause would change it after all; then "nothing to do" is
        believed as it is remembered.

        Raises whatever ``decide`` raises; CommandIdReused when the command's id came before with
        another body; what ``collisions`` says when a unique index refuses; Contended.
        """
        with taking_turns(self.documents.full_name, id):
            return self._apply(id, Cause.of(cause), decide, answer, likely_new, final)

    def _apply(
        self, id: str, reference: Cause, decide: Decide[S], answer: Answer[S] | None,
        likely_new: bool, final: Callable[[S | None], bool],
    ) -> dict[str, Any] | None:  # fmt: skip
        for attempt in range(ATTEMPTS):
            document = self._around.remembered.get(self._key(id))
            supposed = document is not None or (likely_new and not attempt)
            if not supposed:
                document = self.documents.find_one({"_id": id})
            try:
                outcome = self._once(id, document, reference, decide, answer)
            except Exception:
                if not supposed:
                    raise
                outcome = Outcome(settled=False)
            believed = not (supposed and outcome.unchanged) or final(self._state(document))
            if outcome.settled and believed:
                return outcome.reply
            self._around.remembered.forget(self._key(id))
            eventlet.sleep(0 if supposed else random.uniform(0, 0.01 * attempt))  # noqa: S311
        raise Contended(f"{self.collection}: {ATTEMPTS} attempts")

    def _once(
        self,
        id: str,
        document: dict[str, Any] | None,
        cause: Cause,
        decide: Decide[S],
        answer: Answer[S] | None,
    ) -> Outcome:
        applied = applied_before(document, cause)
        if document is not None and applied is not None:
            self._send(id, document["outbox"])
            repeats.note(True)
            return Outcome(settled=True, reply=applied.get("answer"))
        before = self._state(document)
        after, happened = decide(before)
        reply = answer(after) if answer else None
        if after is before and not happened:
            return Outcome(settled=True, reply=reply, unchanged=True)
        saved = self._save(id, document, after, happened, entry_for(cause, reply))
        return Outcome(settled=saved, reply=reply)

    def _key(self, id: str) -> tuple[str, str]:
        return self.documents.full_name, id

    def _state(self, document: Mapping[str, Any] | None) -> S | None:
        if document is None:
            return None
        return from_document(self._around.sealing.opened(document), self.state_type)

    def _save(
        self,
        id: str,
        document: Mapping[str, Any] | None,
        after: S,
        happened: list[Happened],
        entry: dict[str, Any],
    ) -> bool:
        fields = self._around.sealing.sealed(id, to_document(after), document)
        version = document["version"] if document else 0
        events = self._events(id, fields["facility"], version + 1, happened)
        try:
            if document is None:
                self._insert(id, fields, events, entry)
            elif not self._replace(id, document, fields, events, entry):
                return False
        except DuplicateKeyError as error:
            self._raise_collision(error)
            return False
        except OperationFailure as error:
            if error.code != WRITE_CONFLICT:
                raise
            return False
        self._send(id, events)
        repeats.note(False)
        return True

    def _insert(
        self, id: str, fields: dict[str, Any], events: list[dict[str, Any]], entry: dict[str, Any]
    ) -> None:
        document = {"_id": id, "version": 1, **fields, "inbox": [entry], "outbox": events}
        if events:
            document["outbox_since"] = datetime.now(UTC)
        self.documents.insert_one(document)
        self._around.remembered.keep(self._key(id), document)

    def _replace(
        self,
        id: str,
        document: Mapping[str, Any],
        fields: dict[str, Any],
        events: list[dict[str, Any]],
        entry: dict[str, Any],
    ) -> bool:
        changed = {name: value for name, value in fields.items() if document.get(name) != value}
        version = document["version"]
        update: dict[str, Any] = {
            "$set": {**changed, "version": version + 1},
            "$push": {"inbox": {"$each": [entry], "$slice": -self._around.inbox_size}},
        }
        waiting = [event for event in document["outbox"] if event["id"] not in self._around.sent]
        if events or len(waiting) < len(document["outbox"]):
            self._set_outbox(update, document, waiting, events)
        result = self.documents.update_one({"_id": id, "version": version}, update)
        if result.matched_count == 0:
            return False
        self._around.sent.cleared([event["id"] for event in document["outbox"]])
        inbox = [*document["inbox"], entry][-self._around.inbox_size :]
        saved = {**document, **update["$set"], "inbox": inbox}
        for name in update.get("$unset", ()):
            saved.pop(name, None)
        self._around.remembered.keep(self._key(id), saved)
        return True

    @staticmethod
    def _set_outbox(
        update: dict[str, Any],
        document: Mapping[str, Any],
        waiting: list[dict[str, Any]],
        events: list[dict[str, Any]],
    ) -> None:
        """Saves new events and takes those along that are published by now. The version guards
        it: no event can have come into the outbox since it was loaded. But a relay may have
        cleared it, which raises no version: so ``outbox_since`` is always set anew, as without it
        no sweep would find the events."""
        update["$set"]["outbox"] = waiting + events
        if not waiting + events:
            update["$unset"] = {"outbox_since": 1}
        else:
            since = document.get("outbox_since") if waiting else None
            update["$set"]["outbox_since"] = since or datetime.now(UTC)

    def _events(
        self, id: str, facility: str, sequence: int, happened: list[Happened]
    ) -> list[dict[str, Any]]:
        for event_type, data in happened:
            self._around.check(event_type, data)
        wrapped = (
            wrap(
                one,
                service=self._around.service,
                subject=id,
                facility=facility,
                sequence=sequence,
                time=self._around.clock.now(),
                traceparent=self._around.traceparent,
            )
            for one in happened
        )
        return [self._around.sealing.sealed_event(id, event) for event in wrapped]

    def _send(self, id: str, events: list[dict[str, Any]]) -> None:
        self._around.send([Saved(self.documents, id, event) for event in events])

    def _raise_collision(self, error: DuplicateKeyError) -> None:
        pattern = list((error.details or {}).get("keyPattern", {}))
        for index in self.indexes:
            name = index.document["name"]
            if list(index.document["key"]) == pattern and name in self.collisions:
                raise self.collisions[name]() from None
        if pattern != ["_id"]:
            raise error
