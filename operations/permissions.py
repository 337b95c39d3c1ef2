"""Who may do what on the broker: one user per service, and no more than it needs.

Checked by tests/component/operations: forged events, foreign queues, foreign RPC and reading
``contact_recorded`` are refused. Permissions are regular expressions over the names of exchanges
and queues; topic permissions over routing keys, for reading: the keys of a binding.
"""

from collections.abc import Iterable
from typing import NamedTuple

import contracts
from chassis.topology import PARKED, RPC_EXCHANGE
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
    """Its own queues and its RPC; publishing as itself; failing into retry and parking."""
    events = rf"{name}\.({_either(SERVICES)})\.[a-z0-9_]+"
    queues = [events, f"rpc-{name}", rf"rpc\.reply-{name}-.*"]
    exchanges = [rf"{publisher}\.events" for publisher in heard_by(name)]
    return Permissions(
        configure=_any(queues),
        write=_any([*queues, RPC_EXCHANGE, rf"{name}\.events", r"retry\.[0-9]+", PARKED]),
        read=_any([*queues, RPC_EXCHANGE, *exchanges]),
    )


def of_caller(name: str) -> Permissions:
    """Calls by RPC, follows every event, and answers ``ping`` like any service."""
    queues = [rf"rpc\.reply-(client|{name})-.*", f"rpc-{name}", rf"{name}\..*"]
    return Permissions(
        configure=_any(queues),
        write=_any([*queues, RPC_EXCHANGE]),
        read=_any([*queues, RPC_EXCHANGE, *_event_exchanges()]),
    )


def of_subscriber(name: str) -> Permissions:
    """An outside system: queues of its own, named ``<user>.<anything>``, bound to any events."""
    queues = [rf"{name}\..+"]
    return Permissions(
        configure=_any(queues), write=_any(queues), read=_any([*queues, *_event_exchanges()])
    )


def topics_of_service(name: str) -> list[TopicPermission]:
    rpc = TopicPermission(RPC_EXCHANGE, write=f"^{UUID}$", read=rf"^{name}\.\*$")
    return [rpc, *_topics_of_events(name)]


def topics_of_caller(name: str) -> list[TopicPermission]:
    calls = rf"({_either(SERVICES)})\.[a-z_]+"
    rpc = TopicPermission(
        RPC_EXCHANGE, write=_any([calls, UUID]), read=_any([UUID, rf"{name}\.\*"])
    )
    return [rpc, *_topics_of_events(name)]


def topics_of_subscriber(name: str) -> list[TopicPermission]:
    return _topics_of_events(name)


def heard_by(subscriber: str) -> list[str]:
    """Publishers that this service listens to."""
    return sorted({one.publisher for one in contracts.ALL.values() if subscriber in one.heard_by})


def _topics_of_events(reader: str) -> list[TopicPermission]:
    """Only on exchanges with a restricted type. The allowed keys are listed one by one: a
    pattern that forbids some would let a wildcard such as ``#`` through."""
    found = []
    restricted = {one.publisher for one in contracts.ALL.values() if one.restricted_to}
    for publisher in sorted(restricted):
        types = [one for one in contracts.ALL.values() if one.publisher == publisher]
        readable = [
            one.name for one in types if not one.restricted_to or reader in one.restricted_to
        ]
        written = _any(one.name for one in types) if reader == publisher else NOTHING
        found.append(TopicPermission(f"{publisher}.events", write=written, read=_any(readable)))
    return found


def _event_exchanges() -> list[str]:
    return [rf"{publisher}\.events" for publisher in SERVICES]


def _any(patterns: Iterable[str]) -> str:
    return f"^({_either(patterns)})$"


def _either(patterns: Iterable[str]) -> str:
    return "|".join(patterns)
