"""An outside system that follows all events in a durable queue of its own."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kombu import Connection, Exchange, Queue, binding

from tests.support.messages import PUBLISHERS

NAME = "reports.all"


class Outside:
    """``heard``: all events in the order in which they came, taken by whoever asks."""

    def __init__(self, channel: Any):
        bindings = [
            binding(Exchange(f"{name}.events", "topic", durable=True), routing_key="#")
            for name in PUBLISHERS
        ]
        self._queue = Queue(NAME, bindings=bindings, durable=True)(channel)
        self._queue.declare()
        self.heard: list[dict[str, Any]] = []

    def catch_up(self) -> list[dict[str, Any]]:
        """What came since the last time."""
        fresh = []
        while (message := self._queue.get(no_ack=True)) is not None:
            fresh.append(json.loads(message.body))
        self.heard += fresh
        return fresh

    @property
    def ids(self) -> list[str]:
        return [one["id"] for one in self.heard]


@contextmanager
def following(amqp_uri: str) -> Iterator[Outside]:
    with Connection(amqp_uri) as connection:
        yield Outside(connection.channel())
