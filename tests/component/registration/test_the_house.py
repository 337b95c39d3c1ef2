"""The house on a real broker and database: settings, closing, the end of the day."""

import pytest
from nameko.testing.services import entrypoint_waiter

from chassis.errors import Refused
from services.registration.domain import closing
from tests.component.registration.house_desk import ANDI, FACILITY, SITI
from tests.support.eventually import eventually

DEWI = {**SITI, "name": "Dewi", "id_number": "6471014101900003"}
RINA = {**SITI, "name": "Rina", "id_number": "6471014101900004"}


def refused(act, **fields):
    with pytest.raises(Refused) as no:
        act(**fields)
    return no.value


def test_a_house_is_unknown_until_it_is_configured(unconfigured):
    assert refused(unconfigured.look, method="facility").code == "not_found"
    unconfigured.configure(lockers=12)
    assert unconfigured.look("facility")["settings"]["lockers"] == 12


def test_settings_survive_the_database_and_the_next_change(desk, events):
    period = {"name": "lebaran", "first": "2026-01-17", "last": "2026-01-18", "visit_minutes": 15,
              "visits_per_inmate": {"count": 1, "per": "week"},
              "sessions": [{"name": "all", "opens": "08:00", "closes": "12:00",
                            "quota_groups": 7}]}  # fmt: skip
    blocked = [{"date": "2026-03-20", "reason": "Idul Fitri"}]
    desk.configure(special_periods=[period], blocked_dates=blocked, recalls_before_hold=2)
    desk.configure(cards=99)

    house = desk.look("facility")
    assert house["settings"]["blocked_dates"] == blocked
    assert house["settings"]["special_periods"][0]["visits_per_inmate"] == {
        "count": 1, "per": "week"}  # fmt: skip
    assert [s["name"] for s in house["today"]["sessions"]] == ["all"]
    told = events.wait_for("facility_configured", FACILITY, count=3)["data"]
    assert (told["recalls_before_hold"], told["cards"]) == (2, 99)


def test_settings_that_contradict_each_other_change_nothing(desk):
    sessions = [{"name": "a", "opens": "11:00", "closes": "09:00"}]
    no = refused(desk.configure, sessions=sessions)
    assert (no.code, no.field) == ("settings_conflict", "settings.sessions")
    assert len(desk.look("facility")["settings"]["sessions"]) == 2


def test_an_emergency_calls_the_roll_and_ends_every_open_visit(desk, events):
    inside, waiting = desk.register("A-1"), desk.register("A-2", [DEWI])
    desk.start(inside)

    answer = desk.ask("close_facility", reason="fire alarm")

    assert answer["status"] == "closed"
    roll = answer["roll_call"]
    assert (roll["persons_inside"], roll["persons_waiting"]) == (2, 1)
    assert [one["name"] for one in roll["inside"][0]["persons"]] == ["Siti", "Andi"]
    assert desk.until(inside, "ended")["outcome"] == "facility_closed"
    assert desk.until(waiting, "cancelled")["outcome"] == "facility_closed"
    assert events.wait_for("visit_ended", inside)["data"]["reason"] == "fire alarm"
    assert events.wait_for("visit_cancelled", waiting)["data"]["outcome"] == "facility_closed"
    desk.depart(inside)


def test_the_roll_call_is_not_kept_with_the_first_answer(desk, database):
    desk.start(desk.register())
    desk.ask("close_facility", reason="fire alarm")
    assert "Siti" not in str(database("registration")["facilities"].find_one(FACILITY))


def test_intake_is_stopped_until_the_house_reopens(desk):
    desk.ask("close_facility", reason="fire alarm")
    no = refused(desk.register)
    assert (no.code, no.facts) == ("facility_closed", {"cause": "emergency"})
    assert refused(desk.ask, method="close_facility", reason="again").code == "wrong_state"
    desk.ask("reopen_facility", reason="false alarm")
    assert desk.ask("register", inmate_number="A-17", visitors=[SITI, ANDI])["queue_number"] == 1


def test_people_sent_home_in_an_emergency_may_come_again_when_the_house_reopens(desk):
    visit = desk.register()
    desk.ask("close_facility", reason="fire alarm")
    desk.until(visit, "cancelled")
    desk.ask("reopen_facility", reason="false alarm")
    again = desk.ask("register", inmate_number="A-17", visitors=[SITI, ANDI])
    assert again["status"] == "registered"


def test_an_old_close_told_again_does_not_touch_who_came_after(
    desk, events, publish, clock, services
):
    desk.ask("close_facility", reason="fire alarm")
    closed = events.wait_for("facility_closed", FACILITY)
    desk.ask("reopen_facility", reason="false alarm")
    clock.set("2026-01-17T09:45:00+08:00")
    visit = desk.register()
    with entrypoint_waiter(services.containers[0], "settle_visits", timeout=15):
        publish.send({**closed, "id": "told-again"})
    assert desk.look("visit", visit_id=visit)["status"] == "registered"


