"""The whole table of routes, walked with every role and from another house."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from services.gateway.domain.policy import POLICY, allows
from services.gateway.domain.staff import ROLES
from tests.component.gateway.desk import Desk
from tests.component.gateway.walking import BODIES, OPEN, QUERIES, Step, steps
from tests.component.registration.front import visitor

Sign = Callable[..., Desk]
OTHER_HOUSE = "LPSMD"
DENIED = (403, "forbidden")


@pytest.fixture
def document(address: str) -> dict[str, Any]:
    found: dict[str, Any] = requests.get(f"{address}/api/v1/openapi.json", timeout=10).json()
    return found


@pytest.fixture
def walk(document: dict[str, Any]) -> list[Step]:
    return list(steps(document))


def outcome(answer: requests.Response) -> tuple[int, str]:
    """The status and the code, or the type of what came instead of a problem."""
    try:
        kind = answer.headers.get("Content-Type", "")
        if kind == "application/problem+json":
            return answer.status_code, answer.json()["code"]
        return answer.status_code, kind
    finally:
        answer.close()


def ask(desk: Desk, step: Step, how: dict[str, Any], **ids: Any) -> tuple[int, str]:
    return outcome(desk.send(step.method, step.url(**ids), stream=True, **how))


def test_every_route_is_in_the_policy_and_every_row_has_a_route(walk: list[Step]):
    assert sorted(one.name for one in walk) == sorted(POLICY)


def test_the_walk_knows_what_every_command_takes(walk: list[Step]):
    commands = {one.name for one in walk if one.method not in ("GET", "DELETE")}
    assert sorted(commands) == sorted(BODIES)
    assert set(QUERIES) <= {one.name for one in walk} - commands


def test_each_role_may_do_what_the_policy_says_and_nothing_else(walk: list[Step], desk: Sign):
    ids = {"visit_id": "0" * 32, "facility": "RTBPN"}
    wrong = {}
    for role in ROLES:
        officer = desk(role)
        for step in walk:
            found = ask(officer, step, step.how(**ids), **ids)
            expected = allows(step.name, frozenset({role}))
            if (found != DENIED) != expected or found[0] in (401, 500, 503):
                wrong[role, step.name] = found
    assert wrong == {}


def test_without_a_session_every_route_is_closed(walk: list[Step], address: str):
    ids = {"visit_id": "0" * 32, "facility": "RTBPN"}
    found = {
        step.name: outcome(
            requests.request(
                step.method, f"{address}/api/v1{step.url(**ids)}", timeout=10, **step.how(**ids)
            )
        )
        for step in walk
    }
    assert {name: one for name, one in found.items() if one != (401, "not_signed_in")} == {}


def test_the_open_routes_are_those_that_are_meant_to_be(document: dict[str, Any]):
    named = {
        one["operationId"] for methods in document["paths"].values()
        for method, one in methods.items() if method != "parameters"
    }  # fmt: skip
    closed = {name.replace(".", "_") for name in POLICY}
    assert named - closed <= OPEN


def test_another_house_cannot_learn_that_a_visit_exists(house: str, walk: list[Step], desk: Sign):
    group = {"inmate_number": "B-1", "visitors": [visitor(0)]}
    visit = desk("registrar").post("/visits", group).json()
    before = desk("supervisor").get(f"/visits/{visit['id']}/history").json()
    told, unasked = {}, []
    for step in walk:
        role = min(POLICY[step.name])
        stranger = desk(role, OTHER_HOUSE)
        ids = {"visit_id": visit["id"], "facility": house, "number": "B-1"}
        ids["number"] = 1 if step.name == "lockers.set" else "B-1"
        how = step.how(**ids)
        tries = [step.for_house(house, how)] if step.takes_facility else []
        if "{visit_id}" in step.path or "{facility}" in step.path:
            tries.append(how)
        if not tries:
            unasked.append(step.name)
        for one in tries:
            if (found := ask(stranger, step, one, **ids)) != (404, "not_found"):
                told[step.name] = found
    assert told == {}
    assert sorted(unasked) == ["me", "me.end_session", "me.password", "me.sessions",
                               "session.sign_out"]  # fmt: skip
    assert desk("supervisor").get(f"/visits/{visit['id']}/history").json() == before
