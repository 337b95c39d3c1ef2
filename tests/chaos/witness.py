"""An outside subscriber that misses nothing: a durable queue bound to every event."""

import json
import time
from typing import Any

from kombu import Connection, Consumer, Queue

from tests.chaos.mischief import every_event

NAME = "chaos.witness"
QUIET_SECONDS = 1.0


def _queue() -> Queue:
    return Queue(NAME, bindings=every_event(), durable=True,
                 queue_arguments={"x-queue-type": "quorum"})  # fmt: skip


def invite(amqp_uri: str) -> None:
    """Before anything is published."""
    with Connection(amqp_uri) as connection:
        _queue()(connection.channel()).declare()


def heard(amqp_uri: str) -> list[dict[str, Any]]:
    """Every delivery, in the order in which they came."""
    return [json.loads(body) for body, _ in drained(amqp_uri, NAME)]


def drained(amqp_uri: str, name: str) -> list[tuple[bytes, dict[str, Any]]]:
    """Body and headers of everything that lies in a queue, which is empty then. (Without
    acknowledging, a quorum queue would hand out 2,000 messages and no more.)"""
    found: list[tuple[bytes, dict[str, Any]]] = []

    def keep(message: Any) -> None:
        body = message.body
        found.append((body.encode() if isinstance(body, str) else bytes(body),
                      dict(message.headers or {})))  # fmt: skip

    with Connection(amqp_uri) as connection:
        channel = connection.channel()
        ready = Queue(name, no_declare=True)(channel).queue_declare(passive=True).message_count
        with Consumer(channel, [Queue(name, no_declare=True)], on_message=keep, no_ack=True):
            last = time.monotonic()
            while len(found) < ready or time.monotonic() - last < QUIET_SECONDS:
                before = len(found)
                try:
                    connection.drain_events(timeout=QUIET_SECONDS)
                except TimeoutError:
                    if len(found) >= ready:
                        break
                if len(found) > before:
                    last = time.monotonic()
    return found
