"""A whole day, played once; then its books, its messages, and what others heard of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import contracts
from tests.support.cloud_events import read_cloud_event
from tests.support.eventually import eventually
from tests.support.example_subscriber import subscribed
from tests.support.house import House
from tests.support.log_book import LogBook, logs_kept
from tests.support.quiet import nothing_left
from tests.system.a_day import ADMITTED, CONTACT, play


class Day(NamedTuple):
    house: House
    visits: dict[str, str]
    heard: list[dict[str, Any]]
    raw: str
    logs: LogBook

    @property
    def secrets(self) -> list[str]:
        """What must not be read outside: every name and NIK, and the contact that was left."""
        people = [text for one in self.house.told for text in (one.name, one.nik)]
        return [*people, "Warga Binaan", CONTACT["email"], CONTACT["phone"]]


@pytest.fixture(scope="module")
def logs() -> Iterator[LogBook]:
    with logs_kept() as book:
        yield book


@pytest.fixture(scope="module")
def printed(settings, tmp_path_factory) -> Iterator[Path]:
    """An outside subscriber, which is there before we are."""
    with subscribed(settings["AMQP_URI"], tmp_path_factory.mktemp("outside") / "heard") as file:
        yield file


@pytest.fixture(scope="module")
def day(logs, printed, services, client, events, handled, clock) -> Day:
    house = House(client, events, "RTBPN")
    visits = play(house, clock)
    nothing_left(services.settings, events, handled)
    told = {one["id"] for one in events.seen if one["type"] != "contact_recorded"}
    eventually("the subscriber has heard all", lambda: told <= _ids(printed))
    raw = printed.read_text()
    return Day(house, dict(visits), [json.loads(line) for line in raw.splitlines()], raw, logs)


def _ids(printed: Path) -> set[str]:
    lines = printed.read_text().splitlines(keepends=True)
    return {json.loads(line)["id"] for line in lines if line.endswith("\n")}


def test_the_day_book_counts_what_happened(day: Day):
    date = day.house.visit(day.visits["family"])["date"]
    book = day.house.look("registration", "day_book", date=date)
    assert book["visitors"] == {"men": 1, "women": 4, "children": 1, "all": 6}
    assert (book["visits"]["all"], book["visits"]["registered"]) == (8, 7)
    assert (book["visits"]["admitted"], book["visits"]["inmates"]) == (4, 4)
    assert (book["seizures"], book["refusals"]) == (1, {"visitor_banned": 1})
    assert book["outcomes"] == {
        "cancelled_by_visitor": 1, "completed": 1, "ended_early_by_visitor": 1,
        "facility_closed": 2, "inmate_unavailable": 1, "terminated_by_staff": 1,
        "visitor_did_not_arrive": 1,
    }  # fmt: skip


def test_nobody_and_nothing_is_left_in_the_house(day: Day):
    assert day.house.look("registration", "inside")["persons"] == 0
    room = day.house.look("lockers", "lockers")
    assert (room["counts"]["free"], room["counts"]["waiting"]) == (2, 0)
    assert [one["visit_id"] for one in room["unclaimed"]] == [day.visits["partly"]]


def test_an_outside_subscriber_hears_every_step_of_an_admitted_visit(day: Day):
    steps = {"visitor_registered", "visitor_screened", "visit_started", "visit_ended"}
    for befallen in ADMITTED:
        visit = day.visits[befallen]
        heard = {one["type"] for one in day.heard if one["subject"] == visit}
        needed = steps | ({"locker_assigned"} if befallen != "inside" else set())
        assert needed <= heard, befallen


def test_every_event_is_a_valid_cloud_event(day: Day):
    for line in day.raw.splitlines():
        read_cloud_event(line)


def test_every_type_of_event_was_published_in_a_real_run(day: Day):
    """Each of them has met its contract, or the event log would have failed the module."""
    assert {one["type"] for one in day.house.events.seen} == set(contracts.ALL)
    assert {one["type"] for one in day.heard} == set(contracts.ALL) - {"contact_recorded"}


def test_no_event_holds_a_name_or_a_nik(day: Day):
    assert [secret for secret in day.secrets if secret in day.raw] == []


def test_no_log_record_holds_a_name_or_a_nik(day: Day):
    kept = "\n".join(day.logs.lines)
    assert "register refused: visitor_banned" in kept  # the logs are there, and at INFO
    assert '"about": "visit_booked"' in kept
    assert [secret for secret in day.secrets if secret in kept] == []


def test_visitor_and_desks_were_told_what_concerns_them(day: Day):
    def told(befallen: str) -> list[tuple[str, str, str]]:
        visit = day.visits[befallen]
        history = day.house.look("notifications", "notifications", visit_id=visit)
        return [(one["about"], one["recipient"], one["status"]) for one in history["notifications"]]

    assert set(told("booked")) == {
        ("visit_booked", "visitor", "sent"),
        ("visitor_registered", "visitor", "sent"),
        ("visitor_called", "visitor", "sent"),
        ("locker_assigned", "visitor", "sent"),
        ("visit_ending_soon", "desk", "sent"),
        ("visit_ended", "visitor", "sent"),
        ("visitor_departed", "visitor", "sent"),
    }
    assert ("locker_unavailable", "desk", "failed") in told("partly")
    assert {recipient for _, recipient, _ in told("family")} == {"desk"}  # they left no contact
