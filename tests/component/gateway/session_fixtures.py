"""The door of session_door.py, open, and people before it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import services.gateway
from chassis.settings import load_settings
from operations.database import free_port
from tests.component.gateway.session_door import Caller, SessionDoor, callers
from tests.support.containers import Services
from tests.support.staff import hire

CONFIG = Path(services.gateway.__file__).with_name("config.yml")
OWN = {"AUDIT_KEY": "a key for tests alone", "AUDIT_WAITING": 1000, "COOKIE_SECURE": False}
"""Browsers keep the cookie to TLS otherwise, and so does the client of the tests."""


@pytest.fixture
def open_door(
    services: Services, settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., int]:
    """``open_door(SETTING=value)`` gives its port."""
    monkeypatch.setenv("AUDIT_KEY", OWN["AUDIT_KEY"])

    def opened(**overrides: Any) -> int:
        port = free_port()
        address = {"WEB_SERVER_ADDRESS": f"127.0.0.1:{port}"}
        own = {**load_settings(CONFIG), **settings, **OWN}
        services.start(SessionDoor, **{**own, **address, **overrides})
        return port

    return opened


@pytest.fixture
def port(open_door: Callable[..., int], settings: dict[str, Any]) -> int:
    opened = open_door()
    hire(settings, "rina")
    return opened


@pytest.fixture
def caller(port: int) -> Iterator[Callable[[], Caller]]:
    with callers(port) as new:
        yield new


@pytest.fixture
def rina(caller: Callable[[], Caller]) -> Caller:
    """A registrar of one house, signed in by a bearer token."""
    one = caller()
    assert one.sign_in("rina").status_code == 201
    return one


@pytest.fixture
def inside(port: int, services: Services) -> Callable[[str], Any]:
    """``inside("Accounts")`` is that dependency in the running door, as the routes have it."""
    [container] = services.containers
    return lambda name: next(one for one in container.dependencies if type(one).__name__ == name)
