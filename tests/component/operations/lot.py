"""A parking lot as a test needs it: filled, and looked into beside the command."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from kombu import Connection
from kombu.message import Message

from chassis.publishing import ConfirmedPublisher, Outgoing
from chassis.topology import PARKED, event_queue, parked_queue
from tests.support.messages import event
from tests.support.queues import messages_in

ROOT = Path(__file__).parents[3]
SERVICE = "lockers"
QUEUE = "lockers.screening.visitor_screened"
PARKING_LOT = f"{PARKED}.{SERVICE}"
HANDED_ON = ("AMQP_URI", "MONGO_URI", "DATABASE_PREFIX", "AUDIT_KEY")
BY = ("--by", "wati", "--reason", "the fault is mended")

KILLED_AT = """
import os, signal
import operations.parked as parked
def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)
parked.{step} = killed
from operations.cli import app
app()
"""


class Lot:
    """The lot of `lockers`, whose queues are there and empty, without the service."""

    def __init__(self, settings: dict[str, Any]):
        self.settings = settings
        self._connection = Connection(settings["AMQP_URI"])
        self._publisher = ConfirmedPublisher(settings["AMQP_URI"], timeout=10)
        for queue in (parked_queue(SERVICE), event_queue(SERVICE, "screening", "visitor_screened")):
            bound = queue(self._connection.default_channel)
            bound.declare()
            bound.purge()

    def park(self, body: bytes, name: str = "", **headers: Any) -> None:
        """As a service of ours does."""
        told = {"app-attempt": 4, "app-queue": QUEUE, "app-error": "KeyError",
                "app-time": "2026-01-17T01:30:00+00:00", **headers}  # fmt: skip
        self.put(PARKED, SERVICE, body, name or event("visitor_screened")["id"], **told)

    def park_event(self, event_type: str = "visitor_screened", **attributes: Any) -> dict[str, Any]:
        made = event(event_type, **attributes)
        self.park(json.dumps(made).encode())
        return made

    def put(self, exchange: str, key: str, body: bytes, name: str = "m1", **headers: Any) -> None:
        assert self._publisher.publish([Outgoing(exchange, key, body, name, headers)])

    def counts(self) -> tuple[int, int]:
        """Parked, and waiting in the queue."""
        found = messages_in(self.settings["AMQP_URI"], [PARKING_LOT, QUEUE])
        return found.get(PARKING_LOT, 0), found.get(QUEUE, 0)

    def take(self, queue: str = QUEUE) -> list[Message]:
        """Everything out of a queue."""
        channel = self._connection.channel()
        channel.auto_decode = False
        taken = []
        while found := channel.basic_get(queue, no_ack=True):
            taken.append(channel.message_to_python(found))
        channel.close()
        return taken

    def reject_often(self, times: int) -> None:
        """The message in the queue comes back so often, as by a consumer that crashes."""
        channel = self._connection.channel()
        for _ in range(times):
            found = channel.basic_get(QUEUE)
            if found is not None:
                channel.basic_reject(found.delivery_tag, requeue=True)
        channel.close()

    def close(self) -> None:
        self.take(PARKING_LOT)
        self.take()
        self._publisher.close()
        self._connection.release()


def command(settings: dict[str, Any], *words: str, program: str = "") -> subprocess.Popen[str]:
    """`kunjungan parked` as a process of its own."""
    environment = {**os.environ, **{name: settings[name] for name in HANDED_ON}}
    script = program or "from operations.cli import app; app()"
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", script, "parked", *words],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def killed_at(settings: dict[str, Any], step: str, *words: str) -> None:
    """Runs it until it would call this of operations/parked.py, where kill -9 ends it."""
    process = command(settings, *words, program=KILLED_AT.format(step=step))
    said, _ = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, said
