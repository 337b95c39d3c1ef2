"""The audit as documents, to which it only ever adds."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pymongo import IndexModel
from pymongo.database import Database
from pymongo.errors import BulkWriteError, DuplicateKeyError, PyMongoError

from services.gateway.domain.audit_chain import Entry, Head, Link

DUPLICATE = 11000


class HeadMoved(Exception):
    """Another process wrote the next entries of the chain."""


class AuditUnavailable(Exception):
    """The database did not take the entries, or does not answer."""


class AuditStore:
    """One document for each entry. The index on (facility, number) is the promise that a chain
    never forks, whoever writes at once."""

    collection = "audit"
    indexes = (
        IndexModel([("facility", 1), ("number", 1)], name="chain", unique=True),
        IndexModel([("facility", 1), ("at", -1)], name="by_time"),
        IndexModel([("facility", 1), ("staff", 1), ("at", -1)], name="by_staff"),
        IndexModel([("facility", 1), ("subject", 1), ("at", -1)], name="by_subject"),
        IndexModel([("facility", 1), ("action", 1), ("at", -1)], name="by_action"),
    )

    def __init__(self, database: Database):
        self._documents = database[self.collection]

    def create_indexes(self) -> None:
        self._documents.create_indexes(list(self.indexes))

    def head(self, facility: str) -> Head:
        try:
            found = self._documents.find_one(
                {"facility": facility}, {"number": 1, "mac": 1}, sort=[("number", -1)]
            )
        except PyMongoError as error:
            raise AuditUnavailable from error
        return Head(found["number"], found["mac"]) if found else Head()

    def append(self, links: Iterable[Link]) -> None:
        """Raises HeadMoved, AuditUnavailable. In both cases some of them may be stored: the ids
        say which."""
        documents = [_document(link) for link in links]
        try:
            self._documents.insert_many(documents, ordered=True)
        except DuplicateKeyError as error:
            raise HeadMoved from error
        except BulkWriteError as error:
            if any(one["code"] == DUPLICATE for one in error.details["writeErrors"]):
                raise HeadMoved from error
            raise AuditUnavailable from error
        except PyMongoError as error:
            raise AuditUnavailable from error

    def stored(self, facility: str, after: int) -> dict[int, str]:
        """The MACs of the entries behind ``after``, by number."""
        wanted = {"facility": facility, "number": {"$gt": after}}
        try:
            found = self._documents.find(wanted, {"number": 1, "mac": 1})
            return {one["number"]: one["mac"] for one in found}
        except PyMongoError as error:
            raise AuditUnavailable from error

    def facilities(self) -> list[str]:
        """One step along the index for each: no scan."""
        names: list[str] = []
        while found := self._documents.find_one(
            {"facility": {"$gt": names[-1] if names else ""}}, {"facility": 1},
            sort=[("facility", 1), ("number", 1)],
        ):  # fmt: skip
            names.append(found["facility"])
        return names

    def chain(self, facility: str) -> Iterator[Link]:
        """All of it in order, a batch in memory at a time."""
        found = self._documents.find({"facility": facility}, sort=[("number", 1)], batch_size=1000)
        return map(_link, found)

    def find(
        self,
        facility: str,
        from_: datetime | None,
        to: datetime | None,
        equal: dict[str, str],
        page: int,
        page_size: int,
    ) -> list[Link]:
        """Newest first; one more than the page holds when there is a next page."""
        between = ({"$gte": from_} if from_ else {}) | ({"$lt": to} if to else {})
        wanted: dict[str, Any] = {"facility": facility, **equal}
        if between:
            wanted["at"] = between
        try:
            found = self._documents.find(wanted, sort=[("at", -1)])
            return [_link(one) for one in found.skip((page - 1) * page_size).limit(page_size + 1)]
        except PyMongoError as error:
            raise AuditUnavailable from error


def _document(link: Link) -> dict[str, Any]:
    return {
        "_id": f"{link.entry.facility}/{link.number}",
        "number": link.number,
        "at": link.at,
        "mac": link.mac,
        **asdict(link.entry),
    }


def _link(found: dict[str, Any]) -> Link:
    told = {name: found.get(name, "") for name in Entry.__dataclass_fields__}
    return Link(found["number"], found["at"], Entry(**told), found["mac"])
