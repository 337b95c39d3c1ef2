"""The whole system in real processes, two of each service, each on wires of its own."""

import sys
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from chassis.clock import Segment, write_segments
from operations.local import System
from operations.processes import Process
from operations.secrets import SERVICES
from tests.chaos.wires import Wires

OPENING = datetime.fromisoformat("2026-01-17T09:30:00+08:00")
GATEWAY = "gateway"
PROCESSES = (*(f"{service}-{n}" for service in SERVICES for n in (1, 2)), GATEWAY)
SETTINGS = {
    # short, so that a process can be frozen for longer than the heartbeat many times in one run
    "HEARTBEAT": "4",
    "RETRY_TIERS_MS": "[500, 2000, 5000, 10000]",
    "TIMER_SECONDS": "1",
    "CALL_SECONDS": "5",
    "MONGO_TIMEOUT_MS": "4000",
    # all desks are one address here
    "RATE_PER_ADDRESS": "600000 per minute",
    "RATE_PER_SESSION": "60000 per minute",
}
"""Waits that a deployment has longer. What makes writes and messages durable is as deployed."""


class ChaosSystem(System):
    """``sabotage``: see sabotage.py."""

    def __init__(self, directory: Path, wires: Wires, sabotage: str = ""):
        self.traps = directory / "traps"
        self.journals = directory / "journals"
        for folder in (self.traps, self.journals):
            folder.mkdir(parents=True, exist_ok=True)
        self.clocks = {name: directory / f"clock-{name}.json" for name in (*SERVICES, GATEWAY)}
        self._began = time.time()
        for name in self.clocks:
            self.set_clock(name)
        self.wires = wires
        super().__init__(directory, PROCESSES, settings={**SETTINGS, "SABOTAGE": sabotage})

    def command(self, name: str) -> list[str]:
        return [sys.executable, "-W", "ignore", "-m", "tests.chaos.process", service_of(name)]

    def environment_of(self, name: str, environment: Mapping[str, str]) -> Mapping[str, str]:
        return {
            **super().environment_of(name, environment),
            "AMQP_URI": self.wires.lay(f"{name}>broker", self.amqp_uri),
            "MONGO_URI": self.wires.lay(f"{name}>database", self.mongo_uri),
            "CLOCK_FILE": str(self.clocks[service_of(name)]),
            "TRAPS": str(self.traps),
            "JOURNAL": str(self.journals / name),
        }

    def process(self, name: str) -> Process:
        return self._group.processes[name]

    @property
    def database(self) -> Process:
        return self._database_group.processes["database"]

    def set_clock(self, service: str, off: timedelta = timedelta()) -> None:
        """The day runs at its real pace; one service's clock may be wrong."""
        segment = Segment(self._began, OPENING + off, 1.0)
        write_segments(self.clocks[service], [segment])


def service_of(process: str) -> str:
    return process.partition("-")[0]
