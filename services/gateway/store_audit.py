"""The audit as documents, to which it only ever adds."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from bson.codec_options import CodecOptions, DatetimeConversion
from pymongo import IndexModel
from pymongo.database import Database
from pymongo.errors import BulkWriteError, PyMongoError

from services.gateway.domain.audit_chain import Head, Link

DUPLICATE = 11000
AS_STORED: CodecOptions = CodecOptions(
    tz_aware=True,
    tzinfo=UTC,
    datetime_conversion=DatetimeConversion.DATETIME_AUTO,
    unicode_decode_error_handler="replace",
)
"""Whatever somebody put there is read, so that it is found to be wrong instead of ending us."""


class HeadMoved(Exception):
    """Another process wrote the next entries of the chain."""


class AuditUnavailable(Exception):
    """The audit did not take the entries, or does not answer."""


class AuditStore:
    """One document for each entry. The index on (facility, number) is the promise that a chain
    never forks, whoever writes at once; the id, that no entry is there twice."""

    collection = "audit"
    # ascending, and read backwards: with a descending part the embedded database leaves out what is
    # equal to the lower bound
    indexes = (
        IndexModel([("facility", 1), ("number", 1)], name="chain", unique=True),
        IndexModel([("facility", 1), ("at", 1), ("number", 1)], name="by_time"),
        IndexModel([("facility", 1), ("staff", 1), ("at", 1), ("number", 1)], name="by_staff"),
        IndexModel([("facility", 1), ("subject", 1), ("at", 1), ("number", 1)], name="by_subject"),
        IndexModel([("facility", 1), ("action", 1), ("at", 1), ("number", 1)], name="by_action"),
    )

    def __init__(self, database: Database):
        self._documents = database[self.collection].with_options(codec_options=AS_STORED)

    def create_indexes(self) -> None:
        self._documents.create_indexes(list(self.indexes))

    def head(self, facility: str, after: int = 0) -> Head | None:
        """None when nothing is behind ``after``. Raises AuditUnavailable."""
        behind = {"facility": facility, "number": {"$gt": after}}
        with _available():
            found = self._documents.find_one(behind, {"number": 1, "mac": 1}, sort=[("number", -1)])
        return Head(found["number"], found["mac"]) if found else None

    def append(self, links: Iterable[Link]) -> None:
        """Raises HeadMoved, AuditUnavailable. In both cases some of them may be stored."""
        with _available():
            try:
                self._documents.insert_many([link.record() for link in links], ordered=True)
            except BulkWriteError as error:
                if any(one["code"] == DUPLICATE for one in error.details["writeErrors"]):
                    raise HeadMoved from error
                raise

    def stored(self, ids: Sequence[str]) -> set[str]:
        """Which of these entries are there. Raises AuditUnavailable."""
        with _available():
            found = self._documents.find({"_id": {"$in": list(ids)}}, {"_id": 1})
            return {one["_id"] for one in found}

    def facilities(self) -> list[str]:
        """Those that have a chain. Raises AuditUnavailable."""
        with _available():
            found = self._documents.distinct("facility")
        return sorted(one for one in found if isinstance(one, str))

    def chain(self, facility: str) -> Iterator[dict[str, Any]]:
        """All of it in order and as it is stored, a batch in memory at a time. Raises
        AuditUnavailable."""
        wanted = {"facility": facility}
        with _available():
            yield from self._documents.find(wanted, sort=[("number", 1)], batch_size=1000)

    def find(
        self,
        facility: str,
        from_: datetime | None,
        to: datetime | None,
        equal: dict[str, str],
        page: int,
        page_size: int,
    ) -> list[dict[str, Any]]:
        """As they are stored, newest first; one more than the page holds when there is a next
        page. Raises AuditUnavailable."""
        between = ({"$gte": from_} if from_ else {}) | ({"$lt": to} if to else {})
        wanted: dict[str, Any] = {"facility": facility, **equal}
        if between:
            wanted["at"] = between
        with _available():
            found = self._documents.find(wanted, sort=[("at", -1), ("number", -1)])
            return list(found.skip((page - 1) * page_size).limit(page_size + 1))


@contextmanager
def _available() -> Iterator[None]:
    try:
        yield
    except PyMongoError as error:
        raise AuditUnavailable(type(error).__name__) from error
