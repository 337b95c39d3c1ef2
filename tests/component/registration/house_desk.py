"""What an officer of the house can ask of a running registration."""

from itertools import count
from typing import Any

from chassis.calling import RpcClient
from tests.support.eventually import eventually
from tests.support.messages import EventPublisher

FACILITY = "RTBPN"
SITI = {"name": "Siti", "sex": "female", "birth_date": "1990-01-01", "id_type": "nik",
        "id_number": "6471014101900001", "relationship": "wife"}  # fmt: skip
ANDI = {"name": "Andi", "sex": "male", "birth_date": "2016-05-02", "id_type": "nik",
        "id_number": "6471010205160002", "relationship": "child"}  # fmt: skip
INMATE = {"number": "A-17", "name": "Budi", "sex": "male", "legal_status": "convict"}


class HouseDesk:
    """Each command has an id of its own unless one is given. ``publish`` speaks for the other
    services."""

    def __init__(self, client: RpcClient, publish: EventPublisher):
        self._client, self._publish = client, publish
        self._numbers = count(1)

    def ask(self, method: str, **fields: Any) -> Any:
        defaults = {"command_id": f"command-{next(self._numbers)}", "facility": FACILITY,
                    "officer": {"id": "officer-1"}}  # fmt: skip
        return self._client.call("registration", method, defaults | fields)

    def look(self, method: str, **fields: Any) -> Any:
        return self._client.call("registration", method, {"facility": FACILITY} | fields)

    def configure(self, **settings: Any) -> Any:
        return self.ask("configure_facility", name="Rutan Balikpapan",
                        timezone="Asia/Makassar", settings=settings)  # fmt: skip

    def register(self, number: str = "A-17", visitors: Any = (SITI, ANDI), **fields: Any) -> str:
        """A visit to that inmate, who is added first; its id."""
        self.ask("add_inmate", **INMATE | {"number": number})
        return self.ask("register", inmate_number=number, visitors=list(visitors), **fields)["id"]

    def clear(self, visit: str, seizures: int = 0, deposit: int = 0) -> None:
        """The search post calls and clears both persons."""
        called = {"queue_number": 1, "session": "morning", "call": 1, "post": "A"}
        self._publish("visitor_called", called, subject=visit, sequence=2)
        self.until(visit, "called")
        members = [{"person": one, "decision": "cleared", "reason": None} for one in ("p1", "p2")]
        result = {"outcome": "cleared", "visit_outcome": None, "members": members, "lead": "p1",
                  "deposit": {"required": deposit > 0, "items": deposit},
                  "seizures": seizures}  # fmt: skip
        self._publish("visitor_screened", result, subject=visit, sequence=3)
        self.until(visit, "cleared")

    def start(self, visit: str) -> None:
        self.clear(visit)
        self.ask("start", visit_id=visit, briefing_acknowledged=True)

    def depart(self, visit: str) -> None:
        self.ask("depart", visit_id=visit, persons=2, identities_checked=["p1", "p2"])

    def until(self, visit: str, status: str) -> dict[str, Any]:
        def look() -> dict[str, Any]:
            seen = self.look("visit", visit_id=visit)
            return seen if seen["status"] == status else {}

        return eventually(f"the visit is {status}", look)
