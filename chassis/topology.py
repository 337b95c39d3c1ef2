"""Exchanges and queues: their names and arguments, in one place for services and provisioning.

Names hold the publisher, the subscriber and the event type, never a method, so that renaming a
method orphans nothing. The arguments of an existing queue cannot be changed: when one of them
must, the queue needs a new name.
"""

from collections.abc import Collection, Iterable
from typing import Any

from kombu import Exchange, Queue, binding

PARKED = "parked"
RPC_EXCHANGE = "nameko-rpc"
DELIVERY_LIMIT = 20
"""Crashes of a consumer, not failures of a handler, after which a message is parked."""

_SAFE = {"x-dead-letter-strategy": "at-least-once", "x-overflow": "reject-publish"}
"""Dead letters are moved by confirmed publishing, so that a broker's crash loses none."""


def event_exchange(publisher: str, declare: bool = True) -> Exchange:
    return Exchange(f"{publisher}.events", type="topic", durable=True, no_declare=not declare)


def event_queue(
    subscriber: str, publisher: str, event_type: str, quorum_size: int = 1, declare: bool = True
) -> Queue:
    """Where one subscriber's events of one type wait; shared by all its processes."""
    return Queue(
        f"{subscriber}.{publisher}.{event_type}",
        exchange=event_exchange(publisher, declare),
        routing_key=event_type,
        durable=True,
        queue_arguments={
            **_quorum(quorum_size),
            **_SAFE,
            "x-delivery-limit": DELIVERY_LIMIT,
            "x-dead-letter-exchange": PARKED,
            "x-dead-letter-routing-key": subscriber,
        },
    )


def parked_queue(subscriber: str, quorum_size: int = 1, declare: bool = True) -> Queue:
    """Where messages wait that only a person can help."""
    exchange = Exchange(PARKED, type="direct", durable=True, no_declare=not declare)
    return Queue(
        f"{PARKED}.{subscriber}",
        exchange=exchange,
        routing_key=subscriber,
        durable=True,
        queue_arguments=_quorum(quorum_size),
    )


def retry_exchange_name(delay_ms: int) -> str:
    return f"retry.{delay_ms}"


def retry_queue(delay_ms: int, quorum_size: int = 1, declare: bool = True) -> Queue:
    """Where failed messages wait out one delay.

    One queue for each delay, since a queue expires messages only at its head (measured: a
    message of 1 s behind one of 10 s came at 10.02 s). The routing key of a message is the queue
    it failed in, and the default exchange takes it back there.
    """
    name = retry_exchange_name(delay_ms)
    return Queue(
        name,
        exchange=Exchange(name, type="fanout", durable=True, no_declare=not declare),
        durable=True,
        queue_arguments={
            **_quorum(quorum_size),
            **_SAFE,
            "x-message-ttl": delay_ms,
            "x-dead-letter-exchange": "",
        },
    )


def shared_queues(retry_tiers_ms: Iterable[int], quorum_size: int) -> list[Queue]:
    """The queues that all services fail into."""
    return [retry_queue(delay, quorum_size) for delay in retry_tiers_ms]


def event_stream(
    name: str, bindings: Collection[tuple[str, str]], max_age: str = "1D", declare: bool = True
) -> Queue:
    """A stream queue: it keeps what was read, so that readers can go back in it.

    ``bindings``: publishers and the types wanted of them. Segments of 5 MB, since only whole ones
    are dropped when they are too old. A quorum is not asked for: a stream has a copy on each node
    that it can.
    """
    exchanges = {publisher: event_exchange(publisher, declare) for publisher, _ in bindings}
    return Queue(
        name,
        bindings=[binding(exchanges[publisher], type_) for publisher, type_ in bindings],
        durable=True,
        queue_arguments={
            "x-queue-type": "stream",
            "x-max-age": max_age,
            "x-stream-max-segment-size-bytes": 5_000_000,
        },
    )


def rpc_arguments(quorum_size: int) -> dict[str, Any]:
    """Of the queue of a service's requests. On one node a plain queue, which is quicker; in a
    cluster that would be away with its node, and with it the service."""
    return _quorum(quorum_size) if quorum_size > 1 else {}


def _quorum(size: int) -> dict[str, Any]:
    return {"x-queue-type": "quorum", "x-quorum-initial-group-size": size}
