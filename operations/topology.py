"""The exchanges and queues of the whole system, read off the contracts."""

from collections.abc import Iterable
from typing import Any

from kombu import Exchange, Queue

import contracts
from chassis.broker import connect
from chassis.topology import (
    RPC_EXCHANGE,
    event_exchange,
    event_queue,
    event_stream,
    failure_queues,
    rpc_queue,
)
from operations.secrets import CALLERS, SERVICES


def queues(retry_tiers_ms: Iterable[int], quorum_size: int) -> list[Queue]:
    """Every queue that a service reads or fails into. Queues of outside subscribers are theirs."""
    subscribers: set[str] = set()
    found = [rpc_queue(name, quorum_size) for name in (*SERVICES, *CALLERS)]
    for event_type in contracts.ALL.values():
        for subscriber in event_type.heard_by:
            found.append(
                event_queue(subscriber, event_type.publisher, event_type.name, quorum_size)
            )
            subscribers.add(subscriber)
    tiers = list(retry_tiers_ms)
    for name in sorted(subscribers):
        found += failure_queues(name, tiers, quorum_size)
    return found


def live_stream() -> Queue:
    """What the gateway's GET /events is fed from: every type that anybody may read."""
    return event_stream("gateway.stream", contracts.open_to_all())


def exchanges() -> list[Exchange]:
    """Those without a queue too: a publisher must find its exchange."""
    publishers = sorted({event_type.publisher for event_type in contracts.ALL.values()})
    rpc = Exchange(RPC_EXCHANGE, type="topic", durable=True)
    return [rpc, *(event_exchange(publisher) for publisher in publishers)]


def declare(amqp_uri: str, settings: dict[str, Any], *, purge: bool = False) -> list[str]:
    """Declares all and returns the names of the queues. Safe to run again.

    ``purge`` empties them: what was left there by a system whose database is gone.
    """
    names = []
    with connect(amqp_uri, connect_timeout=10) as connection, connection.channel() as channel:
        for exchange in exchanges():
            exchange(channel).declare()
        for queue in queues(settings["RETRY_TIERS_MS"], settings["QUORUM_SIZE"]):
            bound = queue(channel)
            bound.declare()
            if purge:
                bound.purge()
            names.append(queue.name)
        stream = live_stream()(channel)
        if purge:
            stream.delete()  # a stream cannot be emptied
        stream.declare()
        names.append(stream.name)
    return names
