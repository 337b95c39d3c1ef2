"""A search post that runs, at a house that is configured, and desks that call it."""

from itertools import count
from typing import Any

import pytest

from chassis.calling import RpcClient
from services.screening.service import ScreeningService
from tests.support.eventually import eventually

FACILITY = "RTBPN"
MOTHER_AND_SON = [
    {"person": "p1", "sex": "female", "minor": False},
    {"person": "p2", "sex": "male", "minor": True},
]


class Desk:
    """What an officer at the search post can ask for. Each command has an id of its own unless
    one is given."""

    def __init__(self, client: RpcClient):
        self._client = client
        self._numbers = count(1)

    def ask(self, method: str, **fields: Any) -> Any:
        defaults = {"command_id": f"command-{next(self._numbers)}", "facility": FACILITY,
                    "officer": {"id": "officer-1"}}
        return self._client.call("screening", method, defaults | fields)

    def look(self, method: str, **fields: Any) -> Any:
        return self._client.call("screening", method, {"facility": FACILITY} | fields)

    def call_next(self, **fields: Any) -> Any:
        return self.ask("call_next", **{"post": "A", "on_duty": ["female", "male"]} | fields)

    def clear(self, visit: str, **fields: Any) -> Any:
        """Clears mother and son."""
        searched = {
            sex: {"decision": "cleared", "searched_by": {"id": f"officer-{sex}", "sex": sex}}
            for sex in ("female", "male")
        }
        members = [{"person": "p1", **searched["female"]},
                   {"person": "p2", **searched["male"], "accompanied_by": "p1"}]
        return self.ask("result", **{"visit_id": visit, "consent": "given",
                                     "members": members} | fields)


@pytest.fixture
def configure(publish, kept):
    """Sets the house's settings and waits until screening has them."""
    sequence = count(1)

    def settings(facility=FACILITY, **changed):
        data = {"timezone": "Asia/Makassar", "language": "id", "recalls_before_hold": 1,
                "lockers": 60, "cards": 80, "unclaimed_days": 30} | changed
        made = publish("facility_configured", data, subject=facility, facility=facility,
                       sequence=next(sequence))
        kept("facilities", {"_id": facility, "inbox.id": made["id"]})

    return settings


@pytest.fixture
def kept(database):
    """The document that matches, once it is there."""

    def wait(collection, expected):
        documents = database("screening")[collection]
        return eventually(f"{expected} in {collection}", lambda: documents.find_one(expected))

    return wait


@pytest.fixture
def screening(events, services):
    return services.start(ScreeningService)


@pytest.fixture
def post(screening, configure):
    """The running service, at a configured house."""
    configure()
    return screening


@pytest.fixture
def desk(post, client):
    return Desk(client)


@pytest.fixture
def register(post, publish, kept):
    """Registers a group and waits until it stands in the line."""

    def group(visit, number=12, session="morning", members=MOTHER_AND_SON, **attributes):
        data = {"date": "2026-01-17", "session": session, "kind": "family", "members": members,
                "contact": False, "language": "id", "queue_number": number, "lead": "p1"}
        made = publish("visitor_registered", data, subject=visit, **attributes)
        kept("screenings", {"_id": visit, "inbox.id": made["id"]})
        return made

    return group
