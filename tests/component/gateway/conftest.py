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
from tests.support.eventually import eventually
from tests.support.staff import HOUSE, hire


@pytest.fixture
def address(services: Any, settings: dict[str, Any]) -> str:
    """Where the API of the whole system is served."""
    services.start(RegistrationService)
    services.start(ScreeningService)
    services.start(LockersService)
    services.start(NotificationsService)
    port = free_port()
    services.start(GatewayService, WEB_SERVER_ADDRESS=f"127.0.0.1:{port}", HEALTH_PORT=0)
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
