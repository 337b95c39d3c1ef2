"""The ways of a group through the house, through all four services."""

import pytest

from tests.support.front import SECOND_OFFICER
from tests.support.house import House, code_of

BAG = ({"kind": "phone", "count": 2}, {"kind": "bag", "count": 1})


def test_a_walk_in_goes_all_the_way_and_leaves_nothing_behind(house: House):
    visit = house.register(house.person(), house.person("male"), house.child())
    house.admit(visit, things=BAG)
    assert house.look("registration", "inside")["persons"] == 3
    house.end(visit)
    house.see_out(visit)
    assert house.look("registration", "inside")["persons"] == 0
    lockers = house.look("lockers", "lockers")["counts"]
    assert (lockers["free"], lockers["cards_free"]) == (5, 8)


def test_a_booked_group_checks_in_and_visits(house: House, clock):
    visit = house.register(date=clock.shown.date().isoformat(), session="morning")
    assert house.visit(visit)["queue_number"] is None
    assert house.ask("registration", "check_in", visit_id=visit)["queue_number"] == 1
    house.admit(visit)
    house.end(visit)
    house.see_out(visit)


def test_a_group_with_nothing_to_deposit_needs_no_locker(house: House):
    visit = house.register()
    house.admit(visit, things=())
    house.end(visit)
    house.depart(visit)
    assert house.events.of("locker_assigned", visit) == []


def test_one_is_refused_and_the_others_visit(house: House):
    visit = house.register(house.person(), house.person("male"))
    house.admit(visit, refused=["p1"], lead="p2")
    started = house.events.wait_for("visit_started", visit)
    assert [one["person"] for one in started["data"]["members"]] == ["p2"]
    house.end(visit)
    house.see_out(visit)
    assert house.events.wait_for("visitor_departed", visit)["data"]["persons"] == 1


def test_a_seizure_leads_to_a_ban_that_another_officer_decides(house: House):
    smuggler, mother = house.person("male"), house.person()
    visit = house.register(mother, smuggler)
    found = {"person": "p2", "kind": "phone in a rice box", "count": 1, "disposition": "seized",
             "seizure": {"category": "phone_or_sim", "quantity": 1, "witness": "officer-9",
                         "handed_to": "head of security"}}  # fmt: skip
    house.clear(visit, refused=["p2"], items=[found],
                ban={"person": "p2", "reason": "contraband"})  # fmt: skip
    house.events.wait_for("contraband_seized", visit)
    proposed = house.proposed_ban()
    decision = {"ban_id": proposed["id"], "decision": "confirm", "reason": "seen by two"}
    assert code_of(lambda: house.ask("registration", "decide_ban", **decision)) == (
        "second_officer_needed"
    )
    house.ask("registration", "decide_ban", SECOND_OFFICER, **decision)
    assert code_of(lambda: house.register(smuggler)) == "visitor_banned"


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        ("ended_early_by_visitor", None),
        ("ended_early_by_inmate", None),
        ("terminated_by_staff", "passed a forbidden thing"),
    ],
)
def test_a_visit_that_does_not_run_its_time_gets_its_things_back(house: House, outcome, reason):
    visit = house.register()
    house.admit(visit)
    house.end(visit, outcome, **({"reason": reason} if reason else {}))
    house.see_out(visit)
    assert house.events.wait_for("visitor_departed", visit)["data"]["outcome"] == outcome


def test_a_group_that_leaves_before_it_is_called_is_not_called(house: House):
    leaving, staying = house.register(), house.register()
    house.ask("registration", "cancel", visit_id=leaving, reason="child is ill", by="visitor")
    house.until_searched(leaving, status="left")
    house.call(staying)


def test_things_go_back_when_a_visit_is_called_off_after_the_deposit(house: House):
    visit = house.register()
    house.clear(visit)
    house.deposit(visit)
    house.ask("registration", "cancel", visit_id=visit, reason="inmate is at court",
              by="facility", outcome="inmate_unavailable")  # fmt: skip
    house.give_back(visit)
    assert house.visit(visit)["status"] == "cancelled"
    assert house.look("lockers", "lockers")["counts"]["free"] == 5


def test_a_ban_stops_a_person_who_queues_already(house: House):
    banned, mother = house.person("male"), house.person()
    visit = house.register(mother, banned)
    house.ban(banned)
    house.until_searched(visit, banned=["p2"])
    house.call(visit)
    assert code_of(lambda: house.search(visit)) == "person_banned"
    house.search(visit, things=(), refused=["p2"])
    house.until(visit, status="cleared")
    start = {"visit_id": visit, "briefing_acknowledged": True}
    assert code_of(lambda: house.ask("registration", "start", **start)) == "visit_flagged"
    house.ask("registration", "review", visit_id=visit, refused=["p2"], reason="only the mother",
              override={"supervisor": "kepala-jaga", "reason": "the ban is his"})  # fmt: skip
    assert house.start(visit)["status"] == "started"
