"""How far 20 open consoles are behind the events while the whole visiting day is played.

Real pages in Debian's Chromium, each signed in by itself in a browser context of its own, and
public displays. A page writes down when it shows what: NiceGUI's pages name the newest event that
their lists are up to date with (``#shown``, console/README.md), displays the calls on the screen.
The delay is from the event's own time, so the save, the relay, the broker and the gateway are in
it, and the drawing too.

Chromium with 20 pages and the system share two cores here, which no desk does with another. So the
day goes by a timetable (bench/pacing.py), three times as fast as real time in its busiest hour; the
demo alone goes some 300 times, and at 20 times both cores are full. The timers tick as deployed:
the demo's own ticks, of 0.4 s, are for its haste.
"""

import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import Page
from rich.console import Console

from bench import machine
from bench.console_delays import TARGET_MS, Heard, Remembering, figures, left
from bench.console_screens import opened_screens
from bench.pacing import paces
from bench.report import reported
from chassis.settings import COMMON, load_settings
from operations.demo.command import Scene, _play
from operations.demo.day import at
from operations.demo.house import FACILITY
from operations.demo.house import SETTINGS as HOUSE_SETTINGS
from operations.demo.plan import ZONE
from operations.local import System
from tests.support.eventually import eventually
from tests.support.servers import free_port
from tests.support.staff import PASSWORD, hire

PATIENCE = 480
"""Real seconds that a step of the day may take; all of it may take fifteen times that."""
SETTINGS = {
    # the clock of the demo leaps from one day to the next, and the pages stay signed in
    "SESSION_HOURS": "100",
    "SESSION_IDLE_MINUTES": "6000",
}


def main() -> int:
    report = reported(measured)
    good = report["delay_ms"]["max"] < TARGET_MS and not report["never_shown_by_desks"]
    return 0 if good and not report["unbalanced"] else 1


def measured() -> dict[str, Any]:
    with ExitStack() as opened:
        directory = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        file = directory / "clock.json"
        clock = opened.enter_context(Remembering(file, at(15, days_before=1), paces()))
        system = opened.enter_context(
            System(directory / "data", clock_file=file, settings=SETTINGS, console_port=free_port())
        )
        pids = {name: system.pids[name] for name in ("console", "gateway")}
        idle = machine.memory_mb(pids["console"])
        events = opened.enter_context(heard(system))
        _set_up_house(system)
        screens = opened.enter_context(opened_screens(system))
        open_, began = machine.memory_mb(pids["console"]), time.time()
        busy = {name: machine.cpu_seconds(pid) for name, pid in pids.items()}
        scene = Scene(system.url, system.amqp_uri, system.mongo_uri, clock, system.logs_dir)
        day = _played(scene, screens[0].page)
        took = time.time() - began
        shares = {
            name: round((machine.cpu_seconds(pid) - busy[name]) / took, 2)
            for name, pid in pids.items()
        }
        with suppress(AssertionError):
            eventually("all pages show all", lambda: not left(screens, events, clock), 10)
        found = figures(screens, list(events), clock)
        memory = {"idle": idle, "all_open": open_, "end": machine.memory_mb(pids["console"])}
    return {
        "pages": len(screens),
        "pace": paces(),
        "events": len(events),
        **found,
        "day_seconds": day["seconds"],
        "unbalanced": [name for name, one in day["reconciliation"].items() if not one["balanced"]],
        "load_at_end": round(os.getloadavg()[0], 1),
        "cpu_share": shares,
        "console_memory_mb": memory,
    }


def _played(scene: Scene, page: Page) -> dict[str, Any]:
    """The day goes on in a thread: what Playwright is not asked to read holds its browser up."""
    with ThreadPoolExecutor(1) as pool:
        day = pool.submit(_play, Console(stderr=True, quiet=True), scene, PATIENCE)
        while not day.done():
            page.wait_for_timeout(200)
        return day.result()


@contextmanager
def heard(system: System) -> Iterator[list[Heard]]:
    """What a plain subscriber of the live stream hears, while it is heard."""
    settings = {**load_settings(COMMON), "MONGO_URI": system.mongo_uri}
    hire(settings, "bench-listener", "supervisor", "operator", houses=(FACILITY,))
    token = _token(system, "bench-listener")
    answer = requests.get(
        f"{system.url}/api/v1/events", headers={"Authorization": f"Bearer {token}"}, stream=True,
        timeout=(30, None),
    )  # fmt: skip
    events: list[Heard] = []
    thread = threading.Thread(target=_listen, args=(answer, events))
    thread.daemon = True
    thread.start()
    try:
        yield events
    finally:
        answer.close()


def _set_up_house(system: System) -> None:
    """As the demo will once more: pages want to know where they are."""
    house = {"name": "Rutan Kelas IIA Balikpapan", "timezone": ZONE.key, "settings": HOUSE_SETTINGS}
    headers = {"Authorization": f"Bearer {_token(system, 'bench-listener')}"}
    url = f"{system.url}/api/v1/facilities/{FACILITY}"
    requests.put(url, json=house, headers=headers, timeout=30).raise_for_status()


def _token(system: System, username: str) -> str:
    told = {"username": username, "password": PASSWORD}
    answer = requests.post(f"{system.url}/api/v1/session", json=told, timeout=30)
    found: str = answer.json()["token"]
    return found


def _listen(answer: requests.Response, events: list[Heard]) -> None:
    offset = 0
    with suppress(requests.RequestException, AttributeError, ValueError):
        for line in answer.iter_lines(chunk_size=1, decode_unicode=True):
            name, _, value = line.partition(": ")
            if name == "id":
                offset = int(value.partition("-")[0])
            elif name == "data" and value.startswith("{"):
                event = json.loads(value)
                data = event["data"]
                call = f"{data.get('session')}/{data.get('queue_number')}:{data.get('call')}"
                at_house = datetime.fromisoformat(event["time"])
                events.append(Heard(offset, event["type"], at_house, time.time(), call))


if __name__ == "__main__":
    sys.exit(main())
