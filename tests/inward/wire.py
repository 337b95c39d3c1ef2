"""Messages whose properties and headers are given as bytes on the wire, and how to send them."""

import struct
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from amqp import Connection, Message
from amqp.exceptions import AMQPError
from amqp.serialization import decode_properties_basic
from kombu.utils.url import parse_url

FLAGS = {
    "content_type": 15, "content_encoding": 14, "headers": 13, "delivery_mode": 12, "priority": 11,
    "correlation_id": 10, "reply_to": 9, "expiration": 8, "message_id": 7, "timestamp": 6,
    "type": 5, "user_id": 4, "app_id": 3,
}  # fmt: skip
"""The bit of each property of AMQP 0-9-1, in the order in which they travel."""


class Letter(NamedTuple):
    """What is sent: a body, properties by name (``bytes``, or ``int`` where AMQP has a number), and
    in them the header table as it is written on the wire. ``says`` is for those who read of it."""

    body: bytes
    properties: Mapping[str, bytes | int]
    says: str = ""

    @property
    def on_the_wire(self) -> bytes:
        """The properties."""
        flags = sum(1 << FLAGS[name] for name in self.properties)
        return struct.pack(">H", flags) + b"".join(
            _on_the_wire(name, self.properties[name]) for name in FLAGS if name in self.properties
        )

    @property
    def answerable(self) -> bool:
        """Whether a client can read the properties. If not, nobody knows whom to answer."""
        try:
            decode_properties_basic(self.on_the_wire, 0)
        except Exception:  # py-amqp raises what it likes
            return False
        return True


class _Raw(Message):
    def _serialize_properties(self) -> bytes:
        return bytes(self.properties["given"])


def _on_the_wire(name: str, value: bytes | int) -> bytes:
    if isinstance(value, int):
        return struct.pack(">Q" if name == "timestamp" else "B", value)
    if name == "headers":
        return struct.pack(">I", len(value)) + value
    return struct.pack("B", len(value)) + value


class Sender:
    """Publishes, confirmed. What the broker itself refuses never reaches a service."""

    def __init__(self, amqp_uri: str):
        to = parse_url(amqp_uri)
        self._to = {"host": f"{to['hostname']}:{to['port']}", "virtual_host": to["virtual_host"],
                    "userid": to["userid"], "password": to["password"]}  # fmt: skip
        self._connection: Any = None
        self._channel: Any = None

    def send(self, letters: Iterable[tuple[str, bytes, Letter]]) -> list[bool]:
        """(exchange, routing key, letter) each: whether the broker has taken it."""
        return [self._sent(*one) for one in letters]

    def _sent(self, exchange: str, key: bytes, letter: Letter) -> bool:
        message = _Raw(letter.body, given=letter.on_the_wire)
        try:
            self._open().basic_publish_confirm(
                message, exchange=exchange, routing_key=key, confirm_timeout=10
            )
        except (AMQPError, OSError):
            self.close()
            return False
        return True

    def _open(self) -> Any:
        if self._channel is None:
            self._connection = Connection(**self._to, confirm_publish=True)
            self._connection.connect()
            self._channel = self._connection.channel()
        return self._channel

    def close(self) -> None:
        if self._connection is not None:
            self._connection.collect()
        self._connection = self._channel = None
