"""What makes a decision necessary, and the memory of what was applied already (the inbox)."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from chassis.errors import CommandIdReused


class Cause(NamedTuple):
    """What makes a decision necessary: a command or an event, and how to know it again."""

    id: str
    fingerprint: str | None

    @classmethod
    def of(cls, cause: Mapping[str, Any]) -> "Cause":
        if "command_id" not in cause:
            return cls(cause["id"], None)
        body = json.dumps(cause, sort_keys=True, default=str).encode()
        return cls(cause["command_id"], hashlib.sha256(body).hexdigest()[:16])


def applied_before(document: Mapping[str, Any] | None, cause: Cause) -> dict[str, Any] | None:
    """The inbox entry of a cause that was applied before."""
    for entry in document["inbox"] if document else ():
        if entry["id"] == cause.id:
            if entry.get("fingerprint") != cause.fingerprint:
                raise CommandIdReused
            return entry
    return None


def entry_for(cause: Cause, reply: dict[str, Any] | None) -> dict[str, Any]:
    if cause.fingerprint is None:
        return {"id": cause.id}
    return {"id": cause.id, "fingerprint": cause.fingerprint, "answer": reply}
