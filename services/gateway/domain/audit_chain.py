"""The audit as a chain: each entry carries a MAC over the one before and itself.

Whoever has no key cannot change, take out, swap or insert an entry unseen. That the newest
entries were cut off is seen only against a checkpoint kept elsewhere: see audit_checkpoint.py.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from services.gateway.domain.audit_entry import Entry, Noted

START = ""
"""What stands for the MAC before the first entry."""
SHORTEST_KEY = 16

Record = Mapping[str, Any]
"""A link as it is stored, whatever became of it there: all that whoever can write may change."""


@dataclass(frozen=True)
class Link:
    """An entry in its place in the chain of its facility; numbers start at 1."""

    id: str
    number: int
    at: datetime
    entry: Entry
    mac: str

    def record(self) -> dict[str, Any]:
        return {**_told(self.id, self.number, self.at, self.entry), "mac": self.mac}


@dataclass(frozen=True)
class Head:
    """The newest entry of a chain."""

    number: int = 0
    mac: str = START


@dataclass(frozen=True)
class Break:
    """Where a chain is broken, and how: ``changed``, ``missing``, ``out_of_order``, ``cut``,
    ``differs``."""

    facility: str
    number: int
    kind: str

    def __str__(self) -> str:
        how = {
            "changed": "was changed, or another one was put in its place",
            "missing": "is missing",
            "out_of_order": "is out of order, or there twice",
            "cut": "is missing: the end of the chain was cut off",
            "differs": "is not the one that the checkpoint saw",
        }[self.kind]
        return f"facility {self.facility}: entry {self.number} {how}"


def usable(key: str) -> str:
    """The key. Raises ValueError when it is none: anybody could continue the chain then."""
    if len(key) < SHORTEST_KEY:
        raise ValueError(f"AUDIT_KEY needs at least {SHORTEST_KEY} characters")
    return key


def chained(key: str, head: Head, entries: Iterable[Noted]) -> Iterator[Link]:
    """The entries as the next links of the chain."""
    for noted in entries:
        number = head.number + 1
        mac = mac_of(key, head.mac, _told(noted.id, number, noted.at, noted.entry))
        head = Head(number, mac)
        yield Link(noted.id, number, noted.at, noted.entry, mac)


def verified(
    key: str, facility: str, records: Iterable[Record], at_least: Head | None = None
) -> Iterator[Head | Break]:
    """The head after each record, in constant memory; ends with the first Break, if there is one:
    what comes behind it can be vouched for by nobody.

    ``at_least`` is the head that a checkpoint saw.
    """
    head = Head()
    for record in records:
        if broken := _fault(key, facility, head, record, at_least):
            yield broken
            return
        head = Head(record["number"], record["mac"])
        yield head
    if at_least and head.number < at_least.number:
        yield Break(facility, head.number + 1, "cut")


def _fault(
    key: str, facility: str, head: Head, record: Record, at_least: Head | None
) -> Break | None:
    expected, number = head.number + 1, record.get("number")
    if not isinstance(number, int) or isinstance(number, bool):
        return Break(facility, expected, "changed")
    if number > expected:
        return Break(facility, expected, "missing")
    if number < expected:
        return Break(facility, number, "out_of_order")
    if record.get("facility") != facility or not _authentic(key, head.mac, record):
        return Break(facility, number, "changed")
    seen = at_least if at_least and at_least.number == number else None
    return Break(facility, number, "differs") if seen and seen.mac != record["mac"] else None


def _authentic(key: str, previous: str, record: Record) -> bool:
    try:
        return hmac.compare_digest(mac_of(key, previous, record).encode(), record["mac"].encode())
    except (AttributeError, KeyError, TypeError, ValueError):
        return False  # it lacks what every entry has, or has what we never write


def mac_of(key: str, previous: str, record: Record) -> str:
    message = previous.encode() + b"\n" + canonical(record)
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()


def canonical(record: Record) -> bytes:
    """The same bytes for the same entry, whoever wrote it down: all of its fields but the MAC, the
    time in UTC and in milliseconds, since the database keeps no more. Raises what
    ``_authentic`` catches for anything that we do not write."""
    moment = record["at"]
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise TypeError("at is no moment")
    at = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    told = {name: value for name, value in record.items() if name != "mac"} | {"at": at}
    return json.dumps(told, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def _told(id: str, number: int, at: datetime, entry: Entry) -> dict[str, Any]:
    return {"_id": id, "number": number, "at": at, **asdict(entry)}


def search_digest(key: str, text: str) -> str:
    """Stands for what was searched for: equal for equal texts, and says nothing else."""
    message = b"search\n" + text.strip().lower().encode()
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()[:32]
