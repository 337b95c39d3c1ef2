"""How far 20 open consoles are behind the events while the whole visiting day is played.

Real pages in Debian's Chromium, each signed in by itself in a browser context of its own, and
public displays. A page writes down when it shows what: NiceGUI's pages name the newest event that
their lists are up to date with (``#shown``, console/README.md), displays the calls on the screen.
The delay is from the event's own time, so the save, the relay, the broker and the gateway are in
it, and the drawing too.

Chromium with 20 pages and the system share two cores here, which no desk does with another. So the
day is played no faster than PACE times real time; the demo alone goes some 300 times. At 7 times
it has some three events a second in its busiest half minutes, eight times as many as a real day; at
20 times both cores are full. The timers tick as deployed: the demo's own ticks, of 0.4 s, are for
its haste.
"""

import json
import os
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import requests
from playwright.sync_api import Page, sync_playwright
from rich.console import Console

from bench import machine
from bench.report import reported
from bench.stream_readers import percentile
from chassis.settings import COMMON, load_settings
from console.pages import DESKS
from operations.demo.command import Scene, _play
from operations.demo.day import at
from operations.demo.house import FACILITY
from operations.demo.house import SETTINGS as HOUSE_SETTINGS
from operations.demo.plan import ZONE
from operations.demo.timepiece import Timepiece
from operations.local import System
from services.gateway.domain.visibility import SEEN_BY
from tests.browser.officer import connected
from tests.support.eventually import eventually
from tests.support.servers import free_port
from tests.support.staff import PASSWORD, hire

PACE = float(os.environ.get("PACE", "7"))
PAGES = int(os.environ.get("PAGES", "20"))
TARGET_MS = 2000
PATIENCE = 480
"""Real seconds that a step of the day may take; all of it may take fifteen times that."""
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
SCREEN = {"width": 1366, "height": 768}
OPENED = (
    ("registration", "registrar", 4), ("search", "screener", 4), ("lockers", "locker_officer", 3),
    ("room", "room_officer", 3), ("inside", "room_officer", 1), ("supervisor", "supervisor", 2),
)  # fmt: skip
"""Page, role and how many; the others of PAGES are public displays."""
SETTINGS = {
    # the clock of the demo leaps from one day to the next, and the pages stay signed in
    "SESSION_HOURS": "100",
    "SESSION_IDLE_MINUTES": "6000",
}
WRITES_DOWN = """
(() => {
  window.written = [];
  const look = () => {
    const mark = document.querySelector("#shown");
    const shown = mark ? mark.dataset.event : document.body && document.body.dataset.calls;
    if (!shown || shown === look.last) return;
    look.last = shown;
    window.written.push([Date.now() / 1000, shown]);
  };
  new MutationObserver(look).observe(document, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-event", "data-calls"],
  });
})();
"""


class Remembering(Timepiece):
    """The clock of the day, which knows afterwards when it was what time."""

    def __init__(self, path: Path, start: datetime, fastest: float):
        super().__init__(path, start, fastest)
        self._history = list(self._segments)

    def _write(self, instant: datetime | None, speed: float) -> None:
        super()._write(instant, speed)
        self._history.append(self._segments[-1])

    def moment(self, shown: datetime) -> float | None:
        """Real time, in seconds since 1970; None while it stood."""
        ran = [one for one in self._history if one.instant <= shown]
        if not ran or not ran[-1].speed:
            return None
        return ran[-1].epoch + (shown - ran[-1].instant).total_seconds() / ran[-1].speed


class Heard(NamedTuple):
    """An event. ``offset``: its place in the live stream. ``time``: of the house. ``came``: when a
    plain subscriber had it. ``call``: as a display names it."""

    offset: int
    type: str
    time: datetime
    came: float
    call: str


class Delay(NamedTuple):
    ms: float
    event: Heard
    page: str


class Screen(NamedTuple):
    """``types``: the events that the page follows."""

    name: str
    page: Page
    types: frozenset[str]

    def delays(self, events: list[Heard], clock: Remembering) -> tuple[list[Delay], int]:
        """Of each event that it had to show, and how many it never showed."""
        written = self.page.evaluate("window.written")
        found, missing = [], 0
        for event in events:
            moment = clock.moment(event.time)
            if event.type not in self.types or moment is None:
                continue
            when = next((t for t, shown in written if self._shows(shown, event)), None)
            if when is None:
                missing += 1
            else:
                found.append(Delay((when - moment) * 1000, event, self.name))
        return found, missing

    def _shows(self, shown: str, event: Heard) -> bool:
        if self.name == "display":
            return event.call in shown.split()
        return int(shown.partition("-")[0]) >= event.offset


