"""The systems that are compared, on one broker and one database server.

Each has a virtual host and databases of its own; the settings that make a write or a message
durable are the same for all, and those deployed.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.visits.direct import DirectClient
from bench.visits.ours import INMATES_AT_ONCE, SETTINGS
from bench.visits.queues import consumed
from bench.visits.steps import OFFICER, STEPS
from chassis.calling import RpcClient
from operations.processes import Process, ProcessGroup
from tests.support.eventually import eventually

HEARD = {
    "registration": ("screening-visitor_called", "screening-visitor_screened",
                     "lockers-locker_assigned", "lockers-belongings_deposited",
                     "lockers-belongings_returned"),
    "screening": ("registration-visitor_registered",),
    "lockers": ("screening-visitor_screened", "registration-visit_ended"),
    "notifications": ("registration-contact_recorded", "registration-visitor_registered",
                      "screening-visitor_called", "lockers-locker_assigned",
                      "registration-visit_ended", "registration-visitor_departed"),
}  # fmt: skip
"""Which events each service hears, in both; publisher and type."""
HANDLERS = {"notifications": "on_news"}
HOUSE_METHODS = ("registration.configure_facility", "registration.import_inmates")


class Contestant:
    """``queues``: those that work waits in. ``pids``: of its processes."""

    name: str

    def __init__(self, amqp_uri: str, client: RpcClient, pids: dict[str, int]):
        self.amqp_uri = amqp_uri
        self.pids = pids
        self.queues: list[str] = []
        self._client = client

    def open_house(self, facility: str, inmates: list[str]) -> None:
        command = {"command_id": facility, "facility": facility, "officer": OFFICER}
        same = {"name": "Warga Binaan", "sex": "male", "legal_status": "convict"}
        self._ask("configure_facility", command, settings=SETTINGS)
        for first in range(0, len(inmates), INMATES_AT_ONCE):
            some = inmates[first : first + INMATES_AT_ONCE]
            self._ask("import_inmates", command, inmates=[{"number": n, **same} for n in some])

    def _ask(self, method: str, command: dict[str, Any], **fields: Any) -> None:
        self._client.call("registration", method, {**command, **fields}, timeout=120)


class Plain(Contestant):
    """nameko as its own examples use it."""

    name = "plain nameko"

    def __init__(self, amqp_uri: str, client: RpcClient, pids: dict[str, int]):
        super().__init__(amqp_uri, client, pids)
        self.queues = [f"rpc-{name}" for name in HEARD]
        self.queues += [_queue(to, heard) for to, all_ in HEARD.items() for heard in all_]


class FastStream(Contestant):
    """FastStream as its documentation uses it."""

    name = "FastStream"

    def __init__(self, amqp_uri: str, client: RpcClient, pids: dict[str, int]):
        super().__init__(amqp_uri, client, pids)
        self.queues = [*HOUSE_METHODS, *(f"{step.service}.{step.method}" for step in STEPS)]
        self.queues += [f"{to}-{heard}" for to, all_ in HEARD.items() for heard in all_]


def _queue(subscriber: str, heard: str) -> str:
    """nameko names a queue after the handler."""
    publisher, _, type_ = heard.partition("-")
    method = f"on_{type_}"
    if subscriber == "notifications" and type_ != "contact_recorded":
        method = HANDLERS[subscriber]
    return f"evt-{publisher}-{type_}--{subscriber}.{method}"


@contextmanager
def running(
    module: str, directory: Path, amqp_uri: str, mongo_uri: str
) -> Iterator[dict[str, int]]:
    """A process for each service; their ids."""
    group = ProcessGroup()
    environment = {**os.environ, "AMQP_URI": amqp_uri, "MONGO_URI": mongo_uri}
    try:
        for name in HEARD:
            command = [sys.executable, "-W", "ignore", "-m", module, name]
            log = directory / f"{module}-{name}.log"
            group.add(Process(name, command, environment, log))
        yield {name: one.pid for name, one in group.processes.items() if one.pid}
    finally:
        group.stop()


@contextmanager
def plain(directory: Path, amqp_uri: str, mongo_uri: str) -> Iterator[Plain]:
    with (
        running("bench.plain", directory, amqp_uri, mongo_uri) as pids,
        RpcClient(amqp_uri) as client,
    ):
        made = Plain(amqp_uri, client, pids)
        _await(made)
        yield made


@contextmanager
def faststream(directory: Path, amqp_uri: str, mongo_uri: str) -> Iterator[FastStream]:
    with (
        running("bench.faststream_twin", directory, amqp_uri, mongo_uri) as pids,
        DirectClient(amqp_uri) as client,
    ):
        made = FastStream(amqp_uri, client, pids)
        _await(made)
        yield made


def _await(made: Contestant) -> None:
    eventually(
        f"the services of {made.name} are there",
        lambda: consumed(made.amqp_uri, made.queues),
        seconds=60,
    )
