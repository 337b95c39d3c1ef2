"""A visit through the gateway: who may do what, once, and what everybody else gets."""

from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
import requests

from tests.component.gateway.desk import Desk
from tests.component.registration.front import visitor
from tests.support.standing_clock import StandingClock

Sign = Callable[..., Desk]


def group(place: int = 0, **more: Any) -> dict[str, Any]:
    return {"inmate_number": "B-1", "visitors": [visitor(place)], **more}


@pytest.fixture
def visit(house: str, desk: Sign) -> dict[str, Any]:
    registered = desk("registrar").post("/visits", group())
    assert registered.status_code == 201, registered.text
    return registered.json()


def test_an_answer_tells_what_time_it_is_by_the_clock_of_the_services(
    address: str, clock: StandingClock
):
    answer = requests.get(f"{address}/api/v1/display", timeout=30)
    assert parsedate_to_datetime(answer.headers["Date"]) == clock.shown


def test_a_walk_in_gets_a_queue_number(visit: dict[str, Any]):
    assert visit["status"] == "registered"
    assert visit["queue_number"] == 1


@pytest.mark.usefixtures("house")
def test_a_request_that_is_sent_again_with_its_key_has_one_effect_and_the_same_answer(desk: Sign):
    registrar = desk("registrar")
    first = registrar.post("/visits", group(), key="walk-in-1")
    again = registrar.post("/visits", group(), key="walk-in-1")
    assert (again.status_code, again.json()) == (201, first.json())
    assert registrar.get("/visits").json()["total"] == 1


@pytest.mark.usefixtures("house")
def test_the_same_key_with_another_body_is_refused(desk: Sign):
    registrar = desk("registrar")
    registrar.post("/visits", group(), key="walk-in-1")
    other = registrar.post("/visits", group(5), key="walk-in-1")
    assert (other.status_code, other.json()["code"]) == (422, "command_id_reused")


def test_numbers_of_documents_are_masked_in_lists_and_whole_where_they_are_compared(
    visit: dict[str, Any], desk: Sign
):
    number = visitor(0)["id_number"]
    path = f"/visits/{visit['id']}"
    assert number not in desk("registrar").get("/visits").text
    assert number in desk("registrar").get(path).text
    assert number not in desk("room_officer").get(path).text
    assert "6471********" in desk("room_officer").get(path).text


def test_a_visit_of_another_house_does_not_exist(visit: dict[str, Any], desk: Sign):
    path = f"/visits/{visit['id']}"
    stranger = desk("supervisor", "LPSMD")
    for answer in (stranger.get(path), stranger.get(path, facility="RTBPN")):
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_whoever_works_in_two_houses_says_for_which(house: str, desk: Sign):
    both = desk("registrar", house, "LPSMD")
    unsaid = both.get("/visits")
    assert (unsaid.status_code, unsaid.json()["code"]) == (422, "facility_required")
    assert both.get("/visits", facility=house).status_code == 200


def test_a_role_that_may_not_is_told_so(visit: dict[str, Any], desk: Sign):
    answer = desk("screener").post(
        f"/visits/{visit['id']}/cancel", {"reason": "x", "by": "visitor"}
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


@pytest.mark.parametrize("token", [None, "Bearer", "Bearer forged", "Basic eDp5"])
def test_without_a_session_nothing_is_answered(address: str, token: str | None):
    headers = {"Authorization": token} if token else {}
    answer = requests.get(f"{address}/api/v1/visits", headers=headers, timeout=10)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.usefixtures("house")
def test_a_field_that_is_wrong_is_named(desk: Sign):
    answer = desk("registrar").post("/visits", group(surprise=1, lead="first"))
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"surprise", "lead"}


@pytest.mark.usefixtures("house")
def test_a_rule_of_the_house_that_says_no_is_named(desk: Sign):
    registrar = desk("registrar")
    registrar.post("/visits", group())
    second = registrar.post("/visits", group(7))
    assert (second.status_code, second.json()["code"]) == (409, "inmate_already_visited")


@pytest.mark.usefixtures("house")
def test_what_has_not_changed_is_not_sent_again(desk: Sign):
    registrar = desk("registrar")
    tag = registrar.get("/visits").headers["ETag"]
    assert registrar.get("/visits", {"If-None-Match": tag}).status_code == 304
    registrar.post("/visits", group())
    assert registrar.get("/visits", {"If-None-Match": tag}).status_code == 200


def test_an_override_takes_a_supervisors_own_password(house: str, desk: Sign):
    registrar, supervisor = desk("registrar"), desk("supervisor")
    registrar.post("/visits", group())
    reason = {"reason": "they came from far away"}
    alone = registrar.post("/visits", group(7, override=reason))
    assert (alone.status_code, alone.json()["code"]) == (403, "override_needs_supervisor")
    signed = {"username": supervisor.username, "password": "guessed wrong 123"}
    guessed = registrar.post("/visits", group(7, override={**reason, "supervisor": signed}))
    assert (guessed.status_code, guessed.json()["code"]) == (403, "approval_refused")


def test_a_service_that_is_away_makes_its_routes_busy_and_leaves_the_others(
    house: str, desk: Sign, services: Any
):
    officer = desk("supervisor")
    assert officer.get("/lockers").status_code == 200
    for container in services.containers:
        if container.service_name == "lockers":
            container.stop()
    away = officer.get("/lockers")
    assert (away.status_code, away.json()["code"]) == (503, "unavailable")
    assert int(away.headers["Retry-After"]) > 0
    assert officer.get("/visits").status_code == 200


def test_the_api_describes_itself_without_the_internet(address: str):
    document = requests.get(f"{address}/api/v1/openapi.json", timeout=10).json()
    assert document["openapi"].startswith("3.1")
    assert "/api/v1/visits/{visit_id}/check-in" in document["paths"]
    page = requests.get(f"{address}/api/v1/docs/", timeout=10)
    assert page.status_code == 200
    assert "https://" not in page.text
