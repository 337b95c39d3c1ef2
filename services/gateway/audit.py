"""Keeps the audit: entries of many requests at once are saved by one write."""

from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

import eventlet
from eventlet.event import Event
from eventlet.queue import Empty, Full, LightQueue
from nameko.extensions import DependencyProvider

from chassis.clock import open_clock
from chassis.mongo import Mongo
from services.gateway.domain.audit_chain import (
    START,
    Entry,
    Head,
    Link,
    chained,
    search_digest,
)  # fmt: skip
from services.gateway.store_audit import AuditStore, AuditUnavailable, HeadMoved

TRIES = 20
"""Rounds that other gateway processes may win before we give up."""

Waiting = tuple[datetime, Entry, Event]


class GroupCommit:
    """Saves what waits, all of it at once; meanwhile the next group gathers."""

    def __init__(self, store: AuditStore, key: str, now: Callable[[], datetime], longest: int):
        self._store, self._key, self._now = store, key, now
        self._queue: LightQueue = LightQueue(longest)
        self._heads: dict[str, Head] = {}
        self._worker: Any = None
        self.writes = self.entries = 0

    def record(self, entry: Entry) -> None:
        """Returns once the entry is durable. Raises AuditUnavailable."""
        if self._worker is None or self._worker.dead:
            self._worker = eventlet.spawn(self._work)
        done = Event()
        try:
            self._queue.put_nowait((self._now(), entry, done))
        except Full:
            raise AuditUnavailable("too many entries wait") from None
        done.wait()

    def _work(self) -> None:
        while True:
            group: list[Waiting] = [self._queue.get()]
            with suppress(Empty):
                while True:
                    group.append(self._queue.get_nowait())
            try:
                self._save(group)
            except Exception as error:
                self._heads.clear()
                failed = error if isinstance(error, AuditUnavailable) else AuditUnavailable(error)
                for _, _, done in group:
                    done.send_exception(failed)
            else:
                for _, _, done in group:
                    done.send(None)

    def _save(self, group: list[Waiting]) -> None:
        waiting: dict[str, list[tuple[datetime, Entry]]] = defaultdict(list)
        for at, entry, _ in group:
            waiting[entry.facility].append((at, entry))
        for _ in range(TRIES):
            made = {name: self._chain(name, entries) for name, entries in waiting.items()}
            try:
                self._store.append([link for links in made.values() for link in links])
            except HeadMoved:
                self._take_out_stored(made, waiting)
                if not waiting:
                    return
                continue
            self.writes += 1
            self.entries += len(group)
            for name, links in made.items():
                self._heads[name] = Head(links[-1].number, links[-1].mac)
            return
        raise AuditUnavailable("other processes were faster each time")

    def _chain(self, facility: str, entries: list[tuple[datetime, Entry]]) -> list[Link]:
        if facility not in self._heads:
            self._heads[facility] = self._store.head(facility)
        return list(chained(self._key, self._heads[facility], entries))

    def _take_out_stored(
        self, made: dict[str, list[Link]], waiting: dict[str, list[tuple[datetime, Entry]]]
    ) -> None:
        """What was stored before the collision must not be stored again."""
        for name, links in made.items():
            there = self._store.stored(name, links[0].number - 1)
            kept = sum(there.get(link.number) == link.mac for link in links)
            waiting[name] = waiting[name][kept:]
            if not waiting[name]:
                del waiting[name]
            self._heads.pop(name, None)


class Audit(DependencyProvider):
    """One for all workers of the process."""

    mongo = Mongo()

    def setup(self) -> None:
        config = self.container.config
        self._key = config["AUDIT_KEY"]
        self._store = AuditStore(self.mongo.database)
        self._store.create_indexes()
        now = open_clock(config["CLOCK_FILE"]).now
        self._commit = GroupCommit(self._store, self._key, now, config["AUDIT_WAITING"])
        self.record = self._commit.record

    def get_dependency(self, worker_ctx: Any) -> "Audit":
        return self

    def search(self, text: str) -> str:
        """How a searched text stands in an entry."""
        return search_digest(self._key, text) if text else START

    def find(
        self,
        facility: str,
        from_: datetime | None = None,
        to: datetime | None = None,
        staff: str | None = None,
        action: str | None = None,
        subject: str | None = None,
        outcome: str | None = None,
        page: int = 1,
        page_size: int = 50,
    ) -> list[Link]:
        """Newest first, and one more than the page holds when there is a next. Raises
        AuditUnavailable."""
        told = {"staff": staff, "action": action, "subject": subject, "outcome": outcome}
        equal = {name: value for name, value in told.items() if value}
        return self._store.find(facility, from_, to, equal, page, page_size)
