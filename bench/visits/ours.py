"""Our own services, as `make run` starts them: every guarantee on."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import time
from typing import Any
from urllib.request import urlopen

import requests

from bench.house import NINE, WHOLE_DAY
from bench.visits.steps import OFFICER
from chassis.calling import RpcClient
from chassis.clock import Segment, write_segments
from chassis.settings import COMMON, load_settings
from operations.local import System
from operations.secrets import SERVICES
from operations.topology import queues
from services.gateway.domain.staff import ROLES
from tests.support.front import patiently
from tests.support.staff import PASSWORD, hire

LOCKERS = 60
INMATES_AT_ONCE = 500
UNLIMITED = "1000000 per minute"
SETTINGS: dict[str, Any] = {
    "sessions": [WHOLE_DAY], "quota_groups": 9_000, "quota_persons": 9_000,
    "lockers": LOCKERS, "cards": LOCKERS, "room_tables": 100, "room_persons": 500,
}  # fmt: skip
BATCH = re.compile(r"^kunjungan_relay_batch_events_(sum|count)\{[^}]*\} (\S+)", re.MULTILINE)


class Ours:
    """``queues``: those that work waits in."""

    name = "ours"

    def __init__(self, system: System, client: RpcClient):
        self.system = system
        self.amqp_uri = system.amqp_uri
        self.queues = [one.name for one in queues([], 1)]
        self._client = client
        self._commands = 0

    def open_house(self, facility: str, inmates: list[str]) -> None:
        self._ask("configure_facility", facility, name="Rutan", timezone="UTC", settings=SETTINGS)
        same = {"name": "Warga Binaan", "sex": "male", "legal_status": "convict"}
        for first in range(0, len(inmates), INMATES_AT_ONCE):
            some = inmates[first : first + INMATES_AT_ONCE]
            self._ask("import_inmates", facility, inmates=[{"number": n, **same} for n in some])
        for service, method in (("screening", "screenings"), ("lockers", "lockers")):
            # until they have heard of it
            patiently(partial(self._client.call, service, method, {"facility": facility}))

    def tokens(self, facilities: list[str], many: int) -> list[str]:
        """Sessions of an officer who works at every desk of the houses."""
        settings = {**load_settings(COMMON), "MONGO_URI": self.system.mongo_uri}
        hire(settings, OFFICER["id"], *ROLES, houses=tuple(facilities))
        credentials = {"username": OFFICER["id"], "password": PASSWORD}
        url = f"{self.system.url}/api/v1/session"
        return [
            requests.post(url, json=credentials, timeout=30).json()["token"] for _ in range(many)
        ]

    def confirms(self) -> tuple[float, float]:
        """Events published and round trips that confirmed them, so far."""
        told = {"sum": 0.0, "count": 0.0}
        for name in SERVICES:
            with urlopen(f"http://127.0.0.1:{self.system.health_port(name)}/metrics") as page:
                for what, value in BATCH.findall(page.read().decode()):
                    told[what] += float(value)
        return told["sum"], told["count"]

    def _ask(self, method: str, facility: str, **fields: Any) -> Any:
        self._commands += 1
        command = {"command_id": f"{facility}-{self._commands}", "facility": facility,
                   "officer": OFFICER, **fields}  # fmt: skip
        return self._client.call("registration", method, command, timeout=120)


@contextmanager
def ours(directory: Path, gateway: bool = True, **settings: str) -> Iterator[Ours]:
    clock = directory / "clock.json"
    write_segments(clock, [Segment(time(), NINE, 1.0)])
    limits = {"RATE_PER_SESSION": UNLIMITED, "RATE_PER_ADDRESS": UNLIMITED}
    services = (*SERVICES, "gateway") if gateway else SERVICES
    with (
        System(directory / "data", services, clock, {**limits, **settings}) as system,
        RpcClient(system.amqp_uri) as client,
    ):
        yield Ours(system, client)
