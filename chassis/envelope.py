"""Wrapping what happened into CloudEvents 1.0."""

from datetime import datetime
from typing import Any

from chassis.ids import new_id

Happened = tuple[str, dict[str, Any]]
"""What a decision returns: the event's type and its data, in plain JSON values."""


def wrap(
    happened: Happened,
    *,
    service: str,
    subject: str,
    facility: str,
    sequence: int,
    time: datetime,
    traceparent: str,
) -> dict[str, Any]:
    event_type, data = happened
    return {
        "specversion": "1.0",
        "id": new_id(),
        "source": f"/kunjungan/{service}",
        "type": event_type,
        "subject": subject,
        "time": time.isoformat(),
        "datacontenttype": "application/json",
        "dataschema": f"urn:kunjungan:{service}:{event_type}",
        "facility": facility,
        "sequence": sequence,
        "traceparent": traceparent,
        "data": data,
    }
