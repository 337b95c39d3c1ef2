"""What a search found, with a real broker and a real database."""

import pytest

from chassis.errors import Refused
from services.screening import store

SEIZED = {"person": "p1", "kind": "phone", "description": "in the lining of a bag", "count": 1,
          "disposition": "seized",
          "seizure": {"category": "phone_or_sim", "quantity": 1, "witness": "officer-2",
                      "handed_to": "evidence room"}}
BAG = {"person": "p1", "kind": "bag", "count": 2, "disposition": "deposit"}


@pytest.fixture
def called(desk, register):
    """Registers a group and calls it."""

    def group(visit="a", number=12):
        register(visit, number)
        assert desk.call_next()["visit_id"] == visit
        return visit

    return group


def test_a_cleared_group_goes_on_and_the_others_hear_what_it_leaves(desk, called, events):
    answer = desk.clear(called(), items=[BAG])
    assert (answer["status"], answer["outcome"]) == ("screened", "cleared")
    assert answer["deposit"] == {"required": True, "items": 2}
    assert events.wait_for("visitor_screened", "a")["data"] == {
        "outcome": "cleared", "visit_outcome": None, "lead": "p1", "seizures": 0,
        "deposit": {"required": True, "items": 2},
        "members": [{"person": person, "decision": "cleared", "reason": None}
                    for person in ("p1", "p2")]}


def test_refused_consent_is_recorded_and_ends_the_visit(desk, called, events):
    desk.ask("result", visit_id=called(), consent="refused")
    told = events.wait_for("visitor_screened", "a")["data"]
    assert (told["outcome"], told["visit_outcome"]) == ("refused", "visitor_declined_search")
    consent = desk.look("screening", visit_id="a")["consent"]
    assert consent == {"answer": "refused", "officer": "officer-1",
                       "at": "2026-01-17T01:30:00+00:00"}


def test_a_seizure_is_numbered_by_house_and_day_and_told_with_the_proposed_ban(
        desk, called, events):
    first = desk.clear(called("a"), items=[SEIZED], ban={"person": "p1", "reason": "contraband"})
    second = desk.clear(called("b"), items=[SEIZED, BAG, SEIZED])
    assert first["evidence_numbers"] == ["RTBPN-20260117-0001"]
    assert second["evidence_numbers"] == ["RTBPN-20260117-0002", "RTBPN-20260117-0003"]
    assert events.wait_for("contraband_seized", "a")["data"] == {
        "evidence_number": "RTBPN-20260117-0001", "category": "phone_or_sim", "quantity": 1,
        "person": "p1"}
    assert events.wait_for("ban_proposed", "a")["data"] == {
        "person": "p1", "reason": "contraband", "evidence_number": "RTBPN-20260117-0001",
        "proposed_by": "officer-1"}


def test_another_day_counts_anew(desk, called, clock, database):
    desk.clear(called(), items=[SEIZED])
    clock.set("2026-01-18T09:30:00+08:00")
    database("screening")["screenings"].update_one({"_id": "a"}, {"$set": {"status": "called"}})
    answer = desk.clear("a", items=[SEIZED])
    assert answer["evidence_numbers"] == ["RTBPN-20260118-0001"]


def test_a_repeated_result_gets_its_first_answer_and_number(desk, called, events):
    visit = called()
    first = desk.clear(visit, items=[SEIZED], command_id="again")
    assert desk.clear(visit, items=[SEIZED], command_id="again") == first
    events.wait_for("visitor_screened", visit)
    assert len(events.of("contraband_seized")) == 1


def test_a_result_that_died_after_its_number_was_drawn_gets_the_same_number_again(
        desk, called, monkeypatch):
    visit = called()

    def dies(*_):
        raise RuntimeError("killed before the save")

    with monkeypatch.context() as broken:
        broken.setattr(store.Screenings, "_replace", dies)
        with pytest.raises(Refused) as refused:
            desk.clear(visit, items=[SEIZED], command_id="again")
        assert refused.value.code == "internal_error"
    answer = desk.clear(visit, items=[SEIZED], command_id="again")
    assert answer["evidence_numbers"] == ["RTBPN-20260117-0001"]


def test_a_refused_result_stores_nothing_and_draws_no_number(desk, called, database):
    visit, screenings = called(), database("screening")["screenings"]
    before = screenings.find_one({"_id": visit})
    with pytest.raises(Refused) as refused:
        desk.clear(visit, items=[SEIZED], lead="p2")
    assert refused.value.code == "lead_not_cleared_adult"
    after = screenings.find_one({"_id": visit})
    assert (after["version"], after["status"]) == (before["version"], "called")
    assert database("screening")["evidence_days"].count_documents({}) == 0


def test_a_banned_person_can_only_be_refused(desk, called, publish, kept):
    visit = called()
    affected = [{"visit": visit, "person": "p1"}]
    publish("visitor_banned", {"reason": "contraband", "until": None, "affected": affected},
            subject="ban-1")
    kept("screenings", {"_id": visit, "banned": "p1"})
    with pytest.raises(Refused) as refused:
        desk.clear(visit)
    assert (refused.value.code, refused.value.facts) == ("person_banned", {"person": "p1"})


def test_everything_that_was_done_stands_in_the_history(desk, called):
    desk.clear(called(), items=[SEIZED])
    screening = desk.look("screening", visit_id="a")
    assert [(entry["action"], entry["officer"]) for entry in screening["history"]] == [
        ("registered", None), ("called", "officer-1"), ("screened", "officer-1")]
    assert screening["items"][0]["seizure"] == {
        "evidence_number": "RTBPN-20260117-0001", "category": "phone_or_sim", "quantity": 1,
        "witness": "officer-2", "handed_to": "evidence room"}


def test_a_list_shows_the_day_and_counts_every_status(desk, called, register):
    desk.clear(called("a", 1))
    register("b", 2)
    register("c", 3)
    listed = desk.look("screenings", page_size=2)
    assert [one["visit_id"] for one in listed["items"]] == ["a", "b"]
    assert (listed["date"], listed["total"]) == ("2026-01-17", 3)
    assert listed["counts"] == {"waiting": 2, "called": 0, "held": 0, "screened": 1, "left": 0}
    waiting = desk.look("screenings", status="waiting", page=2, page_size=1)
    assert ([one["visit_id"] for one in waiting["items"]], waiting["total"]) == (["c"], 2)


def test_of_the_line_a_screen_may_ask_for_some_groups_alone(desk, called, register):
    desk.clear(called("a", 1))
    register("b", 2)
    register("c", 3)
    listed = desk.look("screenings", visit_ids=["c", "a", "unknown"])
    assert [one["visit_id"] for one in listed["items"]] == ["a", "c"]
    assert listed["total"] == 2
    assert sum(listed["counts"].values()) == 3
    assert desk.look("screenings", visit_ids=["a"], status="waiting")["items"] == []


def test_another_date_is_listed_on_request(desk, register):
    register("a")
    assert desk.look("screenings", date="2026-01-16")["items"] == []
