"""What a permission alone does not show: ways by which the broker itself could carry a message to
where its sender may not write. Each was open once, as measured on RabbitMQ 3.10."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple
from uuid import uuid4

from amqp import Message
from amqp.exceptions import AccessRefused
from kombu import Connection

from chassis.topology import RPC_EXCHANGE
from tests.support.eventually import eventually

FORGED = "lockers.registration.forged"
TIER = "retry.lockers.500"
OWN_QUEUE = "lockers.registration.visit_ended"
TARGET = "notifications.registration.contact_recorded"


class WayAround(NamedTuple):
    """``act`` is done by lockers, with a channel and the body, which must not come to ``queue``."""

    queue: str
    act: Callable[[Any, bytes], None]


def arrives(way: WayAround, uri: str, admin_uri: str) -> bool:
    """Whether the message is in the queue once all that was sent before it has come out."""
    body = f"forged {uuid4()}".encode()
    with Connection(uri) as connection:
        channel = connection.channel()
        with suppress(AccessRefused):
            way.act(channel, body)
        # lockers' own retry, sent last: when it is back, so is whatever was to come through retry
        mark = f"mark {uuid4()}".encode()
        _publish(connection.channel(), TIER, OWN_QUEUE, mark)
    with Connection(admin_uri) as connection:
        channel = connection.default_channel
        eventually("the mark is back", lambda: mark in _take_all(channel, OWN_QUEUE))
        return body in _take_all(channel, way.queue)


def _take_all(channel: Any, queue: str) -> list[bytes]:
    found = []
    while message := channel.basic_get(queue, no_ack=True):
        body = message.body
        found.append(body.encode() if isinstance(body, str) else bytes(body))
    return found


def _publish(channel: Any, exchange: str, key: str, body: bytes, **headers: Any) -> None:
    message = Message(body, application_headers=headers, delivery_mode=2)
    channel.basic_publish_confirm(message, exchange=exchange, routing_key=key)


def _by_retry(channel: Any, body: bytes) -> None:
    _publish(channel, TIER, TARGET, body)


def _by_retry_copied(channel: Any, body: bytes) -> None:
    _publish(channel, TIER, OWN_QUEUE, body, CC=[TARGET], BCC=[TARGET])


def _call_by_retry(channel: Any, body: bytes) -> None:
    _publish(channel, TIER, "registration.register", body, CC=["rpc-registration"])


def _call_by_dead_letter(channel: Any, body: bytes) -> None:
    to = {
        "x-message-ttl": 0,
        "x-dead-letter-exchange": RPC_EXCHANGE,
        "x-dead-letter-routing-key": "registration.register",
    }
    channel.queue_declare(FORGED, exclusive=True, arguments=to)
    channel.exchange_declare(FORGED, "fanout", auto_delete=True)
    channel.queue_bind(FORGED, FORGED)
    _publish(channel, FORGED, "", body)


def _by_binding_exchanges(channel: Any, body: bytes) -> None:
    channel.exchange_bind(RPC_EXCHANGE, "lockers.events", "#")
    _publish(channel, "lockers.events", "registration.register", body)


def _by_copy(channel: Any, body: bytes) -> None:
    _publish(channel, "lockers.events", "locker_assigned", body, CC=["contact_recorded"])


def _park_for_another(channel: Any, body: bytes) -> None:
    _publish(channel, "lockers.parked", "notifications", body, CC=["notifications"])


def _park_through_the_broker(channel: Any, body: bytes) -> None:
    _publish(channel, "parked", "notifications", body)


WAYS_AROUND: Mapping[str, WayAround] = {
    "retry into another's queue": WayAround(TARGET, _by_retry),
    "retry into another's queue as a copy": WayAround(TARGET, _by_retry_copied),
    "call by a retry's copy": WayAround("rpc-registration", _call_by_retry),
    "call by a dead letter": WayAround("rpc-registration", _call_by_dead_letter),
    "call by binding exchanges": WayAround("rpc-registration", _by_binding_exchanges),
    "forge another's event as a copy": WayAround(TARGET, _by_copy),
    "park in another's name": WayAround("parked.notifications", _park_for_another),
    "park where the broker parks": WayAround("parked.notifications", _park_through_the_broker),
}
