"""A RabbitMQ node of a test's own, which it may kill, freeze and start again: its data lie in a
directory of its own, and no other node of this machine is touched."""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

from operations.broker import answers
from tests.support.eventually import eventually
from tests.support.servers import free_port

PROGRAMS = Path("/usr/lib/rabbitmq/bin")
START_SECONDS = 90
STOP_SECONDS = 60


class BrokerNode:
    """Use as a context manager. ``config`` are lines of rabbitmq.conf, ``plugins`` are enabled.
    ``tls``: it speaks TLS alone, with what ``config`` says of certificates."""

    def __init__(
        self,
        plugins: Sequence[str] = (),
        config: Mapping[str, str] | None = None,
        tls: bool = False,
    ):
        self.directory = Path(mkdtemp(prefix="kunjungan-broker-"))
        self.port = free_port()
        scheme, host = ("amqps", "localhost") if tls else ("amqp", "127.0.0.1")
        self.uri = f"{scheme}://guest:guest@{host}:{self.port}//"
        self.name = f"k{self.port}@localhost"
        self._plugins = plugins
        self._config = dict(config or {})
        self._tls = tls
        if tls:
            self._config |= {
                "listeners.tcp": "none",
                "listeners.ssl.default": f"127.0.0.1:{self.port}",
            }
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "BrokerNode":
        self._prepare()
        try:
            self.start()
        except BaseException:
            self._signal(signal.SIGKILL)
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.directory)

    def start(self) -> None:
        """Returns when it lets clients in."""
        log = (self.directory / "node.log").open("ab")
        with log:
            self._process = subprocess.Popen(
                ["sh", "-c", f'ulimit -n "$(ulimit -Hn)"; exec {PROGRAMS}/rabbitmq-server'],
                user="rabbitmq", group="rabbitmq", extra_groups=[], env=self._environment(),
                cwd=self.directory, start_new_session=True, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log,
            )  # fmt: skip
        eventually("the broker answers", self._ready, START_SECONDS)

    def _ready(self) -> bool:
        return _listens(self.port) if self._tls else answers(self.uri)

    def kill(self) -> None:
        """As by kill -9, the whole node."""
        self._signal(signal.SIGKILL)
        self._ended()

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def stop(self) -> None:
        """In order, or by force when it does not stop."""
        if self._process is None or self._process.poll() is not None:
            return
        self.thaw()
        self.control("stop")
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
        self._ended()

    def control(self, *arguments: str) -> str:
        """What ``rabbitmqctl`` says to it."""
        done = subprocess.run(
            [PROGRAMS / "rabbitmqctl", "-q", "-n", self.name, *arguments],
            user="rabbitmq", group="rabbitmq", extra_groups=[], env=self._environment(),
            cwd=self.directory, timeout=STOP_SECONDS, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.stdout

    def _prepare(self) -> None:
        enabled = ", ".join(self._plugins)
        (self.directory / "enabled_plugins").write_text(f"[{enabled}].\n")
        lines = [f"{name} = {value}" for name, value in self._config.items()]
        (self.directory / "rabbitmq.conf").write_text("\n".join([*lines, ""]))
        for path in (self.directory, *self.directory.iterdir()):
            shutil.chown(path, "rabbitmq", "rabbitmq")

    def _environment(self) -> dict[str, str]:
        here = str(self.directory)
        return {
            "PATH": os.environ["PATH"],
            "HOME": here,
            "RABBITMQ_NODENAME": self.name,
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            **({} if self._tls else {"RABBITMQ_NODE_PORT": str(self.port)}),
            "RABBITMQ_DIST_PORT": str(
                self.port + 20000 if self.port < 45000 else self.port - 20000
            ),
            "RABBITMQ_MNESIA_BASE": f"{here}/mnesia",
            "RABBITMQ_LOG_BASE": f"{here}/log",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{here}/enabled_plugins",
            "RABBITMQ_CONFIG_FILE": f"{here}/rabbitmq.conf",
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
        }

    def _signal(self, number: int) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def _ended(self) -> None:
        if self._process is not None:
            self._process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
