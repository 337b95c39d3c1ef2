"""Who may do what on the broker: one user per service, and no more than it needs.

Permissions are regular expressions over the names of exchanges and queues; topic permissions over
routing keys, for reading: the keys of a binding. ``tests.permissions`` tries all of it, and
docs/security.md has what came of it.

A service may make nothing and bind nothing: with a queue of its own making it could have the
broker carry messages, as dead letters, to wherever it may write, past the topic permissions.
RabbitMQ 3 also lets a ``CC`` header past them. So a right that must hold is one over an exchange.
"""

from collections.abc import Iterable
from typing import NamedTuple

import contracts
from chassis.topology import RPC_EXCHANGE, parked_exchange_name
from operations.secrets import SERVICES

UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
"""A reply travels under the key of the caller's queue: a UUID. So a service can answer anybody
but ask nobody."""
NOTHING = "^$"


class Permissions(NamedTuple):
    configure: str
    write: str
    read: str


class TopicPermission(NamedTuple):
    exchange: str
    write: str
    read: str


def of_service(name: str) -> Permissions:
    """Reads what was meant for it, publishes as itself, answers, and fails into what is its own."""
    return Permissions(
        configure=NOTHING,
        write=_any(
            [
                rf"{name}\.events",
                RPC_EXCHANGE,
                rf"retry\.{name}\.[0-9]+",
                parked_exchange_name(name).replace(".", r"\."),
            ]
        ),
        read=_any([rf"{name}\.({_either(SERVICES)})\.[a-z0-9_]+", f"rpc-{name}"]),
    )


def of_caller(name: str) -> Permissions:
    """Calls by RPC, reads its stream of all events, and answers ``ping`` like any service."""
    replies = r"rpc\.reply-client-.+"
    return Permissions(
        configure=_any([replies]),
        write=_any([replies, RPC_EXCHANGE]),
        read=_any([replies, RPC_EXCHANGE, f"rpc-{name}", rf"{name}\.stream"]),
    )


def of_subscriber(name: str) -> Permissions:
    """An outside system: queues of its own, named ``<user>.<anything>``, bound to any events."""
    queues = [rf"{name}\..+"]
    return Permissions(
        configure=_any(queues), write=_any(queues), read=_any([*queues, *_event_exchanges()])
    )


def topics_of_service(name: str) -> list[TopicPermission]:
    types = _any(one.name for one in contracts.ALL.values() if one.publisher == name)
    return [
        TopicPermission(RPC_EXCHANGE, write=_any([UUID]), read=NOTHING),
        TopicPermission(f"{name}.events", write=types, read=NOTHING),
    ]


def topics_of_caller(_name: str) -> list[TopicPermission]:
    calls = rf"({_either(SERVICES)})\.[a-z_]+"
    return [TopicPermission(RPC_EXCHANGE, write=_any([calls, UUID]), read=_any([UUID]))]


def topics_of_subscriber(_name: str) -> list[TopicPermission]:
    """Only on exchanges with a restricted type. The allowed keys are listed one by one: a
    pattern that forbids some would let a wildcard such as ``#`` through."""
    found = []
    for publisher in sorted({one.publisher for one in contracts.ALL.values() if one.restricted_to}):
        open_types = [name for by, name in contracts.open_to_all() if by == publisher]
        found.append(TopicPermission(f"{publisher}.events", write=NOTHING, read=_any(open_types)))
    return found


def _event_exchanges() -> list[str]:
    return [rf"{publisher}\.events" for publisher in SERVICES]


def _any(patterns: Iterable[str]) -> str:
    return f"^({_either(patterns)})$"


def _either(patterns: Iterable[str]) -> str:
    return "|".join(patterns)
