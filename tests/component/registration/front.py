"""What officers of a house can ask of registration, for the tests."""

from itertools import count
from typing import Any

from chassis.calling import RpcClient

FACILITY = "RTBPN"
SUPERVISOR = {"supervisor": "kepala-jaga", "reason": "they came from far away"}


def visitor(place: int = 0, **changes: Any) -> dict[str, Any]:
    """A woman of 35 with a NIK of her own for each place."""
    return {
        "name": f"Pengunjung {place}",
        "sex": "female",
        "birth_date": "1990-03-12",
        "id_type": "ktp",
        "id_number": f"6471025203{90:02}{place:04}",
        "relationship": "wife",
    } | changes


def child(place: int = 1, **changes: Any) -> dict[str, Any]:
    born = {"birth_date": "2017-05-01", "id_number": f"64710241051{7}{place:04}"}
    return visitor(place, id_type="kia", relationship="child", **born | changes)


class Front:
    """Each command has an id of its own unless one is given."""

    def __init__(self, client: RpcClient):
        self._client = client
        self._numbers = count(1)
        self._persons = count(100)

    def ask(self, method: str, **fields: Any) -> Any:
        usual = {
            "command_id": f"command-{next(self._numbers)}",
            "facility": FACILITY,
            "officer": {"id": "officer-1"},
        }
        return self._client.call("registration", method, usual | fields)

    def look(self, method: str, **fields: Any) -> Any:
        return self._client.call("registration", method, {"facility": FACILITY} | fields)

    def configure(self, **settings: Any) -> Any:
        return self.ask(
            "configure_facility",
            name="Rutan Balikpapan",
            timezone="Asia/Makassar",
            settings=settings,
        )

    def add_inmate(self, number: str, **fields: Any) -> Any:
        usual = {"name": "Budi", "sex": "male", "legal_status": "convict"}
        return self.ask("add_inmate", number=number, **usual | fields)

    def register(self, inmate: str = "B-1", visitors: Any = None, **fields: Any) -> Any:
        """By default a woman who has not come before."""
        group = visitors or [visitor(next(self._persons))]
        return self.ask("register", inmate_number=inmate, visitors=group, **fields)

    def book(self, inmate: str = "B-1", session: str = "afternoon", **fields: Any) -> Any:
        return self.register(inmate, session=session, **{"date": "2026-01-17"} | fields)

    def status(self, visit: str) -> str:
        return self.look("visit", visit_id=visit)["status"]
