"""Tries everything on the broker, as one user after the other, and leaves nothing behind.

Safe on a system that works: what is published is rolled back before it is routed, what is read
goes back, and only what must not be there is removed. What the policy forbids is tried in earnest.
"""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from amqp import Message
from amqp.exceptions import AccessRefused, AMQPNotImplementedError, ChannelError, NotAllowed
from kombu import Connection

import contracts
from chassis.topology import RPC_EXCHANGE
from operations.rpc_methods import every_method
from operations.secrets import CALLERS, SERVICES
from tests.permissions.attempts import Attempt, Tried, User
from tests.permissions.broker_objects import Objects

REPLY = "0b0e6f0a-7a52-4f5e-9d0f-5f8d9c1c2b11"
TYPES = [one.name for one in contracts.ALL.values()]
METHODS = [
    *(method.address for methods in every_method().values() for method in methods),
    *(f"{name}.ping" for name in (*SERVICES, *CALLERS)),
]
EVENTS = [f"{name}.events" for name in SERVICES]
PROBE = "probe"


def try_broker(user: User, others: list[User], objects: Objects) -> Iterator[Tried]:
    """``objects`` are what the broker holds; ``others`` the users whose names are tried on."""
    hand, publishing = _Hand(user.amqp_uri), _Hand(user.amqp_uri)
    try:
        for attempt, act in _all(user, others, objects):
            # a channel with transactions would keep back what is done on it
            by = publishing if attempt.action == "publish" else hand
            yield Tried(attempt, by.may(act))
        for queue in objects.queues:
            may_read = hand.may(_reading(queue, queue in objects.streams))
            yield Tried(Attempt(user, "read", queue), may_read)
            if not may_read:  # who may read a queue may empty it: the same right, tried in vain
                yield Tried(Attempt(user, "empty", queue), hand.may(_emptying(queue)))
    finally:
        hand.drop()
        publishing.drop()
    for vhost in ("/", "another"):
        yield Tried(Attempt(user, "connect", f"virtual host {vhost}"), _enters(user, vhost))


Act = Callable[[Any], Any]


def _all(user: User, others: list[User], objects: Objects) -> Iterator[tuple[Attempt, Act]]:
    for exchange in objects.exchanges:
        for key in _published(exchange, objects):
            yield Attempt(user, "publish", exchange, key), _publishing(exchange, key)
        yield Attempt(user, "make exchange", exchange), _making_exchange(exchange)
        yield Attempt(user, "remove exchange", exchange), _removing_exchange(exchange)
        for source in (RPC_EXCHANGE, *EVENTS):
            name = f"{source} > exchange {exchange}"
            yield Attempt(user, "bind", name, "#"), _binding_exchange(source, exchange)
    for queue in objects.queues:
        yield Attempt(user, "count", queue), _counting(queue)
        yield Attempt(user, "make", queue), _making(queue)
        yield Attempt(user, "remove", queue), _removing(queue)
        for exchange in ("lockers.events", RPC_EXCHANGE):
            yield Attempt(user, "bind", f"{exchange} > {queue}", "#"), _binding(exchange, queue)
    for name in [PROBE, *(new_name(one) for one in others)]:
        yield Attempt(user, "make", name), _making(name)
        # to a queue of another's, whatever the key
        all_keys = name == new_name(user)
        for exchange in objects.exchanges if all_keys else (RPC_EXCHANGE, *EVENTS):
            for key in _bound(exchange) if all_keys else ("#",):
                what = f"{exchange} > {name}"
                yield Attempt(user, "bind", what, key), _binding(exchange, name, key)
        yield Attempt(user, "read", name), _reading(name)
        yield Attempt(user, "empty", name), _emptying(name)
        yield Attempt(user, "remove", name), _removing(name)
        yield Attempt(user, "make exchange", name), _making_exchange(name)
        yield Attempt(user, "publish", name), _publishing(name, "")
        yield Attempt(user, "remove exchange", name), _removing_exchange(name)
    for queue in _own(user, objects):
        for exchange in objects.exchanges:
            for key in _bound(exchange):
                what = f"{exchange} > {queue}"
                yield Attempt(user, "bind", what, key), _binding(exchange, queue, key)


