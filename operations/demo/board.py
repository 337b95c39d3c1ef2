"""The board over the desks: it hears every event and tells each desk what has come up.

An outside subscriber like any other: plain kombu, a queue of its own, no part of the services.
"""

import json
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from kombu import Consumer, Exchange, Queue, binding
from kombu.message import Message

from chassis.broker import connect

PUBLISHERS = ("registration", "screening", "lockers", "notifications")
Listener = Callable[[dict[str, Any]], None]


class Board:
    """Calls ``listener`` with each event, in one thread. Use as a context manager."""

    def __init__(self, amqp_uri: str, listener: Listener):
        self._uri = amqp_uri
        self._listener = listener
        self.counted: Counter[str] = Counter()
        self._ready = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="board", daemon=True)

    def __enter__(self) -> "Board":
        self._thread.start()
        if not self._ready.wait(10):
            raise TimeoutError("the board could not subscribe to the events")
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _listen(self) -> None:
        exchanges = (Exchange(f"{name}.events", "topic", durable=True) for name in PUBLISHERS)
        bindings = [binding(exchange, "#") for exchange in exchanges]
        queue = Queue(f"demo-board-{uuid4()}", bindings=bindings, exclusive=True)
        with (
            connect(self._uri) as connection,
            Consumer(connection, [queue], on_message=self._hear, no_ack=True),
        ):
            self._ready.set()
            while not self._stop.is_set():
                try:
                    connection.drain_events(timeout=0.2)
                except TimeoutError:
                    continue

    def _hear(self, message: Message) -> None:
        event = json.loads(message.body)
        self.counted[event["type"]] += 1
        self._listener(event)
