"""The line at the search post, with a real broker and a real database."""

from collections import defaultdict
from contextlib import nullcontext

import eventlet
import pytest

from chassis.errors import Refused
from services.screening import service

MAN = [{"person": "p1", "sex": "male", "minor": False}]
WOMAN = [{"person": "p1", "sex": "female", "minor": False}]


def test_a_registered_group_is_called_and_the_others_hear_of_it(desk, register, events):
    register("a", 7)
    answer = desk.call_next()
    assert (answer["visit_id"], answer["status"], answer["held"]) == ("a", "called", [])
    assert events.wait_for("visitor_called", "a")["data"] == {
        "queue_number": 7, "session": "morning", "call": 1, "post": "A"}


def test_the_lowest_number_of_the_earlier_session_comes_first(desk, register):
    register("c", 1, "afternoon", time="2026-01-17T05:00:00+00:00")
    register("b", 9)
    register("a", 3)
    assert [desk.call_next()["visit_id"] for _ in range(3)] == ["a", "b", "c"]


def test_only_todays_groups_are_called(desk, register, clock):
    register("a")
    clock.set("2026-01-18T09:30:00+08:00")
    with pytest.raises(Refused) as refused:
        desk.call_next()
    assert refused.value.code == "nobody_waiting"


@pytest.fixture(params=["one process", "several processes"])
def desks(request, desk, monkeypatch):
    """Desks whose calls reach one process, or several, which do not wait for each other."""
    if request.param == "several processes":
        monkeypatch.setattr(service, "_one_at_a_time", defaultdict(nullcontext))
    return desk


def test_desks_that_call_at_the_same_moment_never_get_the_same_group(desks, register, events):
    for number in range(1, 9):
        register(f"v{number}", number)
    pool = eventlet.GreenPool(8)
    answers = list(pool.imap(lambda _: desks.call_next(), range(8)))
    assert sorted(answer["queue_number"] for answer in answers) == list(range(1, 9))
    for number in range(1, 9):
        events.wait_for("visitor_called", f"v{number}")
    assert len(events.of("visitor_called")) == 8


def test_a_repeated_call_gives_the_same_group(desk, register):
    register("a", 1)
    register("b", 2)
    first = desk.call_next(command_id="again")
    desk.call_next()
    assert desk.call_next(command_id="again") == first


def test_a_call_repeated_while_the_first_still_runs_gives_the_same_group(
        desks, register, database):
    for number in range(1, 5):
        register(f"v{number}", number)
    pool = eventlet.GreenPool(4)
    answers = list(pool.imap(lambda _: desks.call_next(command_id="again"), range(4)))
    assert {answer["visit_id"] for answer in answers} == {"v1"}
    assert database("screening")["screenings"].count_documents({"status": "called"}) == 1


def test_one_command_cannot_call_two_groups(desk, register, database):
    register("b", 2)
    first = desk.call_next(command_id="again")
    register("a", 1)
    assert desk.call_next(command_id="again") == first
    assert database("screening")["screenings"].find_one({"_id": "a"})["status"] == "waiting"


def test_a_repeated_call_is_answered_even_when_the_house_has_closed_since(
        desk, register, publish, kept):
    register("a")
    first = desk.call_next(command_id="again")
    publish("facility_closed", subject="RTBPN", sequence=5)
    kept("facilities", {"_id": "RTBPN", "closed": True})
    assert desk.call_next(command_id="again") == first


def test_a_group_without_an_officer_of_its_sex_is_held_and_the_next_is_called(
        desk, register, events):
    register("man", 1, members=MAN)
    register("woman", 2, members=WOMAN)
    answer = desk.call_next(on_duty=["female"])
    held = {"visit_id": "man", "queue_number": 1, "session": "morning",
            "hold_reason": "no_officer_of_same_sex"}
    assert (answer["visit_id"], answer["held"]) == ("woman", [held])
    assert events.wait_for("visitor_held", "man")["data"]["reason"] == "no_officer_of_same_sex"


def test_a_call_that_could_only_hold_says_whom(desk, register):
    register("man", members=MAN)
    with pytest.raises(Refused) as refused:
        desk.call_next(on_duty=["female"])
    assert refused.value.code == "nobody_waiting"
    assert [held["visit_id"] for held in refused.value.facts["held"]] == ["man"]


def test_a_group_that_does_not_answer_is_held_rejoins_and_is_called_again(desk, register, events):
    register("a")
    desk.call_next()
    assert desk.ask("recall", visit_id="a")["calls"] == 2
    assert desk.ask("recall", visit_id="a")["hold_reason"] == "no_answer"
    assert desk.ask("resume", visit_id="a")["status"] == "waiting"
    assert desk.call_next()["visit_id"] == "a"
    events.wait_for("visitor_called", "a", count=3)
    assert events.of("visitor_held", "a")[0]["data"]["reason"] == "no_answer"


def test_an_officer_holds_a_group(desk, register, events):
    register("a")
    assert desk.ask("hold", visit_id="a", reason="feels unwell")["status"] == "held"
    assert events.wait_for("visitor_held", "a")["data"]["reason"] == "held_by_officer"
    assert desk.look("screening", visit_id="a")["history"][-1]["reason"] == "feels unwell"


def test_nobody_is_called_while_the_house_is_closed(desk, register, publish, kept):
    register("a")
    publish("facility_closed", subject="RTBPN", sequence=5)
    kept("facilities", {"_id": "RTBPN", "closed": True})
    with pytest.raises(Refused) as refused:
        desk.call_next()
    assert (refused.value.code, refused.value.facts) == (
        "facility_closed", {"cause": "emergency"})
    publish("facility_reopened", subject="RTBPN", sequence=6)
    kept("facilities", {"_id": "RTBPN", "closed": False})
    assert desk.call_next()["visit_id"] == "a"


def test_a_house_that_nobody_configured_calls_nobody(desk):
    with pytest.raises(Refused) as refused:
        desk.call_next(facility="OTHER")
    assert refused.value.code == "facility_not_configured"


def test_a_group_of_another_house_is_not_found(desk, register, configure):
    configure("OTHER")
    register("a")
    desk.call_next()
    for method, fields in [("recall", {}), ("hold", {"reason": "why"}), ("resume", {}),
                           ("result", {"consent": "refused"})]:
        with pytest.raises(Refused) as refused:
            desk.ask(method, facility="OTHER", visit_id="a", **fields)
        assert refused.value.code == "not_found"
    with pytest.raises(Refused) as refused:
        desk.look("screening", facility="OTHER", visit_id="a")
    assert refused.value.code == "not_found"


def test_a_command_in_the_wrong_state_names_the_state_and_those_it_needs(desk, register):
    register("a")
    with pytest.raises(Refused) as refused:
        desk.ask("recall", visit_id="a")
    assert (refused.value.code, refused.value.facts) == (
        "wrong_state", {"state": "waiting", "needed": ["called"]})