def test_the_day_ends_when_nobody_is_inside_and_nothing_is_in_a_locker(
    desk, events, publish, clock
):
    inside, waiting = desk.register("A-1"), desk.register("A-2", [DEWI])
    booked = desk.register("A-3", [RINA], date="2026-01-17", session="afternoon")
    desk.clear(inside, deposit=2)
    things = {"locker": 1, "card": 1}
    publish("locker_assigned", things, subject=inside, sequence=1)
    publish("belongings_deposited", {**things, "items": 2}, subject=inside, sequence=2)
    eventually("things are deposited", lambda: desk.look(
        "visit", visit_id=inside)["belongings"] == "deposited")
    desk.ask("start", visit_id=inside, briefing_acknowledged=True)

    early = refused(desk.ask, method="end_of_day")
    assert (early.code, early.facts) == ("day_not_over", {"closes": "2026-01-17T15:00:00+08:00"})
    override = {"supervisor": "chief", "reason": "storm"}
    no = refused(desk.ask, method="end_of_day", override=override)
    assert (no.code, no.facts) == ("visitors_inside", {"visits": [inside], "persons": 2})
    assert desk.look("visit", visit_id=waiting)["status"] == "registered"

    desk.ask("end", visit_id=inside, outcome="completed")
    desk.ask("depart", visit_id=inside, persons=2, identities_checked=["p1", "p2"],
             override={"supervisor": "chief", "reason": "comes back for the bag"})  # fmt: skip
    no = refused(desk.ask, method="end_of_day", override=override)
    assert (no.code, no.facts) == ("locker_occupied", {"visits": [inside]})
    back = {**things, "items": 2, "proof": "card", "missing": 0, "disputed": False}
    publish("belongings_returned", back, subject=inside, sequence=3)
    eventually("things are returned", lambda: desk.look(
        "visit", visit_id=inside)["belongings"] == "returned")

    answer = desk.ask("end_of_day", command_id="the-end", override=override)
    assert answer["days_closed"] == ["2026-01-17"]
    assert desk.look("visit", visit_id=waiting)["status"] == "no_show"
    assert desk.look("visit", visit_id=booked)["outcome"] == "visitor_did_not_arrive"
    assert events.wait_for("facility_closed", FACILITY)["data"]["cause"] == "end_of_day"

    assert desk.ask("end_of_day", command_id="the-end", override=override) == answer
    assert refused(desk.ask, method="end_of_day", override=override).code == "day_already_closed"
    assert refused(desk.register, number="A-4", visitors=[{**SITI, "id_type": "passport",
                   "id_number": "X1"}]).facts == {"cause": "end_of_day"}  # fmt: skip


def test_the_next_day_opens_by_itself(desk, clock):
    desk.ask("end_of_day", override={"supervisor": "chief", "reason": "storm"})
    clock.set("2026-01-19T09:00:00+08:00")
    assert desk.register()


def test_the_day_book_adds_up_what_the_day_was(desk, clock, events):
    first = desk.register("A-1")
    clock.set("2026-01-17T09:50:00+08:00")
    desk.clear(first, seizures=1)
    desk.ask("start", visit_id=first, briefing_acknowledged=True)
    desk.ask("end", visit_id=first, outcome="completed")
    desk.depart(first)
    for command in ("x", "x", "y"):
        assert refused(desk.ask, method="register", command_id=command, inmate_number="A-1",
                       visitors=[SITI]).code  # fmt: skip

    book = desk.look("day_book", date="2026-01-17")

    assert book["visitors"] == {"men": 0, "women": 1, "children": 1, "all": 2}
    assert book["waiting"]["registered_to_started"] == {"visits": 1, "median": 20.0, "p90": 20.0}
    assert sum(book["refusals"].values()) == 2, "a retried command is refused once"
    assert (book["seizures"], book["outcomes"]) == (1, {"completed": 1})
    assert [line["id_number"] for line in book["lines"]] == [
        "6471********0001", "6471********0002"]  # fmt: skip
    assert desk.look("day_book", date="2026-01-17", lines=False)["lines"] == []
    assert desk.look("day_book", date="2026-01-18")["visits"]["all"] == 0


def test_a_crash_half_way_through_an_emergency_is_resumed(desk, monkeypatch):
    first, second = sorted([desk.register("A-1"), desk.register("A-2", [DEWI])])
    settle, crashed = closing.settle, []

    def crashing_at_the_second(visit, *rest):
        if visit.id == second and not crashed:
            crashed.append(desk.look("visit", visit_id=first)["status"])
            raise RuntimeError("killed")
        return settle(visit, *rest)

    monkeypatch.setattr(closing, "settle", crashing_at_the_second)
    desk.ask("close_facility", reason="fire alarm")

    desk.until(second, "cancelled")
    desk.until(first, "cancelled")
    assert len(crashed) == 1
    assert [entry["action"] for entry in desk.look("history", visit_id=first)["history"]].count(
        "facility_closed") == 1  # fmt: skip
