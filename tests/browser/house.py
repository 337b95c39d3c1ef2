"""A house of its own for each test, and what the other desks do in it, by the HTTP API."""

from datetime import UTC, date, datetime
from random import Random
from typing import Any
from uuid import uuid4

import requests

from operations.demo.people import People, Person
from operations.local import System
from tests.support.eventually import eventually
from tests.support.staff import PASSWORD, hire

EVERY_ROLE = (
    "registrar", "screener", "locker_officer", "room_officer", "supervisor", "operator", "auditor",
)  # fmt: skip
NOT_YET = {"wrong_state", "nobody_waiting", "not_found", "facility_not_configured",
           "belongings_not_deposited", "belongings_not_returned", "visit_not_over"}  # fmt: skip
WHOLE_DAY: dict[str, Any] = {
    "name": "whole_day", "opens": "00:00", "closes": "23:59",
    # on a Sunday, too: the tests run on any day
    "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
}  # fmt: skip


class House:
    """``id`` is the facility. It is about noon there, whenever the test runs, so that no session
    ends meanwhile."""

    def __init__(self, system: System, settings: dict[str, Any], number: int, **rules: Any):
        self.id = f"RT{number:03d}"
        self.url = f"{system.url}/api/v1"
        self._settings = settings
        self._people = People(Random(number), date(2026, 1, 17))
        self._hired: dict[str, str] = {}
        everybody = self.hire("all", *EVERY_ROLE)
        self._session = self.signed_in(everybody)
        usual = {"sessions": [WHOLE_DAY], "registration_closes_minutes": 0}
        self.put(
            f"/facilities/{self.id}", name=f"Rutan {self.id}", timezone=zone_where_it_is_noon(),
            settings={**usual, **rules},
        )  # fmt: skip
        self.inmates = [self.inmate(f"{self.id}-{place}") for place in range(1, 6)]

    def hire(self, name: str, *roles: str, sex: str = "female") -> str:
        """The user name of a new account with these roles."""
        username = f"{self.id.lower()}.{name}"
        if username not in self._hired:
            hire(self._settings, username, *roles, houses=(self.id,), sex=sex)
            self._hired[username] = PASSWORD
        return username

    def name_of(self, name: str) -> str:
        """As colleagues know who was hired by that name."""
        return f"{self.id.lower()}.{name}".title()

    def inmate(self, number: str, **more: Any) -> str:
        usual = {"name": f"Warga Binaan {number}", "sex": "male", "legal_status": "convict"}
        self.post("/inmates", number=number, **{**usual, **more})
        return number

    def woman(self) -> Person:
        return self._people.woman()

    def man(self) -> Person:
        return self._people.man()

    def child(self) -> Person:
        return self._people.child()

    def registered(self, *people: Person, inmate: int = 0, **more: Any) -> dict[str, Any]:
        """A walk-in, of one woman if nobody is named."""
        visitors = [one.as_visitor() for one in people or (self.woman(),)]
        number = self.inmates[inmate]
        return self.post("/visits", inmate_number=number, visitors=visitors, **more)

    def called(self, *people: Person, **more: Any) -> dict[str, Any]:
        visit = self.registered(*people, **more)
        self.eventually_post(
            "/screenings/call-next", on_duty=["female", "male"], post="post-1",
            answered=lambda group: group["visit_id"] == visit["id"],
        )  # fmt: skip
        return visit

    def cleared(self, *people: Person, phones: int = 1, **more: Any) -> dict[str, Any]:
        """Searched, by officers of each one's sex. With phones: to be deposited."""
        people = people or (self.woman(),)
        visit = self.called(*people, **more)
        searchers = {
            sex: self.hire(f"search-{sex}", "screener", sex=sex) for sex in ("female", "male")
        }
        members = [
            {
                "person": f"p{place}",
                "decision": "cleared",
                "searched_by": {"id": searchers[one.sex], "sex": one.sex},
                **({} if one.adult else {"accompanied_by": "p1"}),
            }
            for place, one in enumerate(people, start=1)
        ]
        items = [{"person": "p1", "kind": "phone", "count": phones, "disposition": "deposit"}]
        self.eventually_post(
            f"/screenings/{visit['id']}/result", consent="given", lead="p1", members=members,
            items=items if phones else [],
        )  # fmt: skip
        return visit

    def deposited(self, *people: Person, phones: int = 1, **more: Any) -> dict[str, Any]:
        """With ``card``, besides what a visit has."""
        visit = self.cleared(*people, phones=phones, **more)
        kept = self.eventually_post(
            f"/lockers/{visit['id']}/deposit", items=[{"kind": "phone", "count": phones}]
        )
        return {**visit, "card": kept["card"], "locker": kept["locker"]}

    def started(self, *people: Person, phones: int = 1, **more: Any) -> dict[str, Any]:
        if phones:
            visit = self.deposited(*people, phones=phones, **more)
        else:
            visit = self.cleared(*people, phones=0, **more)
        self.eventually_post(f"/visits/{visit['id']}/start", briefing_acknowledged=True)
        return visit

    def ended(self, *people: Person, **more: Any) -> dict[str, Any]:
        visit = self.started(*people, **more)
        self.eventually_post(f"/visits/{visit['id']}/end", outcome="completed")
        return visit

    def visit(self, visit_id: str) -> dict[str, Any]:
        return self.get(f"/visits/{visit_id}")

    def until(self, visit_id: str, **expected: Any) -> dict[str, Any]:
        """The visit, once it is as expected."""

        def seen() -> dict[str, Any] | None:
            found = self.visit(visit_id)
            return found if expected.items() <= found.items() else None

        return eventually(f"visit {visit_id} is {expected}", seen)

    def get(self, path: str, **query: Any) -> Any:
        return self._answer("GET", path, params=query)

    def post(self, path: str, **body: Any) -> Any:
        return self._answer("POST", path, json=body)

    def put(self, path: str, **body: Any) -> Any:
        return self._answer("PUT", path, json=body)

    def patch(self, path: str, **body: Any) -> Any:
        return self._answer("PATCH", path, json=body)

    def eventually_post(self, path: str, answered: Any = None, **body: Any) -> Any:
        """Once the services have heard of what came before."""
        answers: list[Any] = []

        def acted() -> bool:
            answer = self._session.post(self.url + path, json=body, timeout=15)
            if answer.ok:
                answers.append(answer.json())
            elif answer.json()["code"] not in NOT_YET:
                raise AssertionError(f"{path}: {answer.text}")
            return bool(answers) and (answered is None or answered(answers[-1]))

        eventually(f"{path} is done", acted)
        return answers[-1]

    def _answer(self, method: str, path: str, **more: Any) -> Any:
        headers = {"Idempotency-Key": str(uuid4())}
        answer = self._session.request(method, self.url + path, headers=headers, timeout=15, **more)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def signed_in(self, username: str) -> requests.Session:
        session = requests.Session()
        body = {"username": username, "password": PASSWORD}
        answer = session.post(f"{self.url}/session", json=body, timeout=15)
        assert answer.ok, answer.text
        session.headers["Authorization"] = f"Bearer {answer.json()['token']}"
        return session


def zone_where_it_is_noon() -> str:
    """Within half an hour."""
    east = round(12 - (datetime.now(UTC).hour + datetime.now(UTC).minute / 60))
    return "Etc/UTC" if east == 0 else f"Etc/GMT{-east:+d}"
