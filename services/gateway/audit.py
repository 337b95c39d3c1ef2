"""Keeps the audit, and shows it."""

from datetime import datetime
from typing import Any

from nameko.extensions import DependencyProvider

from chassis.clock import open_clock
from chassis.mongo import Mongo
from services.gateway.domain.audit_chain import START, search_digest, usable
from services.gateway.domain.audit_entry import Entry
from services.gateway.group_commit import GroupCommit
from services.gateway.store_audit import AuditStore

STOP_SECONDS = 5.0
"""Longer than a save takes; a database that is away is not waited for."""


class Audit(DependencyProvider):
    """One for all workers of the process."""

    mongo = Mongo()

    def setup(self) -> None:
        """Raises ValueError when the key is none, or nothing may wait."""
        config = self.container.config
        self._key = usable(config["AUDIT_KEY"])
        if config["AUDIT_WAITING"] < 1:
            raise ValueError("AUDIT_WAITING must be at least 1")
        self._store = AuditStore(self.mongo.database)
        if config["DECLARE_EVENT_EXCHANGES"]:  # else the gateway has no right to
            self._store.create_indexes()
        now = open_clock(config["CLOCK_FILE"]).now
        self._commit = GroupCommit(self._store, self._key, now, config["AUDIT_WAITING"])

    def get_dependency(self, worker_ctx: Any) -> "Audit":
        return self

    def record(self, entry: Entry) -> None:
        """Returns once the entry is durable. Raises AuditUnavailable."""
        self._commit.record(entry)

    def note(self, entry: Entry) -> None:
        """For what has happened already: returns at once."""
        self._commit.note(entry)

    def stop(self) -> None:
        self._commit.flush(STOP_SECONDS)

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
    ) -> list[dict[str, Any]]:
        """As they are stored, newest first, and one more than the page holds when there is a next.
        Raises AuditUnavailable."""
        told = {"staff": staff, "action": action, "subject": subject, "outcome": outcome}
        equal = {name: value for name, value in told.items() if value}
        return self._store.find(facility, from_, to, equal, page, page_size)
