"""The whole system on one bare machine, each part a process of its own.

Broker: the one that AMQP_URI names or that runs here, else Debian's. Database: the one that
MONGO_URI names, else the embedded one, its files in the data directory.
"""

import os
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from chassis.settings import COMMON, load_settings
from operations.broker import reachable_broker
from operations.database import free_port, start_database, wait_for_database
from operations.local_console import console_environment
from operations.processes import Process, ProcessGroup
from operations.secrets import CALLERS, CONSOLE, SERVICES, write_keys
from operations.topology import declare
from operations.waiting import Unavailable, wait_until

READY_SECONDS = 60
HOPELESS = 4
"""Restarts of a service that has not been ready once, after which we give up."""


class System:
    """Starts everything on entry and stops on exit what it started.

    ``data_dir`` holds the database, the secrets and the logs. When it holds no database yet,
    whatever an earlier system left in the queues is thrown away. ``settings`` are further
    environment variables for the services. ``http_port`` is where the gateway serves the API; a
    free one if it is None. ``console_port`` is where browsers find the console, which is left out
    if it is None: not everybody who wants a system wants to look at it.
    """

    def __init__(
        self,
        data_dir: Path | str,
        services: Sequence[str] = (*SERVICES, *CALLERS),
        clock_file: Path | str | None = None,
        settings: Mapping[str, str] | None = None,
        http_port: int | None = None,
        console_port: int | None = None,
    ):
        self.data_dir = Path(data_dir).absolute()
        self.logs_dir = self.data_dir / "logs"
        self.services = tuple(services)
        self.amqp_uri = ""
        self.mongo_uri = ""
        self._clock_file = clock_file
        self._settings = dict(settings or {})
        self._ports: dict[str, int] = {}
        self._http_port = http_port or free_port()
        self._console_port = console_port
        self._group = ProcessGroup()
        self._database_group = ProcessGroup()
        self._started = ExitStack()

    def __enter__(self) -> "System":
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def pids(self) -> dict[str, int]:
        """Process id of each service that runs now; a new one after a restart."""
        found = {name: process.pid for name, process in self._group.processes.items()}
        return {name: pid for name, pid in found.items() if pid is not None}

    @property
    def restarts(self) -> dict[str, int]:
        """How often each service exited and was started again."""
        return {name: process.restarts for name, process in self._group.processes.items()}

    def health_port(self, name: str) -> int:
        """Where a service tells its health and metrics."""
        return self._ports[name]

    @property
    def url(self) -> str:
        """Where the gateway serves the HTTP API."""
        return f"http://127.0.0.1:{self._http_port}"

    @property
    def has_own_database(self) -> bool:
        """And not one that MONGO_URI names, which may be anybody's."""
        return bool(self._database_group.processes)

    @property
    def console_url(self) -> str:
        """Where browsers find the console, if there is one."""
        return f"http://127.0.0.1:{self._console_port}"

    def command(self, name: str) -> list[str]:
        """What runs one of the services."""
        return [sys.executable, "-m", f"services.{name}"]

    def environment_of(self, name: str, environment: Mapping[str, str]) -> Mapping[str, str]:
        """What one of the services finds in its environment, made of what all do."""
        return {**environment, "HEALTH_PORT": str(self._ports[name])}

    def stop(self) -> None:
        """Services first, then the database, then the broker if it was started here."""
        self._started.close()

    def _start(self) -> None:
        self.logs_dir.mkdir(parents=True, exist_ok=True)
        self.amqp_uri = self._started.enter_context(reachable_broker())
        fresh = self._open_database()
        declare(self.amqp_uri, load_settings(COMMON), purge=fresh)
        self._started.callback(self._group.stop)
        environment = self._environment()
        for name in self.services:
            self._start_service(name, environment)
        if self._console_port:
            self._start_console()
        for name in self.services:
            self._wait_for(name, self.ready)
        if self._console_port:
            self._wait_for(CONSOLE, self._console_answers)

    def _open_database(self) -> bool:
        """Whether the database is new."""
        given = os.environ.get("MONGO_URI")
        if given:
            wait_for_database(given, READY_SECONDS, "No database answers at the MONGO_URI given.")
            self.mongo_uri = given
            return False
        storage = self.data_dir / "mongo"
        fresh = not storage.exists()
        self._started.callback(self._database_group.stop)
        self.mongo_uri = start_database(
            self._database_group, storage, self.logs_dir / "database.log"
        )
        return fresh

    def _environment(self) -> dict[str, str]:
        keys = write_keys(self.data_dir / "secrets")
        return {
            **os.environ,
            **{f"{name.upper()}_FILE": str(path) for name, path in keys.items()},
            "AMQP_URI": self.amqp_uri,
            "MONGO_URI": self.mongo_uri,
            "CLOCK_FILE": str(Path(self._clock_file).absolute()) if self._clock_file else "",
            "PYTHONUNBUFFERED": "1",
            "WEB_SERVER_ADDRESS": f"127.0.0.1:{self._http_port}",
            **self._settings,
        }

    def _start_service(self, name: str, environment: Mapping[str, str]) -> None:
        self._ports[name] = free_port()
        self._add(name, self.command(name), self.environment_of(name, environment))

    def _start_console(self) -> None:
        environment = console_environment(self.data_dir, self.url, self.console_url)
        self._add(CONSOLE, [sys.executable, "-m", CONSOLE], environment)

    def _add(self, name: str, command: list[str], environment: Mapping[str, str]) -> None:
        self._group.add(Process(name, command, environment, self.logs_dir / f"{name}.log"))

    def _wait_for(self, name: str, answers: Callable[[str], bool]) -> None:
        process = self._group.processes[name]
        try:
            wait_until(
                lambda: answers(name) or process.restarts >= HOPELESS,
                READY_SECONDS,
                f"{name} does not get ready.",
            )
            if process.restarts >= HOPELESS:
                raise Unavailable(f"{name} exits again and again.")
        except Unavailable as reason:
            raise Unavailable(
                f"{reason} The end of {process.log}:\n{process.last_lines()}"
            ) from None

    def ready(self, name: str) -> bool:
        """Whether the service says that it can work."""
        return _answers(self._ports[name], "/health/ready")

    def _console_answers(self, _name: str) -> bool:
        return _answers(self._console_port, "/health/live")


def _answers(port: int | None, path: str) -> bool:
    url = f"http://127.0.0.1:{port}{path}"
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False
