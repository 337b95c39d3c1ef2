"""What other clients may put on the wire and py-amqp or kombu would fall over.

A message header is taken apart inside the read of the socket, before any code of ours. An error
there ends the process, the broker delivers the same message to the next one, and so on for ever.
Seen with amqp 5.4 and kombu 5.7: a timestamp in milliseconds, a header nested 3,000 deep, a
routing key that is not UTF-8, and a compressed body, which kombu unpacks at any size.
"""

from typing import Any

import amqp.abstract_channel
import amqp.method_framing
from amqp.basic_message import Message
from amqp.serialization import loads

UNREADABLE = "unreadable properties"
"""Takes the place of the content type, so that the message is treated as any other that is not
JSON."""
_WIDTHS = {"o": 1, "b": 1, "B": 2, "l": 4, "L": 8}


class AnyMessage(Message):
    """A message whose properties may be anything."""

    def _load_properties(self, class_id: int, buf: bytes, offset: int) -> int:
        try:
            end = super()._load_properties(class_id, buf, offset)
        except Exception:  # whatever it is, the rest of the frame is of no use
            self.properties = {"content_type": UNREADABLE}
            return len(buf)
        headers: Any = self.properties.get("application_headers") or {}
        if headers.pop("compression", None) is not None:
            self.properties["content_type"] = UNREADABLE
        return end


def _method_arguments(types: str, buf: bytes, offset: int) -> tuple[list[Any], int]:
    try:
        return loads(types, buf, offset)
    except UnicodeDecodeError:
        return loads(types, _in_ascii(types, buf, offset), offset)


def _in_ascii(types: str, buf: bytes, offset: int) -> bytes:
    """The same arguments with every letter beyond ASCII replaced in their short strings."""
    clean = bytearray(buf)
    for kind in types:
        if kind == "s":
            end = offset + 1 + clean[offset]
            letters = clean[offset + 1 : end]
            clean[offset + 1 : end] = bytes(one if one < 128 else ord("?") for one in letters)
            offset = end
        else:
            offset += _WIDTHS[kind]
    return bytes(clean)


def accept_anything() -> None:
    """Makes every connection of this process survive such messages."""
    amqp.method_framing.Message = AnyMessage
    amqp.abstract_channel.loads = _method_arguments
