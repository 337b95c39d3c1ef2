"""What is known of a parked message, whoever parked it: a service of ours, which says why in the
headers ``app-*`` (chassis/failing.py), or the broker, which says it in ``x-death``."""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from kombu.message import Message

from chassis.consuming import Unreadable, read_body
from chassis.failing import FAILED_AT, attempts_of, raw_body
from operations.command_line_audit import NO_HOUSE
from services.gateway.domain.staff import FACILITY

ID = re.compile(r"[!-~]{1,100}")
UNKNOWN = "unknown"


class Parked(NamedTuple):
    """``id`` names it as long as it is parked; two copies of an event have the same. ``event`` is
    the body when that is a JSON object, else empty. ``looks`` is how often the broker delivered
    it before. ``failed_at`` and ``queue`` may be unknown."""

    service: str
    id: str
    cause: str
    queue: str | None
    attempts: int
    failed_at: datetime | None
    event: Mapping[str, Any]
    size: int
    digest: str
    looks: int

    @property
    def facility(self) -> str:
        """Of the event, when it can be one."""
        given = self.event.get("facility")
        usable = isinstance(given, str) and FACILITY.fullmatch(given)
        return str(given) if usable else NO_HOUSE


def read_parked(service: str, message: Message, limit: int) -> Parked:
    """Bodies beyond ``limit`` bytes are not looked into."""
    headers = message.headers or {}
    death = _death(service, headers)
    queue = death.get("queue") or headers.get("app-queue")
    queue = queue if isinstance(queue, str) else None
    raw = raw_body(message)
    event = _event(message, limit)
    digest = hashlib.sha256(raw).hexdigest()
    looks = headers.get("x-delivery-count", 0)
    return Parked(
        service=service,
        id=_id(event, message, digest),
        cause=_text(death.get("reason") or headers.get("app-error")),
        queue=queue,
        attempts=attempts_of(message),
        failed_at=_moment(death.get("time") or headers.get(FAILED_AT)),
        event=event,
        size=len(raw),
        digest=digest,
        looks=looks if isinstance(looks, int) else 0,
    )


def _death(service: str, headers: Mapping[str, Any]) -> Mapping[str, Any]:
    """The newest entry about a queue of the service: those about ``retry.*`` tell of waiting. A
    message that a service parked has none."""
    entries = headers.get("x-death")
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and str(entry.get("queue")).startswith(f"{service}."):
            return entry
    return {}


def _event(message: Message, limit: int) -> Mapping[str, Any]:
    try:
        body = read_body(message, limit)
    except Unreadable:
        return {}
    return body if isinstance(body, dict) else {}


def _id(event: Mapping[str, Any], message: Message, digest: str) -> str:
    for named in (event.get("id"), message.properties.get("message_id")):
        if isinstance(named, str) and ID.fullmatch(named):
            return named
    return f"sha256:{digest[:16]}"


def _moment(value: Any) -> datetime | None:
    """The broker's are without a zone, and in UTC."""
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _text(value: Any) -> str:
    return value if isinstance(value, str) and value else UNKNOWN
