"""What comes in, in the words of the domain."""

from datetime import UTC, datetime
from typing import Any

import contracts
from services.notifications.domain.correspondence import News


def news_of(event: dict[str, Any]) -> News:
    """Events about a house have one correspondence for each UTC day, so that none grows for
    ever."""
    time = datetime.fromisoformat(event["time"])
    subject = event["subject"]
    if contracts.ALL[event["type"]].subject == "facility":
        subject = f"{event['facility']}.{time.astimezone(UTC).date().isoformat()}"
    return News(
        event["id"],
        event["type"],
        subject,
        event["facility"],
        time,
        event["sequence"],
        event["data"],
    )
