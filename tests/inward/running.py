"""A service in a process of its own, and everything by which it can be held to account."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from amqp import NotFound
from kombu import Connection
from pymongo import MongoClient

from chassis.calling import RpcClient
from chassis.errors import Refused
from chassis.topology import retry_exchange_name
from tests.inward.wire import Sender
from tests.support.eventually import eventually
from tests.support.subscriptions import consumers

ROOT = Path(__file__).parents[2]
HANDED_ON = (
    "AMQP_URI", "MONGO_URI", "DATABASE_PREFIX", "CLOCK_FILE", "RETRY_TIERS_MS", "BLIND_INDEX_KEY",
    "FIELD_KEYS",
)  # fmt: skip
AN_HOUR = "3600"
"""Between ticks: timers would change what the messages alone must not."""
COUNTED_REFUSALS = "refusals"
"""The one collection that a refusal may change: the day book counts how often the desk said no."""
NOT_YET_SENT = {"outbox": 0, "outbox_since": 0}


class Running:
    """One service, alone on its broker and database."""

    def __init__(self, service: type, settings: Mapping[str, Any], directory: Path):
        self.service = service
        self.name: str = service.name  # type: ignore[attr-defined]
        self.settings = settings
        self.sender = Sender(settings["AMQP_URI"])
        self.parked_queue = f"parked.{self.name}"
        self.database = MongoClient(settings["MONGO_URI"], tz_aware=True)[
            settings["DATABASE_PREFIX"] + self.name
        ]
        self._outcomes, self._log = directory / "outcomes", directory / "log"
        self._outcomes.touch()
        self._connection = Connection(settings["AMQP_URI"])
        self._process: Any = None
        self.client = RpcClient(settings["AMQP_URI"], timeout=10).__enter__()

    def start(self) -> None:
        self._empty(self._queues)
        self._launch()

    def _launch(self) -> None:
        given = {name: settings_text(self.settings[name]) for name in HANDED_ON}
        environment = {
            **os.environ, **given, "OUTCOMES": str(self._outcomes), "TIMER_SECONDS": AN_HOUR,
            "NOTIFICATIONS_TIMER_SECONDS": AN_HOUR, "LOG_LEVEL": "INFO",
        }  # fmt: skip
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", "tests.inward.service_process", self.name],
                cwd=ROOT, env=environment, stdout=log, stderr=log,
            )  # fmt: skip
        eventually("the service answers", self.answers, seconds=90)

    @property
    def _queues(self) -> list[str]:
        heard = (one.queue for one in consumers(self.service))
        retried = (retry_exchange_name(self.name, one) for one in self.settings["RETRY_TIERS_MS"])
        return [f"rpc-{self.name}", self.parked_queue, *heard, *retried]

    def answers(self) -> bool:
        try:
            return self.client.call(self.name, "ping", {}, timeout=2)["status"] == "ok"
        except Refused:
            return False

    @contextmanager
    def mended(self) -> Iterator[None]:
        """After a batch that ends badly nothing waits and the process runs, so that the next ones
        can tell which message it was."""
        try:
            yield
        except BaseException:
            if not self.alive:
                self._launch()
            self._empty(self._queues)
            raise

    @property
    def alive(self) -> bool:
        """The same process as in the beginning: nobody starts it again."""
        return self._process.poll() is None

    @property
    def memory(self) -> float:
        """What the process has resident now, in MB."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        [line] = [one for one in status.splitlines() if one.startswith("VmRSS:")]
        return int(line.split()[1]) / 1024

    def outcomes(self) -> list[str]:
        """``event <type> <outcome>`` or ``rpc <method> <outcome>``, one for each message."""
        return self._outcomes.read_text().splitlines()

    def logged(self) -> list[str]:
        return self._log.read_text(errors="replace").splitlines()

    def parked(self) -> list[Any]:
        """Takes everything out of the parking lot."""
        channel, found = self._connection.default_channel, []
        while (message := channel.basic_get(self.parked_queue, no_ack=True)) is not None:
            found.append(message)
        return found

    def documents(self) -> dict[str, Any]:
        """Everything that the service holds, but for what it counts and what is on its way out."""
        return {
            f"{name}/{document['_id']}": document
            for name in self.database.list_collection_names()
            if name != COUNTED_REFUSALS
            for document in self.database[name].find({}, NOT_YET_SENT)
        }

    def waiting(self) -> dict[str, int]:
        """Messages that lie in any of its queues."""
        channel = self._connection.default_channel
        counts = {
            name: channel.queue_declare(name, passive=True).message_count for name in self._queues
        }
        return {name: count for name, count in counts.items() if count}

    def stop(self) -> None:
        """In order: what was not acknowledged lies in its queue afterwards."""
        if self._process is not None and self.alive:
            self._process.terminate()
            eventually("the process ends", lambda: not self.alive, seconds=40)

    def close(self) -> None:
        if self._process is not None and self.alive:
            self._process.kill()
            self._process.wait()
        self.client.__exit__(None, None, None)
        self.sender.close()
        self._connection.release()

    def _empty(self, queues: list[str]) -> None:
        for name in queues:
            try:
                self._connection.channel().queue_purge(name)
            except NotFound:
                continue


def settings_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


@contextmanager
def running(service: type, settings: Mapping[str, Any], directory: Path) -> Iterator[Running]:
    made = Running(service, settings, directory)
    try:
        made.start()
        yield made
    finally:
        made.close()