def new_name(user: User) -> str:
    """A name for a queue of this user, as near to the rules as one that is new can be."""
    if user.role == "service":
        return f"{user.name}.registration.{PROBE}"
    return f"rpc.reply-client-{PROBE}" if user.role == "gateway" else f"{user.name}.{PROBE}"


def _own(user: User, objects: Objects) -> list[str]:
    """Queues that are there for it; one of each kind is enough."""
    events = [queue for queue in objects.queues if queue.startswith(f"{user.name}.")]
    return [*events[:1], *(queue for queue in objects.queues if queue == f"rpc-{user.name}")]


def _published(exchange: str, objects: Objects) -> list[str]:
    if exchange == RPC_EXCHANGE:
        return [*METHODS, REPLY, "#", "registration", "lockers.register.x"]
    if exchange.endswith(".events"):
        return [*TYPES, "forged", "#"]
    if exchange == "":
        return objects.queues
    return [*SERVICES, *(f"rpc-{name}" for name in SERVICES)]


def _bound(exchange: str) -> list[str]:
    if exchange == RPC_EXCHANGE:
        return ["#", "*", "*.*", *(f"{name}.*" for name in (*SERVICES, *CALLERS)), *METHODS, REPLY]
    if exchange.endswith(".events"):
        return [*TYPES, "#", "*", "contact_#", "*.#"]
    return ["#"]


class _Hand:
    """One connection and one channel, which the library opens again after each refusal."""

    def __init__(self, uri: str):
        self._connection = Connection(uri, connect_timeout=10)
        self._channel: Any = None

    def may(self, act: Act) -> bool:
        """Whether the broker lets it. What fails for another reason was let."""
        if self._channel is None:
            self._channel = self._connection.channel()
        try:
            act(self._channel)
        except AccessRefused:
            return False
        except AMQPNotImplementedError:  # of this kind of queue; it ends the connection
            self._connection.collect()
            self._channel = None
        except ChannelError:
            pass
        return True

    def drop(self) -> None:
        self._connection.release()


def _enters(user: User, vhost: str) -> bool:
    uri = urlsplit(user.amqp_uri)._replace(path=f"/{vhost}").geturl()
    connection = Connection(uri, connect_timeout=10)
    try:
        connection.connect()
        return True
    except (NotAllowed, AccessRefused):
        return False
    finally:
        connection.collect()


def _publishing(exchange: str, key: str) -> Act:
    def act(channel: Any) -> None:
        channel.tx_select()
        channel.basic_publish(Message(b"{}"), exchange=exchange, routing_key=key)
        channel.tx_rollback()

    return act


def _reading(queue: str, stream: bool = False) -> Act:
    def get(channel: Any) -> None:
        if message := channel.basic_get(queue):
            channel.basic_reject(message.delivery_tag, requeue=True)

    def consume(channel: Any) -> None:
        channel.basic_qos(0, 1, False)
        channel.basic_cancel(channel.basic_consume(queue, arguments={"x-stream-offset": "next"}))

    return consume if stream else get


def _emptying(queue: str) -> Act:
    return lambda channel: channel.queue_purge(queue)


def _counting(queue: str) -> Act:
    return lambda channel: channel.queue_declare(queue, passive=True)


def _making(queue: str) -> Act:
    # as no queue of the system is: were it let, an existing one would stay as it is
    return lambda channel: channel.queue_declare(queue, exclusive=True)


def _removing(queue: str) -> Act:
    return lambda channel: channel.queue_delete(queue, if_unused=True, if_empty=True)


def _making_exchange(name: str) -> Act:
    def act(channel: Any) -> None:
        channel.exchange_declare(name, "fanout", auto_delete=True)

    return act


def _removing_exchange(name: str) -> Act:
    return lambda channel: channel.exchange_delete(name, if_unused=True)


def _binding(exchange: str, queue: str, key: str = "#") -> Act:
    # an argument of its own, so that no binding of the system's is meant when it is taken away
    mark = {"x-probe": str(uuid4())}

    def act(channel: Any) -> None:
        channel.queue_bind(queue, exchange, key, arguments=mark)
        channel.queue_unbind(queue, exchange, key, arguments=mark)

    return act


def _binding_exchange(source: str, destination: str) -> Act:
    mark = {"x-probe": str(uuid4())}

    def act(channel: Any) -> None:
        channel.exchange_bind(destination, source, "#", arguments=mark)
        channel.exchange_unbind(destination, source, "#", arguments=mark)

    return act
