"""A running locker desk, spoken to as the others do: by events and by RPC."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from chassis.calling import RpcClient
from chassis.errors import Refused
from services.lockers.service import LockersService
from tests.support.containers import Services
from tests.support.eventually import eventually
from tests.support.messages import EventLog, EventPublisher

FACILITY = "RTBPN"
ITEMS = [{"kind": "phone", "count": 2}, {"kind": "bag", "count": 1, "description": "black"}]
BACK = [{"kind": "phone", "count": 2}, {"kind": "bag", "count": 1}]
NO_DEPOSIT = {"required": False, "items": 0}


class Desk:
    """What the search post, registration and the locker officer do to the locker desk."""

    def __init__(self, client: RpcClient, publish: EventPublisher, events: EventLog):
        self.client, self.publish, self.events = client, publish, events
        self._sequence = 0

    def call(self, method: str, facility: str = FACILITY, **fields: Any) -> Any:
        command = {"command_id": str(uuid4()), "officer": {"id": "officer-1"}, **fields}
        return self.client.call("lockers", method, {"facility": facility, **command})

    def ask(self, method: str, facility: str = FACILITY, **fields: Any) -> Any:
        return self.client.call("lockers", method, {"facility": facility, **fields})

    def configure(self, lockers: int, cards: int) -> None:
        self._sequence += 1
        data = {"timezone": "Asia/Makassar", "language": "id", "recalls_before_hold": 3,
                "lockers": lockers, "cards": cards, "unclaimed_days": 30}
        self.publish("facility_configured", data, subject=FACILITY, sequence=self._sequence)
        eventually("the settings are heard", lambda: _if_found(
            lambda: len(self.ask("lockers")["lockers"]) == lockers))

    def screened(self, visit: str | None = None, sequence: int = 2, **data: Any) -> str:
        visit = visit or str(uuid4())
        found = {
            "outcome": "cleared", "visit_outcome": None, "lead": "p1", "seizures": 0,
            "members": [{"person": "p1", "decision": "cleared", "reason": None}],
            "deposit": {"required": True, "items": 3}, **data,
        }
        self.publish("visitor_screened", found, subject=visit, sequence=sequence)
        return visit

    def assigned(self) -> str:
        visit = self.screened()
        self.events.wait_for("locker_assigned", visit)
        return visit

    def deposited(self) -> str:
        visit = self.assigned()
        self.call("deposit", visit_id=visit, items=ITEMS)
        return visit

    def due(self) -> str:
        visit = self.deposited()
        self.publish("visit_ended", subject=visit)
        self.until(visit, "due")
        return visit

    def until(self, visit: str, status: str) -> dict[str, Any]:
        def look() -> dict[str, Any]:
            seen = _if_found(lambda: self.of(visit)) or {}
            return seen if seen.get("status") == status else {}

        return eventually(f"the deposit is {status}", look)

    def of(self, visit: str) -> dict[str, Any]:
        return self.ask("deposit_of", visit_id=visit)

    def give_back(self, visit: str, **fields: Any) -> dict[str, Any]:
        card = self.of(visit)["card"]
        return self.call(
            "return_belongings", visit_id=visit, **{"card": card, "items": BACK, **fields}
        )

    def counts(self) -> dict[str, int]:
        return self.ask("lockers")["counts"]


def _if_found(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except Refused as refused:
        if refused.code != "not_found":
            raise
        return None


@pytest.fixture
def open_desk(
    events: EventLog, services: Services, client: RpcClient, publish: EventPublisher
) -> Callable[..., Desk]:
    """Opens a desk with so many lockers and cards, run by so many containers. Its sweep is off
    unless TIMER_SECONDS is given, so that it does not hide what should have been done at once."""

    def start(lockers: int = 2, cards: int = 3, containers: int = 1, **settings: Any) -> Desk:
        for _ in range(containers):
            services.start(LockersService, **{"TIMER_SECONDS": 3600, **settings})
        desk = Desk(client, publish, events)
        desk.configure(lockers, cards)
        return desk

    return start
