"""Starting, ordering about and ending processes of the counting service."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from chassis.calling import RpcClient
from chassis.errors import Refused
from tests.support.eventually import eventually

ROOT = Path(__file__).parents[3]
HANDED_ON = (
    "AMQP_URI", "MONGO_URI", "DATABASE_PREFIX", "RETRY_TIERS_MS", "RELAY_SWEEP_SECONDS",
    "RELAY_SWEEP_AGE_SECONDS", "TIMER_SECONDS",
)  # fmt: skip


class CountingProcess:
    """One process of the service, which may die and be started again."""

    def __init__(self, settings: dict[str, Any], faults: Path, **env: Any):
        self.faults = faults
        given = {name: settings[name] for name in HANDED_ON} | {"FAULTS": faults} | env
        self._env = os.environ | {name: str(value) for name, value in given.items()}
        self._log = faults / "log"
        self._popen: subprocess.Popen[bytes] | None = None

    def start(self) -> "CountingProcess":
        with self._log.open("ab") as log:
            self._popen = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", "tests.component.chassis.counting_process"],
                cwd=ROOT, env=self._env, stdout=log, stderr=log,
            )  # fmt: skip
        return self

    def order(self, what: str, text: str = "") -> None:
        (self.faults / what).write_text(text)

    def withdraw(self, what: str) -> None:
        (self.faults / what).unlink()

    def begun(self) -> list[str]:
        file = self.faults / "begun"
        return file.read_text().split() if file.exists() else []

    def log(self) -> str:
        return self._log.read_text()

    def signal(self, number: int) -> None:
        self._popen.send_signal(number)

    def exit_code(self, seconds: float = 30) -> int:
        """Waits until it has ended."""
        eventually("the process ends", lambda: self._popen.poll() is not None, seconds)
        return self._popen.returncode

    @property
    def running(self) -> bool:
        return self._popen is not None and self._popen.poll() is None

    def end(self) -> None:
        if self.running:
            self.signal(signal.SIGKILL)
            self._popen.wait()


def answers(client: RpcClient) -> bool:
    """Whether the service answers a ping; it is asked again and again while it starts."""
    try:
        return client.call("counting", "ping", {}, timeout=1)["status"] == "ok"
    except Refused:
        return False


def wait_until_it_answers(client: RpcClient) -> None:
    eventually("the service answers", lambda: answers(client), seconds=40)
