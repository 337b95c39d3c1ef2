"""Books that several gateway processes write into at once, each with a connection of its own."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from pymongo import MongoClient

from services.gateway.domain.audit_chain import Break, Head, verified
from services.gateway.domain.audit_entry import Entry
from services.gateway.group_commit import GroupCommit
from services.gateway.store_audit import AuditStore

HOUSE = "RTBPN"
TIMEOUT_MS = 3000


def an_entry(subject: str = "v1", facility: str = HOUSE, **more: Any) -> Entry:
    return Entry(facility, "budi", "s1", "10.0.0.7", "visits.end", subject, "done", **more)


class Books:
    """``writer()`` is a group commit of its own; the rest looks at what is stored."""

    def __init__(self, settings: dict[str, Any]):
        self._settings = settings
        self._clients: list[MongoClient] = []
        self.key: str = settings["AUDIT_KEY"]
        self.store = self.open(settings["MONGO_URI"])
        self.documents = self._clients[0][settings["DATABASE_PREFIX"] + "gateway"].audit
        self.store.create_indexes()

    def open(self, uri: str) -> AuditStore:
        client: MongoClient = MongoClient(
            uri, socketTimeoutMS=TIMEOUT_MS, serverSelectionTimeoutMS=TIMEOUT_MS
        )
        self._clients.append(client)
        return AuditStore(client[self._settings["DATABASE_PREFIX"] + "gateway"])

    def writer(self, uri: str | None = None, waiting: int = 1000) -> GroupCommit:
        store = self.open(uri or self._settings["MONGO_URI"])
        return GroupCommit(store, self.key, lambda: datetime.now(UTC), waiting)

    def subjects(self, facility: str = HOUSE) -> list[str]:
        return [one["subject"] for one in self.store.chain(facility)]

    def breaks(self, facility: str = HOUSE) -> list[Break]:
        found: list[Head | Break] = list(verified(self.key, facility, self.store.chain(facility)))
        return [one for one in found if isinstance(one, Break)]

    def close(self) -> None:
        for client in self._clients:
            client.close()


@pytest.fixture
def books(settings: dict[str, Any]) -> Iterator[Books]:
    made = Books(settings)
    yield made
    made.close()
