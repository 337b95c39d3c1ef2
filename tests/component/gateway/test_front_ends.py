"""What a front end at the desks and the board in the waiting room need of the API."""

from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
import requests

from tests.component.gateway.desk import Desk
from tests.component.gateway.shared import System, request
from tests.component.registration.front import child, visitor
from tests.support.eventually import eventually
from tests.support.standing_clock import StandingClock

Sign = Callable[..., Desk]
MOTHER = visitor(0, name="Siti Aminah")


@pytest.fixture
def visit(house: str, desk: Sign) -> dict[str, Any]:
    group = {"inmate_number": "B-1", "visitors": [MOTHER, child(1)]}
    made: dict[str, Any] = desk("registrar").post("/visits", group).json()
    return made


def audited(desk: Sign, action: str) -> list[tuple[str, str, str]]:
    entries = desk("auditor").get("/audit", action=action).json()["entries"]
    return [(one["staff"], one["subject"], one["outcome"]) for one in entries]


def test_a_pass_tells_the_desk_which_visit_and_a_finder_nothing_of_people(
    visit: dict[str, Any], desk: Sign
):
    paper = desk("registrar").get(f"/visits/{visit['id']}/pass").json()
    assert (paper["id"], paper["queue_number"], paper["persons"]) == (visit["id"], 1, 2)
    assert paper["session_opens"] == "2026-01-17T09:00:00+08:00"
    assert paper["session_closes"] == "2026-01-17T11:30:00+08:00"
    assert paper["printed_at"] == "2026-01-17T09:30:00+08:00"
    assert (paper["facility_name"], paper["inmate_number"]) == ("Rutan Balikpapan", "B-1")
    for secret in (MOTHER["name"], MOTHER["id_number"], MOTHER["id_number"][-4:], "Budi"):
        assert secret not in str({**paper, "id": "", "facility_name": ""})


def test_printing_a_pass_is_an_entry_of_the_audit_and_looking_is_another(
    visit: dict[str, Any], desk: Sign
):
    registrar = desk("registrar")
    registrar.get(f"/visits/{visit['id']}")
    assert audited(desk, "visits.pass") == []
    registrar.get(f"/visits/{visit['id']}/pass")
    assert audited(desk, "visits.pass") == [(registrar.username, visit["id"], "done")]


def test_there_is_no_pass_for_a_visit_that_is_over(visit: dict[str, Any], desk: Sign):
    path = f"/visits/{visit['id']}"
    desk("registrar").post(f"{path}/cancel", {"reason": "ill", "by": "visitor"})
    answer = desk("registrar").get(f"{path}/pass")
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
    assert audited(desk, "visits.pass")[0][2] == "refused:wrong_state"


@pytest.mark.usefixtures("house")
def test_printing_who_is_inside_is_an_entry_of_its_own(desk: Sign):
    officer = desk("room_officer")
    assert officer.get("/inside/printout").json() == officer.get("/inside").json()
    assert audited(desk, "inside.print") == [(officer.username, "", "done")]
    assert audited(desk, "inside") == [(officer.username, "", "done")]


def test_inmates_are_searched_while_somebody_types(house: str, desk: Sign):
    found = desk("registrar").get("/inmates", q="bu", page_size=5).json()
    assert [one["number"] for one in found["items"]] == ["B-1"]
    assert desk("registrar").get("/inmates", q="").status_code == 422


def test_the_board_says_all_that_is_shown_and_called_out(
    visit: dict[str, Any], desk: Sign, address: str, clock: StandingClock
):
    screener = desk("screener")

    def board() -> dict[str, Any]:
        answer = requests.get(f"{address}/api/v1/display?facility=RTBPN", timeout=10)
        found: dict[str, Any] = answer.json()
        return found

    eventually("the group waits", lambda: board()["waiting"] == 1)
    assert board()["next"] == [{"session": "morning", "queue_number": 1}]
    called = screener.post("/screenings/call-next", {"on_duty": ["female"], "post": "post-2"})
    assert called.status_code == 200, called.text
    [first] = eventually("it is called", lambda: board()["called"])
    assert (first["queue_number"], first["post"], first["calls"]) == (1, "post-2", 1)
    clock.set("2026-01-17T09:31:00+08:00")
    screener.post(f"/screenings/{visit['id']}/recall")
    [again] = eventually("it is recalled", lambda: [
        one for one in board()["called"] if one["calls"] == 2])  # fmt: skip
    assert again["called_at"] > first["called_at"]
    shown = board()
    assert (shown["language"], shown["timezone"]) == ("id", "Asia/Makassar")
    assert shown["sessions"][0]["opens"] == "2026-01-17T09:00:00+08:00"
    assert "Siti" not in str(shown)


TOO_LARGE = (
    b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 30000\r\n"
    b"Connection: close\r\n\r\n"
)


def date_of(answer: bytes) -> str:
    head = answer.partition(b"\r\n\r\n")[0].decode().splitlines()
    [date] = [line for line in head if line.lower().startswith("date:")]
    return parsedate_to_datetime(date.partition(":")[2].strip()).isoformat()


def test_answers_are_dated_by_the_clock_of_the_times_in_them(system: System):
    sent = {
        "answered": request(system.desk("registrar")),
        "not there": request(system.desk("registrar"), path="/nowhere"),
        "ready": request(system.desk("registrar"), path="/health/ready"),
        "too large": TOO_LARGE,
    }
    dates = {name: date_of(system.raw(one)) for name, one in sent.items()}
    assert dates == dict.fromkeys(sent, "2026-01-17T01:30:00+00:00")
