"""How much one caller may ask: beyond it, a clear word and a time to come back."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from operations.database import free_port
from services.gateway.service import GatewayService
from tests.component.gateway.desk import Desk
from tests.component.gateway.shared import AS_DEPLOYED
from tests.support.containers import Services
from tests.support.staff import hire

Open = Callable[..., str]


@pytest.fixture
def gateway(services: Services) -> Open:
    """``gateway(SETTING=value)`` gives the address of a gateway that is alone."""

    def opened(**settings: Any) -> str:
        port = free_port()
        own = {"WEB_SERVER_ADDRESS": f"127.0.0.1:{port}", "HEALTH_PORT": 0, **AS_DEPLOYED}
        services.start(GatewayService, **{**own, **settings})
        return f"http://127.0.0.1:{port}"

    return opened


def refused(answer: requests.Response, status: int, code: str) -> bool:
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["Content-Type"] == "application/problem+json"
    return int(answer.headers["Retry-After"]) > 0


def test_a_session_that_asks_too_much_waits_and_no_other_does(
    gateway: Open, settings: dict[str, Any]
):
    address = gateway(RATE_PER_SESSION="5 per minute")
    for name in ("rina", "sari"):
        hire(settings, name)
    hasty, calm = Desk(address, "rina"), Desk(address, "sari")
    assert [hasty.get("/me").status_code for _ in range(5)] == [200] * 5
    assert refused(hasty.get("/me"), 429, "too_many_requests")
    assert calm.get("/me").status_code == 200


def test_an_address_that_asks_too_much_waits(gateway: Open):
    address = gateway(RATE_PER_ADDRESS="5 per minute")
    answers = [requests.get(f"{address}/api/v1/me", timeout=10) for _ in range(6)]
    assert [one.status_code for one in answers] == [401] * 5 + [429]
    assert refused(answers[-1], 429, "too_many_requests")


def test_a_gateway_with_too_many_requests_says_so_at_once(gateway: Open):
    address = gateway(REQUESTS_AT_ONCE=0)
    assert refused(requests.get(f"{address}/api/v1/me", timeout=10), 503, "unavailable")
