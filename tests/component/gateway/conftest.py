"""A gateway before the real services, and staff of two houses who are signed in."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from chassis.errors import Refused
from operations.database import free_port
from services.gateway.service import GatewayService
from services.lockers.service import LockersService
from services.notifications.service import NotificationsService
from services.registration.service import RegistrationService
from services.screening.service import ScreeningService
from tests.component.gateway.desk import Desk
from tests.component.gateway.shared import AS_DEPLOYED, System
from tests.support.eventually import eventually
from tests.support.settings import settings_for_tests
from tests.support.staff import HOUSE, hire
from tests.support.standing_clock import StandingClock

HURRIED = {"SOCKET_SECONDS": 1, "MAX_BODY_BYTES": 20_000}
"""So that tests of limits reach them soon."""


@pytest.fixture
def address(services: Any, settings: dict[str, Any]) -> str:
    """Where the API of the whole system is served."""
    services.start(RegistrationService)
    services.start(ScreeningService)
    services.start(LockersService)
    services.start(NotificationsService)
    port = free_port()
    own = {"WEB_SERVER_ADDRESS": f"127.0.0.1:{port}", "HEALTH_PORT": 0, **AS_DEPLOYED}
    services.start(GatewayService, **own)
    return f"http://127.0.0.1:{port}"


@pytest.fixture
def desk(address: str, settings: dict[str, Any]) -> Iterator[Callable[..., Desk]]:
    """``desk("registrar")`` is somebody of that role who is signed in."""
    opened: dict[tuple[str, tuple[str, ...]], Desk] = {}

    def sign_in(role: str, *houses: str) -> Desk:
        key = (role, houses or (HOUSE,))
        if key not in opened:
            username = f"{role}-{len(opened)}"
            hire(settings, username, role, houses=key[1])
            opened[key] = Desk(address, username)
        return opened[key]

    yield sign_in
    for one in opened.values():
        one.close()


@pytest.fixture
def house(desk: Callable[..., Desk], client: Any) -> str:
    """Set up, with an inmate, and every service knows it."""
    settings = {"lockers": 5, "cards": 8}
    operator = desk("operator")
    body = {"name": "Rutan Balikpapan", "timezone": "Asia/Makassar", "settings": settings}
    assert operator.put(f"/facilities/{HOUSE}", body).status_code == 200
    inmate = {"number": "B-1", "name": "Budi", "sex": "male", "legal_status": "convict"}
    assert operator.post("/inmates", inmate).status_code == 201

    def known() -> bool:
        try:
            client.call("screening", "screenings", {"facility": HOUSE})
            found = client.call("lockers", "lockers", {"facility": HOUSE})
        except Refused:
            return False
        return len(found["lockers"]) == settings["lockers"]

    eventually("all services know the house", known)
    return HOUSE


@pytest.fixture(scope="module")
def system(
    mongo_uri: str, amqp_uri: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[System]:
    """Running for all tests of the module: each start and stop takes seconds."""
    clock = StandingClock(tmp_path_factory.mktemp("system") / "clock.json")
    with settings_for_tests(mongo_uri, amqp_uri, clock.path) as settings:
        made = System({**settings, **HURRIED})
        yield made
        assert made.gateway._died.ready() is False, "the gateway has died"
        made.stop()


@pytest.fixture
def alive(system: System) -> Iterator[System]:
    """After the test the gateway serves as before, whatever it was sent."""
    yield system
    assert system.desk("registrar").get("/me").status_code == 200
    assert not system.gateway._died.ready(), "the gateway has died"
