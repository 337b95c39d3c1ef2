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


def _exchange(name: str) -> Exchange:
    return Exchange(name, type="direct", durable=True)


def event_queue(
    subscriber: str, publisher: str, event_type: str, quorum_size: int = 1, declare: bool = True
) -> Queue:
    """Where one subscriber's events of one type wait; shared by all its processes.

    ``declare``: False, here and below, where it was made beforehand and the service may not.
    """
    name = f"{subscriber}.{publisher}.{event_type}"
    return Queue(
        name,
        bindings=[
            binding(event_exchange(publisher), event_type),
            binding(_exchange(retried_exchange_name(subscriber)), name),
        ],
        durable=True,
        no_declare=not declare,
        queue_arguments={
            **_quorum(quorum_size),
            **_SAFE,
            "x-delivery-limit": DELIVERY_LIMIT,
            "x-dead-letter-exchange": PARKED,
            "x-dead-letter-routing-key": subscriber,
        },
    )


def rpc_queue(service: str, quorum_size: int = 1, declare: bool = True) -> Queue:
    """Where a service's requests wait; shared by all its processes.

    On one node as nameko makes it: a plain queue, which is quicker. In a cluster that would be
    away with its node, and with it the service.
    """
    return Queue(
        f"rpc-{service}",
        Exchange(RPC_EXCHANGE, type="topic", durable=True),
        f"{service}.*",
        durable=True,
        no_declare=not declare,
        queue_arguments=_quorum(quorum_size) if quorum_size > 1 else None,
    )


def parked_queue(subscriber: str, quorum_size: int = 1) -> Queue:
    """Where messages wait that only a person can help: those that the subscriber gave up, and
    those that the broker itself took from it."""
    return Queue(
        f"{PARKED}.{subscriber}",
        bindings=[
            binding(_exchange(parked_exchange_name(subscriber)), subscriber),
            binding(_exchange(PARKED), subscriber),
        ],
        durable=True,
        queue_arguments=_quorum(quorum_size),
    )


def parked_exchange_name(subscriber: str) -> str:
    """Each subscriber has its own, so that nobody can park in another's name. Only the broker
    writes to the one that they share."""
    return f"{subscriber}.{PARKED}"


def retry_exchange_name(subscriber: str, delay_ms: int) -> str:
    return f"retry.{subscriber}.{delay_ms}"


def retried_exchange_name(subscriber: str) -> str:
    """Leads to the queues of this subscriber alone, by their names. Through the default exchange
    whoever may retry could put any message into any queue."""
    return f"{subscriber}.retried"


def retry_queue(subscriber: str, delay_ms: int, quorum_size: int = 1) -> Queue:
    """Where failed messages of one subscriber wait out one delay.

    One queue for each delay, since a queue expires messages only at its head (measured: a
    message of 1 s behind one of 10 s came at 10.02 s). The routing key of a message is the queue
    it failed in.
    """
    name = retry_exchange_name(subscriber, delay_ms)
    return Queue(
        name,
        exchange=Exchange(name, type="fanout", durable=True),
        durable=True,
        queue_arguments={
            **_quorum(quorum_size),
            **_SAFE,
            "x-message-ttl": delay_ms,
            "x-dead-letter-exchange": retried_exchange_name(subscriber),
        },
    )


def failure_queues(
    subscriber: str, retry_tiers_ms: Iterable[int], quorum_size: int = 1
) -> list[Queue]:
    """What a subscriber fails into."""
    retrying = [retry_queue(subscriber, delay, quorum_size) for delay in retry_tiers_ms]
    return [*retrying, parked_queue(subscriber, quorum_size)]


def event_stream(
    name: str, bindings: Collection[tuple[str, str]], max_age: str = "1D", declare: bool = True
) -> Queue:
    """A stream queue: it keeps what was read, so that readers can go back in it.

    ``bindings``: publishers and the types wanted of them. Segments of 5 MB, since only whole ones
    are dropped when they are too old. A quorum is not asked for: a stream has a copy on each node
    that it can.
    """
    exchanges = {publisher: event_exchange(publisher) for publisher, _ in bindings}
    return Queue(
        name,
        bindings=[binding(exchanges[publisher], type_) for publisher, type_ in bindings],
        durable=True,
        no_declare=not declare,
        queue_arguments={
            "x-queue-type": "stream",
            "x-max-age": max_age,
            "x-stream-max-segment-size-bytes": 5_000_000,
        },
    )


def _quorum(size: int) -> dict[str, Any]:
    return {"x-queue-type": "quorum", "x-quorum-initial-group-size": size}
