"""Server-Sent Events as the HTML standard has them (section 9.2)."""

import json
from collections.abc import Mapping
from typing import Any


def frame(place: str, event_type: str, data: Mapping[str, Any]) -> bytes:
    """One event. JSON without line breaks, so its data is one line."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"id: {place}\nevent: {event_type}\ndata: {text}\n\n".encode()


def retry(milliseconds: int) -> bytes:
    """How long a browser waits before it comes back."""
    return f"retry: {milliseconds}\n\n".encode()


def heartbeat(place: str) -> bytes:
    """A comment keeps proxies from closing the connection. The id without data moves a reader
    on, who may not see most events, so that it need not look at everything anew later."""
    return f": heartbeat\nid: {place}\n\n".encode() if place else b": heartbeat\n\n"


def reset(place: str) -> bytes:
    """What followed the reader's place is gone: it must ask for everything anew."""
    head = f"id: {place}\n" if place else ""
    return f'{head}event: reset\ndata: {{"reason":"too_old"}}\n\n'.encode()
