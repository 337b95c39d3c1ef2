"""The board over the desks: it hears every event and tells each desk what has come up.

An outside subscriber like any other: plain kombu, a queue of its own, no part of the services. The
queue outlives its connection, so that a restart of the broker is no gap in what the board shows.
"""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from amqp.exceptions import AMQPError
from kombu import Connection, Consumer, Exchange, Queue, binding
from kombu.exceptions import OperationalError
from kombu.message import Message

from chassis.broker import connect

PUBLISHERS = ("registration", "screening", "lockers", "notifications")
AWAY = (OSError, AMQPError, OperationalError)
AGAIN_SECONDS = 0.5
HEARTBEAT = 10
FORGOTTEN_MS = 600_000
"""After which the broker drops the queue of a board that was killed."""
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
        exchanges = (Exchange(f"{name}.events", "topic", durable=True) for name in PUBLISHERS)
        self._queue = Queue(
            f"demo-board-{uuid4()}",
            bindings=[binding(exchange, "#") for exchange in exchanges],
            durable=True,
            queue_arguments={"x-queue-type": "quorum", "x-expires": FORGOTTEN_MS},
        )

    def __enter__(self) -> "Board":
        self._thread.start()
        if not self._ready.wait(10):
            raise TimeoutError("the board could not subscribe to the events")
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _listen(self) -> None:
        while not self._stop.is_set():
            connection = connect(self._uri, heartbeat=HEARTBEAT, connect_timeout=5)
            try:
                self._follow(connection)
            except AWAY:
                time.sleep(AGAIN_SECONDS)
            finally:
                connection.collect()

    def _follow(self, connection: Connection) -> None:
        channel = connection.channel()
        with Consumer(channel, [self._queue], on_message=self._hear):
            self._ready.set()
            while not self._stop.is_set():
                try:
                    connection.drain_events(timeout=0.2)
                except TimeoutError:
                    pass
                connection.heartbeat_check()
        self._queue(channel).delete()

    def _hear(self, message: Message) -> None:
        event = json.loads(message.body)
        self.counted[event["type"]] += 1
        self._listener(event)
        message.ack()
