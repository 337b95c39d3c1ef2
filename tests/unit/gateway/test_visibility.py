"""Who sees which events."""

import json

import pytest

import contracts
from services.gateway.domain import sse
from services.gateway.domain.staff import ROLES, Staff
from services.gateway.domain.visibility import SEEN_BY, Audience


def audience(*roles: str, facility: str | None = None) -> Audience:
    staff = Staff("a", "a", "a", frozenset(roles), ("H1", "H2"), None, None)
    return Audience(staff, facility)


def test_every_type_that_anybody_may_read_has_a_row_and_no_other_has():
    assert set(SEEN_BY) == {name for _, name in contracts.open_to_all()}


def test_how_visitors_want_to_be_told_is_seen_by_nobody():
    assert not any(audience(*ROLES).sees("contact_recorded", house) for house in ("H1", "H2"))


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_an_emergency(role: str):
    assert audience(role).sees("facility_closed", "H1")


@pytest.mark.parametrize(
    ("role", "unseen"),
    [
        ("locker_officer", "contraband_seized"),
        ("room_officer", "ban_proposed"),
        ("operator", "visitor_registered"),
        ("auditor", "visitor_registered"),
        ("screener", "inmate_status_changed"),
    ],
)
def test_a_role_does_not_see_what_is_not_its_work(role: str, unseen: str):
    assert not audience(role).sees(unseen, "H1")
    assert audience("supervisor", "operator").sees("contraband_seized", "H1")


def test_only_the_own_houses_are_seen_and_one_can_be_chosen():
    assert audience("supervisor").sees("visit_ended", "H2")
    assert not audience("supervisor").sees("visit_ended", "H3")
    assert not audience("supervisor", facility="H1").sees("visit_ended", "H2")
    assert not audience("supervisor", facility="H3").sees("visit_ended", "H3")


def test_an_event_is_one_line_of_json_whatever_is_in_it():
    data = {"note": "a\r\nb\u2028c\n\nevent: forged"}
    lines = sse.frame("7-0a", "visit_ended", data).decode().split("\n")
    assert lines[:2] == ["id: 7-0a", "event: visit_ended"]
    assert json.loads(lines[2].removeprefix("data: ")) == data
    assert lines[3:] == ["", ""]
