"""Entries of many requests at once are saved by one write."""

import logging
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple
from uuid import uuid4

import eventlet
from eventlet.event import Event
from eventlet.queue import Empty, Full, LightQueue

from services.gateway.domain.audit_chain import Head, Link, chained
from services.gateway.domain.audit_entry import Entry, Noted, bounded
from services.gateway.store_audit import AuditStore, AuditUnavailable, HeadMoved

logger = logging.getLogger(__name__)

ROUNDS = 100
"""Rounds that other gateway processes may win before we give up."""
OUTAGES = 2
"""Writes without an answer before we give up: each may take MONGO_TIMEOUT_MS."""

FLUSH_SECONDS = 0.01
"""Between looks at what is still under way while the process stops."""


class Waiting(NamedTuple):
    noted: Noted
    done: Event


class GroupCommit:
    """Saves what waits, all of it at once; meanwhile the next group gathers.

    ``writes`` and ``entries`` count what was sent and what became durable.
    """

    def __init__(self, store: AuditStore, key: str, now: Callable[[], datetime], longest: int):
        self._store, self._key, self._now = store, key, now
        self._queue: LightQueue = LightQueue(longest)
        self._heads: dict[str, Head] = {}
        self._worker: Any = None
        self._pending = 0
        self.writes = self.entries = 0

    def record(self, entry: Entry) -> None:
        """Returns once the entry is durable. Raises AuditUnavailable: then it may be there all the
        same, as after any write without an answer."""
        self._put(entry).wait()

    def note(self, entry: Entry) -> None:
        """Returns at once. An entry that cannot be saved is missed in the log."""
        try:
            self._put(entry)
        except AuditUnavailable as error:
            logger.error("an audit entry was not saved: %s", error)

    def flush(self, seconds: float) -> None:
        """Waits for what was noted, not longer than that."""
        with eventlet.Timeout(seconds, False):
            while self._pending:
                eventlet.sleep(FLUSH_SECONDS)

    def _put(self, entry: Entry) -> Event:
        if self._worker is None or self._worker.dead:
            self._worker = eventlet.spawn(self._work)
        waiting = Waiting(Noted(uuid4().hex, self._now(), bounded(entry)), Event())
        try:
            self._queue.put_nowait(waiting)
        except Full:
            raise AuditUnavailable("too many entries wait") from None
        self._pending += 1
        return waiting.done

    def _work(self) -> None:
        while True:
            group = {one.noted.id: one for one in self._next_group()}
            taken = len(group)
            reason = "the process stops"
            try:
                self._save(group)
            except AuditUnavailable as error:
                reason = str(error)
            except Exception as error:
                logger.error("the audit failed: %s", type(error).__name__, exc_info=True)
                reason = type(error).__name__
            finally:
                if group:
                    logger.error("%d audit entries were not saved: %s", len(group), reason)
                for one in group.values():
                    one.done.send_exception(AuditUnavailable(reason))
                self._pending -= taken

    def _next_group(self) -> list[Waiting]:
        group: list[Waiting] = [self._queue.get()]
        with suppress(Empty):
            while True:
                group.append(self._queue.get_nowait())
        return group

    def _save(self, group: dict[str, Waiting]) -> None:
        """Takes out of the group what became durable, until nothing is left."""
        outages = 0
        for _ in range(ROUNDS):
            links = self._links(group)
            self.writes += 1
            try:
                self._store.append(links)
            except HeadMoved:
                self._settle(group, self._catch_up(links))
            except AuditUnavailable:
                self._settle(group, self._catch_up(links))
                outages += 1
                if group and outages == OUTAGES:
                    raise
            else:
                for link in links:
                    self._heads[link.entry.facility] = Head(link.number, link.mac)
                self._settle(group, set(group))
            if not group:
                return
        raise AuditUnavailable("other processes were faster each time")

    def _links(self, group: dict[str, Waiting]) -> list[Link]:
        by_facility: dict[str, list[Noted]] = defaultdict(list)
        for one in group.values():
            by_facility[one.noted.entry.facility].append(one.noted)
        for name in by_facility.keys() - self._heads.keys():
            self._heads[name] = self._store.head(name) or Head()
        return [
            link
            for name, noted in by_facility.items()
            for link in chained(self._key, self._heads[name], noted)
        ]

    def _catch_up(self, links: list[Link]) -> set[str]:
        """Which of the links are stored nevertheless. The heads are those of now."""
        for name in {link.entry.facility for link in links}:
            known = self._heads[name]
            self._heads[name] = self._store.head(name, after=known.number) or known
        return self._store.stored([link.id for link in links])

    def _settle(self, group: dict[str, Waiting], stored: set[str]) -> None:
        for id in stored:
            group.pop(id).done.send(None)
        self.entries += len(stored)
