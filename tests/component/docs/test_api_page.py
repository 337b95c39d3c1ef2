"""docs/api.md: every command works, in the order of the page, and prints what the page shows."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from services.gateway.service import GatewayService
from tests.support.containers import Services
from tests.support.handled import Handled, watched_handlers
from tests.support.messages import EventLog
from tests.support.pages import ROOT, Fence, fences
from tests.support.quiet import nothing_left
from tests.support.servers import free_port
from tests.support.shell import Shell, agrees
from tests.support.standing_clock import SATURDAY_MORNING, StandingClock
from tests.support.subscriptions import SERVICES

PAGE = ROOT / "docs" / "api.md"
ADDRESS = "http://127.0.0.1:8080"
DATABASE = "mongodb://127.0.0.1:27017/?w=majority&journal=true"
"""What the page says of a system that a reader has started."""


def steps() -> Iterator[tuple[str, str | None]]:
    """Each block of commands, with what the page shows after it."""
    found = fences(PAGE)
    for one, following in zip(found, [*found[1:], Fence("sh", "")], strict=True):
        if one.language == "sh":
            yield one.text, None if following.language == "sh" else following.text


@pytest.fixture
def handled() -> Iterator[Handled]:
    with watched_handlers() as handled:
        yield handled


@pytest.fixture
def address(clock: StandingClock, events: EventLog, handled: Handled, services: Services) -> str:
    """Of a system that runs."""
    clock.set(SATURDAY_MORNING, speed=0.1)  # moves, and stays within the shortest delay
    for service in SERVICES:
        services.start(service)
    port = free_port()
    services.start(GatewayService, WEB_SERVER_ADDRESS=f"127.0.0.1:{port}", HEALTH_PORT=0)
    return f"http://127.0.0.1:{port}"


@pytest.fixture
def settled(settings: dict[str, Any], events: EventLog, handled: Handled) -> Callable[[], None]:
    """Waits until all services have heard what happened: readers are slower than they are."""
    return lambda: nothing_left(settings, events, handled)


def test_every_command_of_the_page_prints_what_the_page_shows(
    address: str, shell: Shell, settings: dict[str, Any], settled: Callable[[], None]
):
    wrong = []
    for block, shown in steps():
        printed = shell.run(
            block.replace(ADDRESS, address).replace(DATABASE, settings["MONGO_URI"])
        )
        if shown is not None and not agrees(shown, printed):
            wrong.append(f"{block}\nprinted:\n{printed}\nand the page shows:\n{shown}")
        settled()
    assert not wrong, "\n".join(wrong)
