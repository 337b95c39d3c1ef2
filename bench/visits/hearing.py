"""The events of a system, heard by its desks: what must happen before the next step."""

import json
import threading
import time
from collections import defaultdict
from contextlib import suppress
from typing import Any
from uuid import uuid4

from kombu import Consumer, Exchange, Queue, binding
from kombu.message import Message

from bench.visits.steps import AWAITED
from chassis.broker import connect

EXCHANGES = ("registration.events", "screening.events", "lockers.events")


class Hearing:
    """A subscriber like any other. Use as a context manager. ``sizes``: bytes of an event of each
    type."""

    def __init__(self, amqp_uri: str):
        self.sizes: dict[str, int] = {}
        self.heard = 0
        self._uri = amqp_uri
        self._happened: dict[tuple[str, str], threading.Event] = defaultdict(threading.Event)
        self._stopping = False
        self._ready = threading.Event()
        self._listener = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> "Hearing":
        self._listener.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_: Any) -> None:
        self._stopping = True
        self._listener.join(5)

    def wait(self, type_: str, visit: str, seconds: float) -> bool:
        """Whether it has happened to the visit by then."""
        key = type_, visit
        try:
            return self._happened[key].wait(seconds)
        finally:
            self._happened.pop(key, None)

    def _listen(self) -> None:
        with connect(self._uri, heartbeat=30) as connection:
            channel = connection.channel()
            exchanges = [Exchange(name, type="topic", durable=True) for name in EXCHANGES]
            everything = [binding(exchange, "#") for exchange in exchanges]
            queue = Queue(f"bench.desks-{uuid4()}", bindings=everything, exclusive=True)
            with Consumer(channel, [queue], on_message=self._receive, no_ack=True):
                self._ready.set()
                beaten = time.monotonic()
                while not self._stopping:
                    with suppress(TimeoutError):
                        connection.drain_events(timeout=0.5)
                    if time.monotonic() > beaten + 5:
                        connection.heartbeat_check()
                        beaten = time.monotonic()

    def _receive(self, message: Message) -> None:
        event = json.loads(message.body)
        self.heard += 1
        self.sizes.setdefault(event["type"], len(message.body))
        if event["type"] in AWAITED:
            self._happened[event["type"], event["subject"]].set()
