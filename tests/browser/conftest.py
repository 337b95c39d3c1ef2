"""Fixtures: the whole system with a console, Debian's Chromium, a house for each test."""

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from chassis.settings import COMMON, load_settings
from operations.local import System
from tests.browser.console_process import console_running
from tests.browser.house import House
from tests.browser.officer import DESKTOP, Officer
from tests.support.last_words import pytest_runtest_makereport  # noqa: F401
from tests.support.proxy import Proxy
from tests.support.servers import virtual_host

CHROMIUM = "/usr/bin/chromium"
NUMBERS = count(1)
expect.set_options(timeout=15_000)  # a build machine that does something else besides


class Cuttable(NamedTuple):
    """A console whose way to the gateway, and browsers whose way to it, can be cut."""

    to_gateway: Proxy
    to_console: Proxy
    url: str


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with virtual_host(f"kunjungan-browser-{os.getpid()}") as amqp_uri:
        before = os.environ.get("AMQP_URI")
        os.environ["AMQP_URI"] = amqp_uri
        try:
            with System(tmp_path_factory.mktemp("system")) as system:
                yield system
        finally:
            os.environ.pop("AMQP_URI") if before is None else os.environ.update(AMQP_URI=before)


@pytest.fixture(scope="session")
def settings(system: System) -> dict[str, Any]:
    """Those that the services of the system have."""
    return {**load_settings(COMMON), "MONGO_URI": system.mongo_uri}


@pytest.fixture(scope="session")
def console(system: System, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the console is."""
    directory = tmp_path_factory.mktemp("console")
    with console_running(system.url, directory) as url:
        yield url
    log = (directory / "console.log").read_text()
    assert "Traceback" not in log, log


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture
def cuttable(system: System, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Cuttable]:
    """A test may give settings of the console as a parameter."""
    settings = {"ANSWER_SECONDS": "2", **getattr(request, "param", {})}
    with (
        Proxy(system.url) as to_gateway,
        console_running(to_gateway.through(system.url), tmp_path, **settings) as url,
        Proxy(url) as to_console,
    ):
        yield Cuttable(to_gateway, to_console, to_console.through(url))


@pytest.fixture
def house(system: System, settings: dict[str, Any]) -> House:
    return House(system, settings, next(NUMBERS))


@pytest.fixture
def officers(browser: Browser, console: str, house: House) -> Iterator[Callable[..., Officer]]:
    """``officers("screener")`` sits down at a browser of her own; what went wrong in the scripts of
    a page fails the test."""
    seated: list[Officer] = []

    def sit_down(*roles: str, sex: str = "female", viewport: dict[str, int] = DESKTOP) -> Officer:
        username = house.hire(f"{'-'.join(roles)}-{sex}", *roles, sex=sex)
        seated.append(Officer(browser, console, username, viewport))
        return seated[-1]

    yield sit_down
    for one in seated:
        one.context.close()
    assert not [fault for one in seated for fault in one.faults]
