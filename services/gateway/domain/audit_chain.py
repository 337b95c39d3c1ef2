"""The audit as a chain: each entry carries a MAC over the one before and itself.

Whoever has no key cannot change, take out, swap or insert an entry unseen. That the newest
entries were cut off is seen only against a checkpoint kept elsewhere.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

START = ""
"""What stands for the MAC before the first entry."""
LONGEST = 300
"""Characters kept of any one text."""


@dataclass(frozen=True)
class Entry:
    """Who did what to what, from where, and how it ended. ``subject`` is an id; no personal data
    in any field. ``trace`` is the traceparent of the request."""

    facility: str
    staff: str
    session: str
    address: str
    action: str
    subject: str
    outcome: str
    reason: str = ""
    trace: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Link:
    """An entry in its place in the chain of its facility; numbers start at 1."""

    number: int
    at: datetime
    entry: Entry
    mac: str


@dataclass(frozen=True)
class Head:
    """The newest entry of a chain."""

    number: int = 0
    mac: str = START


@dataclass(frozen=True)
class Break:
    """Where a chain is broken, and how: ``changed``, ``missing``, ``out_of_order``, ``cut``."""

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


def canonical(number: int, at: datetime, entry: Entry) -> bytes:
    """The same bytes for the same entry, whoever wrote it down."""
    told = {"number": number, "at": at.astimezone(UTC).isoformat(), **asdict(entry)}
    return json.dumps(told, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def mac_of(key: str, previous: str, number: int, at: datetime, entry: Entry) -> str:
    message = previous.encode() + b"\n" + canonical(number, at, entry)
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()


def chained(key: str, head: Head, entries: Iterable[tuple[datetime, Entry]]) -> Iterator[Link]:
    """The entries as the next links of the chain."""
    for at, entry in entries:
        number = head.number + 1
        link = Link(number, at, entry, mac_of(key, head.mac, number, at, entry))
        head = Head(link.number, link.mac)
        yield link


def verified(
    key: str, facility: str, links: Iterable[Link], at_least: Head | None = None
) -> Iterator[Head | Break]:
    """The head after each link, in constant memory; ends with the first Break, if there is one.

    ``at_least`` is the head that a checkpoint saw.
    """
    head = Head()
    for link in links:
        if broken := _fault(key, facility, head, link, at_least):
            yield broken
            return
        head = Head(link.number, link.mac)
        yield head
    if at_least and head.number < at_least.number:
        yield Break(facility, head.number + 1, "cut")


def _fault(key: str, facility: str, head: Head, link: Link, at_least: Head | None) -> Break | None:
    expected = head.number + 1
    if link.number > expected:
        return Break(facility, expected, "missing")
    if link.number < expected:
        return Break(facility, link.number, "out_of_order")
    mac = mac_of(key, head.mac, link.number, link.at, link.entry)
    if link.entry.facility != facility or not hmac.compare_digest(mac, link.mac):
        return Break(facility, link.number, "changed")
    seen = at_least if at_least and at_least.number == link.number else None
    return Break(facility, link.number, "differs") if seen and seen.mac != link.mac else None


def checkpoint(key: str, at: datetime, heads: Mapping[str, Head]) -> dict[str, Any]:
    """The heads, signed: to be kept where whoever can write to the database cannot."""
    told = {
        "at": at.astimezone(UTC).isoformat(),
        "heads": {name: [one.number, one.mac] for name, one in sorted(heads.items())},
    }
    return {**told, "signature": _signature(key, told)}


def heads_of(key: str, found: Mapping[str, Any]) -> dict[str, Head]:
    """What a checkpoint says. Raises ValueError when we did not sign it."""
    try:
        told = {"at": found["at"], "heads": found["heads"]}
        if not hmac.compare_digest(_signature(key, told), found["signature"]):
            raise ValueError("the signature is wrong")
        return {name: Head(int(number), mac) for name, (number, mac) in found["heads"].items()}
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("it is no checkpoint") from error


def _signature(key: str, told: Mapping[str, Any]) -> str:
    message = b"checkpoint\n" + json.dumps(told, sort_keys=True).encode()
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()


def search_digest(key: str, text: str) -> str:
    """Stands for what was searched for: equal for equal texts, and says nothing else."""
    message = b"search\n" + text.strip().lower().encode()
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()[:32]