def main() -> int:
    report = reported(measured)
    good = report["delay_ms"]["max"] < TARGET_MS and not report["never_shown_by_desks"]
    return 0 if good and not report["unbalanced"] else 1


def measured() -> dict[str, Any]:
    with ExitStack() as opened:
        directory = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        file = directory / "clock.json"
        clock = opened.enter_context(Remembering(file, at(15, days_before=1), PACE))
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
            eventually("all pages show all", lambda: not _left(screens, events, clock), 10)
        found = _figures(screens, list(events), clock)
        memory = {"idle": idle, "all_open": open_, "end": machine.memory_mb(pids["console"])}
    return {
        "pages": len(screens),
        "pace": PACE,
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
def opened_screens(system: System) -> Iterator[list[Screen]]:
    settings = {**load_settings(COMMON), "MONGO_URI": system.mongo_uri}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        screens: list[Screen] = []
        for name, role, count in OPENED:
            if name not in DESKS:
                continue
            every = import_module(f"console.pages.{name}").EVENTS
            followed = frozenset(one for one in every if role in SEEN_BY[one])
            for number in range(1, count + 1):
                username = f"bench-{name}-{number}"
                hire(settings, username, role, houses=(FACILITY,))
                page = _page(browser, system.console_url)
                _sign_in(page, system.console_url, username)
                page.goto(f"{system.console_url}/{name}")
                screens.append(Screen(name, page, followed))
        while len(screens) < PAGES:
            page = _page(browser, system.console_url)
            page.goto(f"{system.console_url}/display?facility={FACILITY}")
            screens.append(Screen("display", page, frozenset({"visitor_called"})))
        yield screens
        browser.close()


def _page(browser: Any, url: str) -> Page:
    page: Page = browser.new_context(viewport=SCREEN, reduced_motion="reduce").new_page()
    page.set_default_timeout(60_000)
    page.add_init_script(WRITES_DOWN)
    return page


def _sign_in(page: Page, url: str, username: str) -> None:
    page.goto(f"{url}/sign-in")
    connected(page)
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_selector("nav.places")


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


def _left(screens: list[Screen], events: list[Heard], clock: Remembering) -> int:
    desks = [one for one in screens if one.name != "display"]
    return sum(one.delays(events[-50:], clock)[1] for one in desks)


def _figures(screens: list[Screen], events: list[Heard], clock: Remembering) -> dict[str, Any]:
    by_name: dict[str, list[float]] = defaultdict(list)
    missing: dict[str, int] = defaultdict(int)
    count: dict[str, int] = defaultdict(int)
    late: list[Delay] = []
    for screen in screens:
        delays, never = screen.delays(events, clock)
        late += [one for one in delays if one.ms >= TARGET_MS]
        by_name[screen.name] += [one.ms for one in delays]
        missing[screen.name] += never
        count[screen.name] += 1
    subscriber = [
        (one.came - moment) * 1000 for one in events if (moment := clock.moment(one.time))
    ]
    every = [one for delays in by_name.values() for one in delays]
    return {
        "delay_ms": _row(every),
        "subscriber_ms": _row(subscriber),
        "late": len(late),
        "late_at": [
            [f"{one.event.time:%H:%M:%S}", one.event.type, one.page, round(one.ms)]
            for one in sorted(late, key=lambda one: one.event.offset)
        ],
        "never_shown_by_desks": sum(n for name, n in missing.items() if name != "display"),
        "by_page": {
            name: {"pages": count[name], **_row(delays), "never_shown": missing[name]}
            for name, delays in by_name.items()
        },
    }


def _row(delays: list[float]) -> dict[str, Any]:
    ordered = sorted(delays)
    shares = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "max": 1.0}
    return {"shown": len(ordered), **{name: percentile(ordered, s) for name, s in shares.items()}}


if __name__ == "__main__":
    sys.exit(main())
