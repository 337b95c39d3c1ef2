"""A queue for answers, each sender's under a key of its own, so that no other property is needed to
tell whose answer it is."""

import json
from collections import defaultdict
from typing import Any

from kombu import Connection, Exchange, Queue

from tests.support.eventually import eventually

PREFIX = "fuzz"
ANSWER_SECONDS = 20


class Answers:
    def __init__(self, amqp_uri: str):
        self._connection = Connection(amqp_uri)
        self._channel = self._connection.default_channel
        exchange = Exchange("nameko-rpc", "topic", durable=True)
        queue = Queue("", exchange, f"{PREFIX}.#", exclusive=True)(self._channel)
        queue.declare()
        self._name = queue.name
        self._keys = 0
        self.of: dict[str, list[Any]] = defaultdict(list)
        """What has come, by key."""

    def key(self) -> str:
        """A new one."""
        self._keys += 1
        return f"{PREFIX}.{self._keys}"

    def fetch(self) -> None:
        while (message := self._channel.basic_get(self._name, no_ack=True)) is not None:
            self.of[message.delivery_info["routing_key"]].append(json.loads(message.body))

    def wait_for(self, keys: list[str]) -> None:
        def all_there() -> bool:
            self.fetch()
            return all(self.of[one] for one in keys)

        eventually("every request is answered", all_there, ANSWER_SECONDS)

    def close(self) -> None:
        self._connection.release()
