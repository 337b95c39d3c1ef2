"""The registration desk: who is refused and why, who is warned, and what a refusal leaves."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from chassis.errors import Refused
from tests.component.registration.front import SUPERVISOR, child, visitor

PERMIT = {
    "number": "SP-12",
    "issuer": "prosecutor",
    "issued_on": "2026-01-10",
    "valid_until": "2026-01-24",
    "inmate_number": "T-1",
}
SIX = [visitor(place) for place in range(6)]


def refusal(call, *args, **fields):
    with pytest.raises(Refused) as refused:
        call(*args, **fields)
    return refused.value


def test_each_refusal_has_its_code_and_leaves_nothing_but_a_count(front, events, database):
    front.add_inmate("T-1", legal_status="detainee")
    front.add_inmate("C-1", status="court")
    front.add_inmate("R-1", accepts_visits=False)
    asked = [
        ("inmate_unknown", {"inmate": "X-9"}),
        ("inmate_at_court", {"inmate": "C-1"}),
        ("inmate_refuses_visits", {"inmate": "R-1"}),
        ("permit_missing", {"inmate": "T-1"}),
        ("permit_expired", {"inmate": "T-1", "permit": PERMIT | {"valid_until": "2026-01-16"}}),
        ("child_without_adult", {"visitors": [child()]}),
        ("lead_is_minor", {"visitors": [visitor(), child()], "lead": 1}),
        ("same_person_twice", {"visitors": [visitor(), visitor()]}),
        ("group_too_large", {"visitors": SIX}),
        ("birth_date_in_future", {"visitors": [visitor(birth_date="2026-02-01")]}),
        ("session_unknown", {"date": "2026-01-17", "session": "night"}),
        ("no_session", {"date": "2026-01-18", "session": "morning"}),
        ("date_in_past", {"date": "2026-01-16", "session": "morning"}),
        ("booking_too_far_ahead", {"date": "2026-03-17", "session": "morning"}),
    ]
    for code, fields in asked:
        assert refusal(front.register, **fields).code == code
    kept = database("registration")
    assert kept["visits"].count_documents({}) == 0
    assert {one["code"] for one in kept["refusals"].find()} == {code for code, _ in asked}
    assert "647102" not in str(list(kept["refusals"].find()))
    assert not events.of("visitor_registered")
    assert front.register("T-1", permit=PERMIT)["status"] == "registered"


def test_registration_closes_by_the_facilitys_clock(front, clock):
    clock.set("2026-01-17T14:30:00+08:00")
    assert refusal(front.register).code == "registration_closed"
    assert front.register(override=SUPERVISOR)["session"] == "afternoon"


def test_a_nik_that_disagrees_warns_and_an_impossible_one_is_an_error(front):
    odd = visitor(sex="male", birth_date="1990-03-13")
    warned = front.register(visitors=[odd])
    assert warned["warnings"] == ["nik_birth_date_differs", "nik_sex_differs"]
    [member] = front.look("visit", visit_id=warned["id"])["members"]
    assert member["warnings"] == warned["warnings"]
    for number, code in (("647102520390000", "nik_not_16_digits"),
                         ("6471023113900001", "nik_impossible_date")):  # fmt: skip
        invalid = refusal(front.register, visitors=[visitor(id_number=number)])
        assert invalid.code == "invalid_input"
        assert invalid.errors["visitors"]["0"]["id_number"] == [code]


def test_nobody_visits_twice_a_day_nor_is_visited_twice(front):
    group = [visitor(1), visitor(2)]
    first = front.register("B-1", group)["id"]
    again = refusal(front.register, "B-2", [visitor(3), visitor(2)])
    assert (again.code, again.facts["persons"]) == ("visitor_already_registered", ["p2"])
    assert refusal(front.register, "B-1").code == "inmate_already_visited"
    front.ask("cancel", visit_id=first, reason="child is ill", by="visitor")
    assert front.register("B-1", group)["status"] == "registered"


def test_a_weekly_limit_is_kept_and_a_supervisor_may_lift_it(front, clock):
    front.configure(visits_per_visitor={"count": 1, "per": "week"})
    front.register("B-1", [visitor(1)])
    monday, friday = "2026-01-19", "2026-01-23"
    assert front.register("B-2", [visitor(1)], date=monday, session="morning")
    friday_too = {"inmate": "B-2", "visitors": [visitor(1)], "date": friday, "session": "morning"}
    assert refusal(front.register, **friday_too).facts["period"] == "week"
    assert front.register(**friday_too, override=SUPERVISOR)["status"] == "booked"


def test_two_desks_that_race_for_one_inmate_are_told_apart(front):
    def register(place):
        try:
            return front.register("B-1", [visitor(place)])["status"]
        except Refused as refused:
            return refused.code

    with ThreadPoolExecutor(6) as desks:
        answers = list(desks.map(register, range(6)))
    assert sorted(answers) == ["inmate_already_visited"] * 5 + ["registered"]


def test_a_retried_registration_is_one_visit_with_one_answer(front, events, database, clock):
    asked = {"visitors": [visitor(1)], "command_id": "desk-1-0001"}
    first = front.register(**asked)
    clock.set("2026-01-17T15:30:00+08:00")  # nobody is registered any more
    assert front.register(**asked) == first
    reused = refusal(front.register, visitors=[visitor(2)], command_id="desk-1-0001")
    assert reused.code == "command_id_reused"
    assert database("registration")["visits"].count_documents({}) == 1
    events.wait_for("visitor_registered", first["id"])
    assert len(events.of("visitor_registered")) == 1


def test_a_ban_stops_its_person_at_the_desk_and_at_check_in(front):
    booked = front.book("B-2", visitors=[visitor(5)])["id"]
    ban = front.ask("ban", visitor={"id_type": "kia", "id_number": visitor(5)["id_number"]},
                    reason="contraband")  # fmt: skip
    front.ask("decide_ban", ban_id=ban["id"], decision="confirm", reason="seen",
              officer={"id": "officer-2"})  # fmt: skip
    banned = refusal(front.register, visitors=[visitor(4), visitor(5)])
    assert (banned.code, banned.facts["persons"]) == ("visitor_banned", ["p2"])
    assert refusal(front.ask, "check_in", visit_id=booked).code == "visitor_banned"
    assert front.status(booked) == "booked"


def test_a_booked_group_checks_in_on_its_day_and_in_time(front, clock, events):
    booking = front.book(date="2026-01-19", session="morning")
    visit = booking["id"]
    assert (booking["status"], booking["queue_number"]) == ("booked", None)
    assert refusal(front.ask, "check_in", visit_id=visit).code == "wrong_day"
    clock.set("2026-01-19T11:00:00+08:00")
    assert refusal(front.ask, "check_in", visit_id=visit).code == "late_arrival"
    clock.set("2026-01-19T11:10:00+08:00")
    late = front.ask("check_in", visit_id=visit, override=SUPERVISOR)
    assert (late["status"], late["queue_number"]) == ("registered", 1)
    assert events.wait_for("visitor_registered", visit)["data"]["queue_number"] == 1


def test_flagged_visits_of_all_dates_are_listed_until_they_are_settled(front, awaits):
    today, later = front.register("B-1")["id"], front.book("B-1", date="2026-01-19")["id"]
    front.register("B-2")
    front.ask("change_inmate", number="B-1", status="hospital")
    for visit in (today, later):
        awaits(visit, flags=[{"reason": "inmate_in_hospital", "persons": []}])

    def flagged(**more):
        return [one["id"] for one in front.look("visits", flagged=True, **more)["items"]]

    assert flagged() == [today, later]
    assert flagged(date="2026-01-19") == flagged(status="booked") == [later]
    front.ask("review", visit_id=today, reason="back from hospital", override=SUPERVISOR)
    assert flagged() == [later]
    front.ask("cancel", visit_id=later, reason="the inmate is ill", by="facility")
    assert flagged() == []


def test_an_inmate_who_went_to_hospital_stops_check_in_and_admission(front, screen, awaits):
    booked, waiting = front.book("B-1")["id"], front.register("B-2")["id"]
    screen(waiting)
    for number in ("B-1", "B-2"):
        front.ask("change_inmate", number=number, status="hospital")
    assert refusal(front.ask, "check_in", visit_id=booked).code == "inmate_in_hospital"
    awaits(waiting, flags=[{"reason": "inmate_in_hospital", "persons": []}])
    entering = {"visit_id": waiting, "briefing_acknowledged": True}
    assert refusal(front.ask, "start", **entering).code == "visit_flagged"
    settled = {"visit_id": waiting, "reason": "back from hospital", "override": SUPERVISOR}
    front.ask("review", **settled)
    # the flag is gone, the reason for it is not
    assert refusal(front.ask, "start", **entering).code == "inmate_in_hospital"
    front.ask("change_inmate", number="B-2", status="available")
    assert front.ask("start", **entering)["status"] == "started"


def test_a_pass_says_which_visit_it_is_and_nobodys_name(front):
    one = visitor(7)
    visit = front.register(visitors=[one])
    paper = front.look("visit_pass", visit_id=visit["id"])
    assert (paper["id"], paper["queue_number"], paper["persons"]) == (visit["id"], 1, 1)
    assert paper["session_opens"] == "2026-01-17T09:00:00+08:00"
    assert one["name"] not in str(paper)
    assert one["id_number"] not in str(paper)


def test_a_visit_that_was_called_off_has_no_pass(front):
    visit = front.register()["id"]
    front.ask("cancel", visit_id=visit, by="visitor", reason="the bus does not wait")
    assert refusal(front.look, "visit_pass", visit_id=visit).code == "wrong_state"
