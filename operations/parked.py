"""The parking lots: looking into them, and getting messages out of them again.

Nothing is ever taken out before it is safe elsewhere, or its end was recorded. While one looks,
the messages are delivered and not acknowledged: whatever ends the process, the broker puts back
what was not settled. Only one operator at a time can look at a lot, so nobody sees half of it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

from amqp import spec
from amqp.exceptions import NotFound, ResourceLocked
from kombu import Connection
from kombu.exceptions import OperationalError
from kombu.message import Message

from chassis.broker import connect
from chassis.consuming import trace_in
from chassis.failing import failure_headers, raw_body
from chassis.ids import new_id
from chassis.publishing import ConfirmedPublisher, NotConfirmed, Outgoing
from chassis.topology import PARKED
from operations.parked_message import Parked, read_parked
from operations.waiting import Unavailable, wait_until

CONNECT_SECONDS = 10
LOCK_SECONDS = 10
"""How long somebody else's look is waited for: thousands of messages take some seconds."""
BACK_SECONDS = 10
HEARTBEAT_SECONDS = 60
"""After which a machine that died keeps a lot no longer."""

RENEW_AT = 10
"""Deliveries after which a message is replaced by a copy of it. RabbitMQ 4 drops what was delivered
20 times, unless a policy forbids it: `kunjungan provision` makes one, but not everywhere can it,
and a client is not told. The other ten are for whoever looks with other tools."""

UNCONFIRMED = (
    "the broker confirms nothing. What was not said to be replayed is still parked; one message "
    "may be in its queue as well, where it has its effect once"
)

Chosen = Callable[[Parked], bool]
Told = Callable[[Parked], None]


class Done(NamedTuple):
    """``problem`` says why the message stays; empty: it is out."""

    parked: Parked
    problem: str = ""


class ParkingLot:
    """One service's. Get it from ``opened``."""

    def __init__(self, service: str, channel: Any, publisher: ConfirmedPublisher, limit: int):
        self._service = service
        self._queue = f"{PARKED}.{service}"
        self._channel = channel
        self._publisher = publisher
        self._limit = limit

    def look(self) -> Iterator[Parked]:
        """All that lie there now, the oldest first."""
        for parked, _ in self._each():
            yield parked

    def replay(self, chosen: Chosen, tell: Told) -> Iterator[Done]:
        """Back into the queue where it failed, as if for the first time. ``tell`` is called
        before anything is done, and may forbid it by raising."""
        for parked, message in self._each():
            if chosen(parked):
                problem = self._replay(parked, message, tell)
                if not problem:
                    self._take_out(message)
                yield Done(parked, problem)

    def discard(self, chosen: Chosen, tell: Told) -> Iterator[Done]:
        """For good; the rest as in ``replay``."""
        for parked, message in self._each():
            if chosen(parked):
                tell(parked)
                self._take_out(message)
                yield Done(parked)

    def _replay(self, parked: Parked, message: Message, tell: Told) -> str:
        """Why not; empty: the broker has confirmed that it is in the other queue."""
        if parked.queue is None or not parked.queue.startswith(f"{self._service}."):
            return f"where it failed is not known to be a queue of {self._service}"
        tell(parked)
        sent = self._publish("", parked.queue, message, trace_in(message))
        return "" if sent else f"there is no queue {parked.queue}, or it takes no more"

    def _each(self) -> Iterator[tuple[Parked, Message]]:
        """What is not taken out goes back in the end, in its order: all at once, since a part of
        them would get behind the others."""
        out = 0
        try:
            left = self._ready()
            while left > 0 and (found := self._channel.basic_get(self._queue)):
                left, out = left - 1, out + 1
                message = self._channel.message_to_python(found)
                parked = read_parked(self._service, message, self._limit)
                yield parked, message
                if parked.looks >= RENEW_AT and not message.acknowledged:
                    self._renew(parked, message)
                out -= message.acknowledged
        finally:
            self._put_back(out)

    def _put_back(self, count: int) -> None:
        """Returns when they can be seen again, so that whoever looks next sees all of them."""
        everything = (0, True, True)
        self._channel.send_method(spec.Basic.Nack, "Lbb", everything)
        wait_until(
            lambda: self._ready() >= count,
            BACK_SECONDS,
            f"the broker has not put everything back into {self._queue} yet; look again",
        )

    def _ready(self) -> int:
        count: int = self._channel.queue_declare(self._queue, passive=True).message_count
        return count

    def _renew(self, parked: Parked, message: Message) -> None:
        headers = failure_headers(
            message, parked.queue or "", parked.attempts, parked.cause, parked.failed_at
        )
        with suppress(NotConfirmed):  # there are some looks left
            if self._publish(PARKED, self._service, message, headers):
                self._take_out(message)

    def _publish(
        self, exchange: str, key: str, message: Message, headers: dict[str, Any]
    ) -> set[str]:
        name = message.properties.get("message_id") or new_id()
        outgoing = Outgoing(exchange, key, raw_body(message), name, headers)
        return self._publisher.publish([outgoing])

    def _take_out(self, message: Message) -> None:
        message.ack()


@contextmanager
def opened(amqp_uri: str, service: str, limit: int) -> Iterator[ParkingLot | None]:
    """The lot, or None when the service has none yet. Bodies beyond ``limit`` are not looked into.

    Raises Unavailable when somebody else looks at it, or the broker does not answer.
    """
    connection = connect(amqp_uri, connect_timeout=CONNECT_SECONDS, heartbeat=HEARTBEAT_SECONDS)
    publisher = ConfirmedPublisher(amqp_uri, CONNECT_SECONDS)
    try:
        with _said(connection):
            wait_until(
                lambda: _locked(connection, service),
                LOCK_SECONDS,
                f"somebody else is at work on the parked messages of {service}; try again",
            )
            channel = connection.channel()
            channel.auto_decode = False  # a body goes back as it came
            there = _exists(connection, f"{PARKED}.{service}")
            yield ParkingLot(service, channel, publisher, limit) if there else None
    finally:
        publisher.close()
        connection.collect()


def _locked(connection: Connection, service: str) -> bool:
    """A queue that belongs to one connection, and is gone with it."""
    channel = connection.channel()
    try:
        channel.queue_declare(
            f"{PARKED}-operator.{service}", exclusive=True, durable=False, auto_delete=False,
            arguments={"x-queue-type": "classic"},
        )  # fmt: skip
        return True
    except ResourceLocked:
        return False


def _exists(connection: Connection, queue: str) -> bool:
    try:
        connection.channel().queue_declare(queue, passive=True)
        return True
    except NotFound:
        return False


@contextmanager
def _said(connection: Connection) -> Iterator[None]:
    try:
        yield
    except NotConfirmed as error:
        raise Unavailable(UNCONFIRMED) from error
    except (OSError, OperationalError, *connection.connection_errors) as error:
        raise Unavailable(f"the broker does not answer ({type(error).__name__})") from error
