"""Events that come twice, come late, or are none: done to the queues from outside."""

import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Any, TypeVar
from uuid import uuid4

from amqp.exceptions import AMQPError
from kombu import Connection, Exchange, Queue, binding
from kombu.exceptions import OperationalError
from pymongo.errors import PyMongoError

import contracts
from chassis.publishing import ConfirmedPublisher, NotConfirmed, Outgoing
from chassis.topology import event_queue
from tests.support.messages import PUBLISHERS, event

TROUBLE = (OSError, AMQPError, OperationalError, NotConfirmed, PyMongoError)
MARK = "nameko.traceparent"
"""The one header that a parked message keeps."""
LOOKS_SECONDS = 6.0
QUORUM = {"x-queue-type": "quorum"}
T = TypeVar("T")


class Mischief:
    """``poisoned`` are the traces of what no service can read: each must be parked."""

    def __init__(self, amqp_uri: str, random: Random):
        self._uri = amqp_uri
        self._random = random
        self.poisoned: set[str] = set()

    def duplicate(self, count: int, ending: threading.Event) -> int:
        """Sends events of the next seconds to all their subscribers once or twice more."""
        with suppress(*TROUBLE), Connection(self._uri) as connection:
            copies = Queue(f"chaos.echo.{uuid4()}", bindings=every_event(), exclusive=True,
                           auto_delete=True)(connection.channel())  # fmt: skip
            copies.declare()
            heard = _collected(copies, count, ending)
            again = [
                _as_it_was(message, queue)
                for message in heard
                for queue in subscribers(json.loads(message.body)["type"])
                for _ in range(self._random.choice((1, 2)))
            ]
            self._random.shuffle(again)
            self._publish(again)
            return len(again)
        return 0

    def reorder(self, queue: str, seconds: float, ending: threading.Event) -> int:
        """Keeps the events for a queue away from it for a while; then they come the other way
        round, behind younger ones. At no moment are they bound to nothing."""
        _, publisher, event_type = queue.split(".")
        exchange, late = f"{publisher}.events", f"chaos.late.{uuid4()}"

        def aside(channel: Any) -> None:
            Queue(late, durable=True, queue_arguments=QUORUM)(channel).declare()
            channel.queue_bind(late, exchange, event_type)
            channel.queue_unbind(queue, exchange, event_type)

        def back(channel: Any) -> None:
            channel.queue_bind(queue, exchange, event_type)
            channel.queue_unbind(late, exchange, event_type)

        def moved(channel: Any) -> int:
            taken = list(iter(lambda: channel.basic_get(late), None))
            self._publish([_as_it_was(message, queue) for message in reversed(taken)])
            for message in taken:
                channel.basic_ack(message.delivery_tag)
            channel.queue_delete(late)
            return len(taken)

        self._insist(aside)
        ending.wait(seconds)
        self._insist(back)
        return self._insist(moved)

    def poison(self, queue: str, kind: int) -> None:
        """Puts something into a queue that is not the event it is for, until it is there."""
        mark = f"00-{uuid4().hex}-{uuid4().hex[:16]}-01"
        self.poisoned.add(mark)
        body = _poison(kind, queue.rpartition(".")[2])
        outgoing = Outgoing("", queue, body, str(uuid4()), {MARK: mark})
        self._insist(lambda _channel: self._publish([outgoing]))

    def _insist(self, act: Callable[[Any], T]) -> T:
        """Again and again, whatever is broken meanwhile."""
        while True:
            with suppress(*TROUBLE), Connection(self._uri, connect_timeout=5) as connection:
                return act(connection.channel())
            time.sleep(1)

    def _publish(self, messages: list[Outgoing]) -> None:
        publisher = ConfirmedPublisher(self._uri, timeout=10)
        try:
            if len(publisher.publish(messages)) < len(messages):
                raise NotConfirmed("not all were taken")
        finally:
            publisher.close()


def subscribers(event_type: str) -> list[str]:
    """The queues that an event of the type must come into."""
    one = contracts.ALL[event_type]
    return [event_queue(name, one.publisher, one.name).name for name in one.heard_by]


def event_queues() -> list[str]:
    return [queue for name in contracts.ALL for queue in subscribers(name)]


def _collected(queue: Any, count: int, ending: threading.Event) -> list[Any]:
    """As many messages as come within some seconds."""
    deadline = time.monotonic() + LOOKS_SECONDS
    found: list[Any] = []
    while len(found) < count and time.monotonic() < deadline and not ending.is_set():
        message = queue.get(no_ack=False)
        if message is None:
            time.sleep(0.005)
        else:
            found.append(message)
    return found


def every_event() -> list[Any]:
    return [binding(Exchange(f"{name}.events", "topic", durable=True), "#") for name in PUBLISHERS]


def _as_it_was(message: Any, queue: str) -> Outgoing:
    """``message``: kombu's or py-amqp's."""
    body = message.body.encode() if isinstance(message.body, str) else bytes(message.body)
    return Outgoing("", queue, body, str(uuid4()), dict(message.headers or {}))


def _poison(kind: int, event_type: str) -> bytes:
    whole = event(event_type)
    return [
        b"\xff\xfe no text at all",
        b'{"half": ',
        b"[]",
        json.dumps({**whole, "type": "something_else"}).encode(),
        json.dumps({**whole, "data": None}).encode(),
        json.dumps({**whole, "padding": "x" * 1_100_000}).encode(),
    ][kind]
