"""Registration that runs, at a house with inmates, on a Saturday morning at half past nine."""

from collections.abc import Callable
from typing import Any

import pytest

from services.registration.service import RegistrationService
from tests.component.registration.front import FACILITY, Front
from tests.component.registration.house_desk import HouseDesk
from tests.support.eventually import eventually


@pytest.fixture(autouse=True)
def secret(monkeypatch):
    monkeypatch.setenv("BLIND_INDEX_KEY", "a key for tests alone")


@pytest.fixture
def front(events, services, client) -> Front:
    services.start(RegistrationService)
    front = Front(client)
    front.configure()
    for number in ("B-1", "B-2", "B-3"):
        front.add_inmate(number)
    return front


@pytest.fixture
def awaits(front) -> Callable[..., Any]:
    """Waits until a visit looks as it should, and gives it."""

    def look(visit: str, **expected: Any) -> dict[str, Any]:
        def as_expected() -> dict[str, Any] | None:
            seen = front.look("visit", visit_id=visit)
            return seen if expected.items() <= seen.items() else None

        return eventually(f"visit {visit} is {expected}", as_expected)

    return look


@pytest.fixture
def screen(publish, awaits) -> Callable[..., dict[str, Any]]:
    """The search post calls a group and clears it, or as the data says."""

    def screened(visit: str, persons: int = 1, deposit: bool = False, **data: Any) -> Any:
        publish("visitor_called", subject=visit, facility=FACILITY, sequence=2)
        cleared = [
            {"person": f"p{n}", "decision": "cleared", "reason": None}
            for n in range(1, persons + 1)
        ]
        found = {
            "outcome": "cleared",
            "visit_outcome": None,
            "members": cleared,
            "lead": "p1",
            "deposit": {"required": deposit, "items": int(deposit)},
            "seizures": 0,
        } | data
        publish("visitor_screened", found, subject=visit, facility=FACILITY, sequence=3)
        return awaits(visit, status="refused" if found["outcome"] == "refused" else "cleared")

    return screened


@pytest.fixture
def admit(front, screen) -> Callable[..., str]:
    """Takes a registered group into the visiting room."""

    def admitted(visit: str, persons: int = 1, **search: Any) -> Any:
        screen(visit, persons, **search)
        return front.ask("start", visit_id=visit, briefing_acknowledged=True)

    return admitted


@pytest.fixture
def unconfigured(events, services, client, publish) -> HouseDesk:
    """The desk of a house that nobody has set up yet."""
    services.start(RegistrationService)
    return HouseDesk(client, publish)


@pytest.fixture
def desk(unconfigured) -> HouseDesk:
    """The desk of a house with its usual settings, and no inmates."""
    unconfigured.configure()
    return unconfigured
