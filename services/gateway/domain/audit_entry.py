"""One entry of the audit, before it has its place in the chain."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

LONGEST = 300
"""Characters kept of any one text."""
LARGEST = 2**63 - 1
"""The largest number that the database takes."""


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
class Noted:
    """An entry, the moment it was told, and a name of its own: two entries may say the same at
    the same moment, and a write of unknown outcome must find its own again."""

    id: str
    at: datetime
    entry: Entry


def bounded(entry: Entry) -> Entry:
    """The entry as every database takes it, so that nothing goes unrecorded for an odd text."""
    told = {name: _plain(value) for name, value in asdict(entry).items() if name != "facts"}
    facts = {_text(str(name)): _plain(value) for name, value in entry.facts.items()}
    return Entry(**told, facts=facts)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and -LARGEST <= value <= LARGEST:
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return _text(str(value))


def _text(text: str) -> str:
    """Without halves of characters and without NUL, which the database does not take."""
    return text[:LONGEST].encode("utf-8", "replace").decode().replace("\0", "")
