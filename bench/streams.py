"""500 open live streams of the real gateway while the whole visiting day is played through it.

The readers are desks of every role, in a process of their own. One more never reads: it alone
must be dropped. The delay is from the event's own time, so the save, the relay and the broker are
in it.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import requests
from rich.console import Console

from bench import machine
from bench.report import reported
from chassis.settings import COMMON, load_settings
from operations.demo.command import TICK_SECONDS, Scene, _play
from operations.demo.day import at
from operations.demo.house import FACILITY
from operations.demo.timepiece import Timepiece
from operations.local import System
from services.gateway.domain.policy import DESKS
from tests.support.eventually import eventually
from tests.support.staff import PASSWORD, hire

READERS = int(os.environ.get("READERS", "500"))
TARGET_P99_MS = 1000
PATIENCE = 60
SETTINGS = {
    "TIMER_SECONDS": TICK_SECONDS,
    "STREAM_READERS_PER_ACCOUNT": str(READERS),
    # the clock of the demo leaps from one day to the next, and the readers stay
    "SESSION_HOURS": "100",
    "SESSION_IDLE_MINUTES": "6000",
}


def main() -> int:
    report = reported(measured)
    good = (
        report["dropped"] == ["slow"]
        and report["twice"] == 0
        and not report["unbalanced"]
        and report["delay_ms"]["p99"] < TARGET_P99_MS
    )
    return 0 if good else 1


def measured() -> dict[str, Any]:
    with ExitStack() as opened:
        directory = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        file = directory / "clock.json"
        clock = opened.enter_context(Timepiece(file, at(15, days_before=1)))
        system = opened.enter_context(
            System(directory / "data", clock_file=file, settings=SETTINGS)
        )
        scene = Scene(system.url, system.amqp_uri, system.mongo_uri, clock, system.logs_dir)
        gateway = system.pids["gateway"]
        idle = machine.memory_mb(gateway)
        port = int(system.url.rpartition(":")[2])
        readers = _readers(port, file, _tokens(system))
        opened.callback(readers.kill)
        assert readers.stdout is not None
        slow = int(readers.stdout.readline())
        time.sleep(1)
        open_, busy, began = machine.memory_mb(gateway), machine.cpu_seconds(gateway), time.time()
        day = _play(Console(stderr=True, quiet=True), scene, PATIENCE)
        busy, took = machine.cpu_seconds(gateway) - busy, time.time() - began
        dropped = _cut_off(gateway, port, slow)
        end = machine.memory_mb(gateway)
        readers.send_signal(signal.SIGTERM)
        found = json.loads(readers.stdout.readline())
    return {
        "readers": READERS,
        **found,
        "day_seconds": day["seconds"],
        "unbalanced": [name for name, one in day["reconciliation"].items() if not one["balanced"]],
        "refused_starts": day["calls"].get("POST /visits/{id}/start", 0)
        - day["counts"]["admitted"],
        "gateway_cpu_share": round(busy / took, 2),
        "memory_mb": {"idle": idle, "all_open": open_, "end": end},
        "memory_kb_per_reader": round((open_ - idle) * 1024 / (READERS + 1), 1),
        "dropped": ["slow"] * dropped + ["other"] * found["ended"],
    }


def _tokens(system: System) -> list[str]:
    """A desk of each role."""
    settings = {**load_settings(COMMON), "MONGO_URI": system.mongo_uri}
    found = []
    for role in sorted(DESKS):
        hire(settings, f"bench-{role}", role, houses=(FACILITY,))
        told = {"username": f"bench-{role}", "password": PASSWORD}
        answer = requests.post(f"{system.url}/api/v1/session", json=told, timeout=30)
        found.append(answer.json()["token"])
    return found


def _readers(port: int, clock_file: Path, tokens: list[str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "ignore", "-m", "bench.stream_readers"]
    readers = subprocess.Popen(
        [*command, str(port), str(READERS), str(clock_file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert readers.stdin is not None
    readers.stdin.write(json.dumps(tokens) + "\n")
    readers.stdin.flush()
    return readers


def _cut_off(gateway: int, port: int, slow: int) -> bool:
    """Whether the gateway closes its end of the connection from this port."""

    def is_open() -> bool:
        lines = Path(f"/proc/{gateway}/net/tcp").read_text(encoding="utf-8").splitlines()[1:]
        ends = (one.split() for one in lines)
        pair = (f":{port:04X}", f":{slow:04X}")  # the second may lead elsewhere too
        return any((end[1][-5:], end[2][-5:], end[3]) == (*pair, "01") for end in ends)

    with suppress(AssertionError):
        eventually("the slow one is cut off", lambda: not is_open(), PATIENCE)
    return not is_open()


if __name__ == "__main__":
    sys.exit(main())
