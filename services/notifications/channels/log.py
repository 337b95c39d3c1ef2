"""The channel of a house that has connected no other: one log line for each message."""

from collections.abc import Iterable
from typing import Any

import structlog

log = structlog.get_logger("notifications")


def tell(facility: str, reports: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Writes what was told by log, from ``(event type, data)`` pairs: which message, about what,
    to what kind of recipient. Neither text nor name, phone or e-mail."""
    for event_type, data in reports:
        if event_type == "notification_sent" and data["channel"] == "log":
            log.info("told", facility=facility, notification=data["notification"],
                     about=data["about"], recipient=data["recipient"])
