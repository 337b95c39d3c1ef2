"""A full room, the line before it, and lockers that go out of service."""

from contextlib import nullcontext
from datetime import UTC, datetime

import pytest
from pymongo.errors import DuplicateKeyError

from chassis.errors import Refused
from services.lockers import placing
from services.lockers.domain.room import NoPlace, choose
from tests.component.lockers.conftest import FACILITY
from tests.support.eventually import eventually


def test_a_full_room_lets_groups_wait_and_serves_them_in_turn(open_desk, clock):
    desk = open_desk(lockers=1)
    first = desk.due()
    second = desk.screened()
    assert desk.events.wait_for("locker_unavailable", second)["data"] == {
        "reason": "full", "waiting": 1,
    }
    clock.set("2026-01-17T09:40:00+08:00")
    third = desk.screened()
    assert desk.events.wait_for("locker_unavailable", third)["data"]["waiting"] == 2

    desk.give_back(first)

    assert desk.events.wait_for("locker_assigned", second)["data"] == {"locker": 1, "card": 1}
    assert [w["visit_id"] for w in desk.ask("lockers")["waiting"]] == [third]


def test_without_a_free_card_a_group_waits_too(open_desk):
    desk = open_desk(lockers=2, cards=1)
    desk.assigned()

    second = desk.screened()

    assert desk.events.wait_for("locker_unavailable", second)["data"]["reason"] == "no_card"


@pytest.mark.parametrize("crowded", [False, True])
def test_however_many_race_for_the_last_lockers_each_is_given_once(
    open_desk, monkeypatch, crowded
):
    if crowded:  # as between processes, where nobody takes turns and the database decides
        monkeypatch.setattr(placing, "taking_turns", lambda *_: nullcontext())
    desk = open_desk(lockers=4, cards=9, containers=2)

    visits = [desk.screened() for _ in range(12)]
    eventually("all are placed or wait", lambda: sum(
        desk.counts()[state] for state in ("assigned", "waiting")) == 12)

    seen = desk.ask("lockers")
    assert [one["state"] for one in seen["lockers"]] == ["assigned"] * 4
    assert len({one["visit_id"] for one in seen["lockers"]} & set(visits)) == 4
    assert len({one["card"] for one in seen["lockers"]}) == 4
    assert (seen["counts"]["waiting"], seen["counts"]["cards_in_use"]) == (8, 4)


def test_the_database_itself_refuses_a_second_open_deposit(open_desk, database):
    desk = open_desk()
    desk.assigned()
    deposits = database("lockers")["deposits"]

    for shared in ({"locker": 1, "card": 2}, {"locker": 2, "card": 1}):
        with pytest.raises(DuplicateKeyError):
            deposits.insert_one({"facility": FACILITY, "open": True, **shared})
        closed = deposits.insert_one({"facility": FACILITY, "open": False, **shared})
        with pytest.raises(DuplicateKeyError):
            deposits.update_one({"_id": closed.inserted_id}, {"$set": {"open": True}})
    deposits.insert_one({"facility": "RTSMD", "open": True, "locker": 1, "card": 1})


def test_a_group_left_waiting_beside_a_free_locker_by_a_crash_is_served(open_desk, database):
    desk = open_desk(lockers=1, TIMER_SECONDS=0.1)
    desk.assigned()
    waiting = desk.screened()
    desk.events.wait_for("locker_unavailable", waiting)

    # as a crash after the first write leaves it: a locker is free and nobody was told
    database("lockers")["deposits"].update_one(
        {"locker": 1}, {"$set": {"status": "released", "open": False}, "$inc": {"version": 1}}
    )

    desk.events.wait_for("locker_assigned", waiting)


def test_a_locker_that_is_freed_while_a_group_joins_the_line_does_not_stay_empty(
    open_desk, monkeypatch
):
    desk = open_desk(lockers=1)
    looks = iter([NoPlace("full")])  # what the group saw just before the locker was freed
    monkeypatch.setattr(placing, "choose", lambda *seen: next(looks, None) or choose(*seen))

    visit = desk.screened()

    desk.events.wait_for("locker_unavailable", visit)
    desk.events.wait_for("locker_assigned", visit)


def test_groups_screened_before_the_facility_is_known_are_served_when_it_is(open_desk):
    desk = open_desk(lockers=0, cards=0)
    waiting = desk.screened()
    desk.events.wait_for("locker_unavailable", waiting)

    desk.configure(lockers=1, cards=1)

    desk.events.wait_for("locker_assigned", waiting)


def test_a_group_sent_to_a_locker_that_jams_gets_another(open_desk):
    desk = open_desk()
    visit = desk.assigned()

    answer = desk.call("set_locker", number=1, status="out_of_service", reason="lock jammed")

    assert answer == {"number": 1, "status": "out_of_service"}
    assert desk.events.wait_for("locker_status_changed")["data"]["reason"] == "lock jammed"
    assert desk.events.wait_for("locker_assigned", visit, count=2)["data"]["locker"] == 2
    assert [one["state"] for one in desk.ask("lockers")["lockers"]] == [
        "out_of_service", "assigned",
    ]


def test_a_locker_back_in_service_goes_to_the_group_that_waits(open_desk):
    desk = open_desk(lockers=1)
    desk.call("set_locker", number=1, status="out_of_service", reason="lock jammed")
    waiting = desk.screened()
    desk.events.wait_for("locker_unavailable", waiting)

    desk.call("set_locker", number=1, status="in_service", reason="oiled")

    desk.events.wait_for("locker_assigned", waiting)


def test_a_locker_with_things_in_it_stays_in_service(open_desk):
    desk = open_desk()
    desk.deposited()

    with pytest.raises(Refused, match="locker_occupied"):
        desk.call("set_locker", number=1, status="out_of_service", reason="lock jammed")


def test_the_house_being_closed_is_shown(open_desk):
    desk = open_desk()

    desk.publish("facility_closed", subject=FACILITY, sequence=8)
    eventually("closed is shown", lambda: desk.ask("lockers")["closed"])
    desk.publish("facility_reopened", subject=FACILITY, sequence=9)

    eventually("open is shown", lambda: not desk.ask("lockers")["closed"])


def test_a_place_is_found_for_the_group_that_waited_longest(open_desk, database):
    desk = open_desk(lockers=1)
    first = desk.due()
    late, early = desk.screened(), desk.screened()
    eventually("both wait", lambda: desk.counts()["waiting"] == 2)
    database("lockers")["deposits"].update_one(
        {"_id": early},
        {"$set": {"needed_at": datetime(2026, 1, 17, tzinfo=UTC)}, "$inc": {"version": 1}},
    )

    desk.give_back(first)

    desk.events.wait_for("locker_assigned", early)
    assert desk.of(late)["status"] == "waiting"
