"""Commands and events for the counting service, well made and ill made."""

import json
import struct
from typing import Any
from uuid import uuid4

from amqp import Connection, Message
from kombu.utils.url import parse_url


def move(counter: str, by: int = 1, command_id: str | None = None) -> dict[str, Any]:
    return {
        "command_id": command_id or str(uuid4()),
        "facility": "RTBPN",
        "officer": {"id": "o1"},
        "counter": counter,
        "by": by,
    }


def told(counter: str, by: Any = 1, **attributes: Any) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": str(uuid4()),
        "source": "/kunjungan/counting",
        "type": "told",
        "subject": counter,
        "time": "2026-01-17T01:30:00+00:00",
        "facility": "RTBPN",
        "sequence": 1,
        "data": {"by": by},
        **attributes,
    }


class RawHeaders(Message):
    """A message whose header table is given as the bytes on the wire."""

    def _serialize_properties(self) -> bytes:
        kind = b"application/json"
        table = self.properties["application_headers"]
        return b"".join([
            struct.pack(">H", 0x8000 | 0x2000),
            struct.pack("B", len(kind)), kind,
            struct.pack(">I", len(table)), table,
        ])  # fmt: skip


class Sender:
    """Publishes whatever it is given, confirmed, in any exchange."""

    def __init__(self, amqp_uri: str):
        to = parse_url(amqp_uri)
        self._connection = Connection(
            f"{to['hostname']}:{to['port']}", virtual_host=to["virtual_host"],
            userid=to["userid"], password=to["password"],
        )  # fmt: skip
        self._connection.connect()
        self._channel = self._connection.channel()

    def event(self, event: dict[str, Any], **headers: Any) -> None:
        self.told(json.dumps(event).encode(), application_headers=headers)

    def told(self, body: bytes, content_type: str | None = "application/json", **more: Any) -> None:
        """As an event ``told`` with any body and properties."""
        self._publish(Message(body, content_type=content_type, **more), "counting.events", "told")

    def told_with_headers(self, body: bytes, table: bytes) -> None:
        message = RawHeaders(body, application_headers=table)
        self._publish(message, "counting.events", "told")

    def request(self, body: bytes, key: str = "counting.move", **properties: Any) -> None:
        self._publish(Message(body, **properties), "nameko-rpc", key)

    def request_with_headers(self, body: bytes, table: bytes) -> None:
        message = RawHeaders(body, application_headers=table)
        self._publish(message, "nameko-rpc", "counting.ping")

    def close(self) -> None:
        self._connection.collect()

    def _publish(self, message: Message, exchange: str, key: str) -> None:
        self._channel.basic_publish_confirm(message, exchange=exchange, routing_key=key)
