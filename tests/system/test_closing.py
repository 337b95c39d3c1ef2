"""The end of a session, of a day, and of a day that is cut short."""

from tests.support.front import OVERRIDE
from tests.support.handled import Handled
from tests.support.house import House, code_of


def test_who_does_not_come_or_does_not_answer_is_a_no_show_when_the_session_ends(
    house: House, clock
):
    absent = house.register(date=clock.shown.date().isoformat(), session="morning")
    silent, waiting = house.register(), house.register()
    house.call(silent)
    house.ask("screening", "hold", visit_id=silent, reason="nobody came")
    house.until(silent, held=True)
    clock.set_today("11:30")
    for visit in (absent, silent):
        house.until(visit, status="no_show", outcome="visitor_did_not_arrive")
    house.until_searched(silent, status="left")
    house.call(waiting)


def test_an_emergency_settles_everybody_and_nothing_is_lost_over_it(
    house: House, clock, handled: Handled
):
    today = clock.shown.date().isoformat()
    inside, gone, stored, waiting = (house.register() for _ in range(4))
    booked = house.register(date=today, session="afternoon")
    house.admit(inside)
    house.admit(gone)
    house.end(gone)
    house.see_out(gone)
    house.clear(stored)
    house.deposit(stored)
    house.until_searched(waiting, status="waiting")

    roll = house.ask("registration", "close_facility", reason="fire alarm")["roll_call"]
    assert [one["visit"] for one in roll["inside"]] == [inside]
    assert [one["visit"] for one in roll["waiting"]] == [stored, waiting]
    assert code_of(house.register) == "facility_closed"
    house.until(inside, status="ended", outcome="facility_closed")
    for visit in (stored, waiting):
        house.until(visit, status="cancelled", outcome="facility_closed")
    house.until_searched(waiting, status="left")
    assert house.visit(booked)["status"] == "booked"
    house.see_out(inside)
    house.give_back(stored)
    assert house.look("registration", "inside")["persons"] == 0
    assert house.look("lockers", "lockers")["counts"]["free"] == 5

    house.ask("registration", "reopen_facility", reason="false alarm")
    clock.set_today("13:05")
    house.ask("registration", "check_in", visit_id=booked)
    reopened = house.events.wait_for("facility_reopened", house.facility)
    handled.wait_for([("screening.registration.facility_reopened", reopened["id"])])
    house.admit(booked)
    house.end(booked)
    house.see_out(booked)


def test_the_day_is_not_closed_over_the_heads_of_people_or_over_their_things(house: House, clock):
    inside, stored, waiting = (house.register() for _ in range(3))
    house.admit(inside)
    house.clear(stored)
    house.deposit(stored)
    assert code_of(lambda: house.end_day()) == "day_not_over"
    clock.set_today("15:00")
    assert code_of(lambda: house.end_day()) == "visitors_inside"
    house.end(inside)
    house.see_out(inside)
    assert code_of(lambda: house.end_day()) == "locker_occupied"
    house.ask("registration", "cancel", visit_id=stored, reason="too late", by="facility")
    house.give_back(stored)
    assert len(house.end_day()["days_closed"]) == 1
    house.until(waiting, status="no_show", outcome="facility_closed")
    assert code_of(house.register) == "facility_closed"


def test_a_supervisor_ends_a_day_early_and_the_next_one_opens_by_itself(house: House, clock):
    house.end_day(override=OVERRIDE)
    assert code_of(house.register) == "facility_closed"
    clock.next_morning()
    house.call(house.register())
