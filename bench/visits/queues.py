"""Whether a system is there, and whether it has worked off what it was told."""

import time
from collections.abc import Iterable

from amqp.exceptions import NotFound

from chassis.broker import connect

PATIENCE = 120.0


def until_empty(amqp_uri: str, queues: Iterable[str]) -> None:
    """Returns when nothing waits in any of them. Raises TimeoutError."""
    deadline = time.monotonic() + PATIENCE
    with connect(amqp_uri) as connection:
        channel = connection.channel()
        for name in queues:
            while channel.queue_declare(name, passive=True).message_count:
                if time.monotonic() > deadline:
                    raise TimeoutError(f"{name} does not get empty")
                time.sleep(0.01)


def consumed(amqp_uri: str, queues: Iterable[str]) -> bool:
    """Whether each is there and somebody reads it."""
    with connect(amqp_uri) as connection:
        try:
            channel = connection.channel()
            return all(channel.queue_declare(name, passive=True).consumer_count for name in queues)
        except NotFound:
            return False
