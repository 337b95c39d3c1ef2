"""A house with work in every stage, so that what is generated meets something real."""

import json
import time
from pathlib import Path
from typing import Any

import requests

from operations.local import System
from tests.component.registration.front import visitor
from tests.support.staff import HOUSE, PASSWORD, hire

ROLES = ("registrar", "screener", "locker_officer", "room_officer", "supervisor", "operator",
         "auditor")  # fmt: skip
GROUPS = 6
PATIENCE = 30.0


class Desk:
    def __init__(self, url: str, role: str):
        self._url = f"{url}/api/v1"
        self._http = requests.Session()
        answer = self._http.post(
            f"{self._url}/session", json={"username": role, "password": PASSWORD}, timeout=30
        )
        answer.raise_for_status()
        self.token: str = answer.json()["token"]
        self._http.headers["Authorization"] = f"Bearer {self.token}"

    def send(self, method: str, path: str, **body: Any) -> Any:
        answer = self._http.request(method, self._url + path, json=body or None, timeout=30)
        answer.raise_for_status()
        return answer.json()


def staffed(system: System) -> dict[str, Desk]:
    """Somebody of each role, signed in."""
    settings = {"MONGO_URI": system.mongo_uri}
    for role in ROLES:
        hire(_known(settings), role, role)
    return {role: Desk(system.url, role) for role in ROLES}


def _known(settings: dict[str, str]) -> dict[str, Any]:
    from chassis.settings import COMMON, load_settings

    return {**load_settings(COMMON), **settings}


def furnish(desks: dict[str, Desk], ids: Path) -> None:
    """Sets the house up, takes some groups along their way, and writes down which ids there are."""
    operator, registrar = desks["operator"], desks["registrar"]
    # on a Sunday, too: it is played at the real time
    week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    sessions = [{"name": "day", "opens": "00:00", "closes": "23:59", "weekdays": week}]
    settings = {"lockers": 20, "cards": 30, "sessions": sessions}
    operator.send(
        "PUT", f"/facilities/{HOUSE}", name="Rutan", timezone="Asia/Makassar", settings=settings
    )
    for number in range(GROUPS):
        operator.send(
            "POST", "/inmates", number=f"B-{number}", name="Budi", sex="male",
            legal_status="convict",
        )  # fmt: skip
    visits = [
        registrar.send("POST", "/visits", inmate_number=f"B-{n}", visitors=[visitor(n)])["id"]
        for n in range(GROUPS)
    ]
    _call_some(desks["screener"], visits)
    ban = desks["supervisor"].send(
        "POST", "/bans", reason="contraband",
        visitor={"id_type": "ktp", "id_number": visitor(50)["id_number"]},
    )  # fmt: skip
    whole = registrar.send("GET", f"/visits/{visits[0]}")
    ids.write_text(json.dumps({
        "visit_id": visits,
        "facility": [HOUSE],
        "number": [f"B-{n}" for n in range(GROUPS)],
        "ban_id": [ban["id"]],
        "visitor_id": [one["visitor_id"] for one in whole["members"]],
    }))  # fmt: skip


def _call_some(screener: Desk, visits: list[str]) -> None:
    """Screening hears of the groups a moment later."""
    deadline = time.monotonic() + PATIENCE
    called = 0
    while called < len(visits) // 2:
        try:
            group = screener.send("POST", "/screenings/call-next", on_duty=["female", "male"])
        except requests.HTTPError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
            continue
        called += 1
        finding = {"person": "p1", "decision": "cleared",
                   "searched_by": {"id": "screener", "sex": "female"}}  # fmt: skip
        item = {"person": "p1", "kind": "phone", "count": 1, "disposition": "deposit"}
        screener.send(
            "POST", f"/screenings/{group['visit_id']}/result", consent="given",
            members=[finding], items=[item],
        )  # fmt: skip
