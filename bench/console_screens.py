"""Pages of the console in Debian's Chromium, each writing down when it shows what."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.console_delays import Screen
from chassis.settings import COMMON, load_settings
from console.pages import DESKS
from operations.demo.house import FACILITY
from operations.local import System
from services.gateway.domain.visibility import SEEN_BY
from tests.browser.officer import connected
from tests.support.staff import PASSWORD, hire

PAGES = int(os.environ.get("PAGES", "20"))
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
SCREEN = {"width": 1366, "height": 768}
OPENED = (
    ("registration", "registrar", 4), ("search", "screener", 4), ("lockers", "locker_officer", 3),
    ("room", "room_officer", 3), ("inside", "room_officer", 1), ("supervisor", "supervisor", 2),
)  # fmt: skip
"""Page, role and how many; the others of PAGES are public displays."""
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
