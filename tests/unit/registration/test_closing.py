"""Closing: an emergency, the end of a day, and what each means for the visits."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from services.registration.domain import closing, refusals
from services.registration.domain import facility as houses
from services.registration.domain.facility import Closure
from services.registration.domain.roll_call import roll_call
from services.registration.domain.visit import Belongings, Officer, Status, Visit, Visitor

SATURDAY, SUNDAY = date(2026, 1, 17), date(2026, 1, 18)
TEN = datetime(2026, 1, 17, 2, 0, tzinfo=UTC)
EVENING = datetime(2026, 1, 17, 8, 0, tzinfo=UTC)  # 16:00 in Balikpapan
OFFICER = Officer("officer-1")
HOUSE, _ = houses.configure(None, "RTBPN", "Rutan Balikpapan", "Asia/Makassar", {}, OFFICER, TEN)


def visitor(person, sex="female", minor=False, decision="cleared"):
    return Visitor(
        person,
        "Siti",
        sex,
        date(1990, 1, 1),
        "nik",
        "6471014101900001",
        "h" + person,
        "sibling",
        minor,
        decision=decision,
    )


def visit(status, **changes):
    made = Visit(
        id="v1",
        facility="RTBPN",
        zone="Asia/Makassar",
        date=SATURDAY,
        session="morning",
        session_closes=HOUSE.day(SATURDAY).session("morning").closes,
        kind="family",
        inmate_number="A-17",
        members=(visitor("p1"), visitor("p2", minor=True)),
        lead="p1",
        status=Status(status),
        claims=("visit:v1",),
    )
    if status != "booked":
        made = replace(made, queue_number=1, registered_at=TEN - timedelta(hours=1))
    if status in ("started", "ended"):
        made = replace(made, started_at=TEN - timedelta(minutes=10))
    return replace(made, **changes)


def settled(one, cause="emergency", **changes):
    given = {"on": SATURDAY, "closed_at": TEN, "reason": "fire alarm", "now": TEN, **changes}
    return closing.settle(one, cause, **given)


def test_closing_stops_intake_and_says_since_when_and_by_whom():
    closed, events = closing.close(HOUSE, "fire alarm", OFFICER, TEN)
    assert closed.status == "closed"
    assert closed.closure == Closure("emergency", SATURDAY, "fire alarm", TEN, "officer-1")
    assert events == [
        ("facility_closed", {"cause": "emergency", "date": "2026-01-17", "reason": "fire alarm"})
    ]


def test_a_closed_house_is_not_closed_again():
    closed, _ = closing.close(HOUSE, "fire alarm", OFFICER, TEN)
    with pytest.raises(refusals.WrongState) as refused:
        closing.close(closed, "again", OFFICER, TEN)
    assert refused.value.facts == {"state": "closed", "needed": ["open"]}


def test_reopening_takes_visitors_in_again():
    closed, _ = closing.close(HOUSE, "fire alarm", OFFICER, TEN)
    reopened, events = closing.reopen(closed, "false alarm", OFFICER, TEN)
    assert replace(reopened, history=HOUSE.history) == HOUSE
    assert [(entry.action, entry.officer, entry.reason) for entry in reopened.history[-2:]] == [
        ("closed", "officer-1", "fire alarm"),
        ("reopened", "officer-1", "false alarm"),
    ]
    assert events == [("facility_reopened", {"date": "2026-01-17", "reason": "false alarm"})]


def test_a_day_closed_too_early_is_reopened():
    closed, _ = closing.close_day(HOUSE, SATURDAY, OFFICER, TEN)
    assert closing.reopen(closed, "a bus came late", OFFICER, TEN)[0].days_closed == ()


def test_an_open_house_is_not_reopened():
    with pytest.raises(refusals.WrongState):
        closing.reopen(HOUSE, "reason", OFFICER, TEN)


@pytest.mark.parametrize(
    "act",
    [
        lambda: closing.close(None, "r", OFFICER, TEN),
        lambda: closing.reopen(None, "r", OFFICER, TEN),
        lambda: closing.close_day(None, SATURDAY, OFFICER, TEN),
    ],
)
def test_a_house_that_was_never_configured_is_not_found(act):
    with pytest.raises(refusals.NotFound):
        act()


def test_a_day_is_closed_once():
    closed, _ = closing.close_day(HOUSE, SATURDAY, OFFICER, TEN)
    with pytest.raises(refusals.DayAlreadyClosed):
        closing.close_day(closed, SATURDAY, OFFICER, TEN)


def test_only_the_latest_dates_are_remembered():
    house = HOUSE
    for day in range(100):
        house, _ = closing.close_day(house, SATURDAY + timedelta(days=day), OFFICER, TEN)
    assert len(house.days_closed) == closing.DAYS_REMEMBERED
    assert house.days_closed[-1] == SATURDAY + timedelta(days=99)


def test_the_day_cannot_be_closed_before_the_last_session_is_over():
    with pytest.raises(refusals.DayNotOver) as refused:
        closing.check_day_can_close(HOUSE, [], TEN, overridden=False)
    assert refused.value.facts == {"closes": "2026-01-17T15:00:00+08:00"}
    closing.check_day_can_close(HOUSE, [], EVENING, overridden=False)


def test_a_supervisor_may_close_the_day_early():
    closing.check_day_can_close(HOUSE, [], TEN, overridden=True)


def test_a_house_in_an_emergency_may_end_its_day_early():
    closed, _ = closing.close(HOUSE, "fire alarm", OFFICER, TEN)
    closing.check_day_can_close(closed, [], TEN, overridden=False)


@pytest.mark.parametrize("status", ["started", "ended"])
def test_the_day_cannot_be_closed_while_somebody_is_inside(status):
    inside = visit(status, members=(visitor("p1"), visitor("p2", decision="refused")))
    with pytest.raises(refusals.VisitorsInside) as refused:
        closing.check_day_can_close(HOUSE, [inside], EVENING, overridden=True)
    assert refused.value.facts == {"visits": ["v1"], "persons": 1}


@pytest.mark.parametrize(
    ("status", "belongings"),
    [
        ("departed", Belongings.DEPOSITED),
        ("cancelled", Belongings.DEPOSITED),
        ("cleared", Belongings.ASSIGNED),
    ],
)
def test_the_day_cannot_be_closed_while_a_locker_is_occupied(status, belongings):
    with pytest.raises(refusals.LockerOccupied):
        closing.check_day_can_close(
            HOUSE, [visit(status, belongings=belongings)], EVENING, overridden=True
        )


@pytest.mark.parametrize(
    ("status", "belongings"),
    [
        ("departed", Belongings.RETURNED),
        ("departed", Belongings.UNCLAIMED),
        ("cancelled", Belongings.ASSIGNED),
        ("cleared", Belongings.NONE),
    ],
)
def test_things_given_back_or_stored_do_not_keep_the_day_open(status, belongings):
    closing.check_nobody_left([visit(status, belongings=belongings)])


def test_an_emergency_sends_whoever_is_in_the_room_out():
    after, events = settled(visit("started"))
    assert (after.status, after.outcome) == (Status.ENDED, "facility_closed")
    assert [name for name, _ in events] == ["visit_ended"]


@pytest.mark.parametrize("status", ["registered", "called", "cleared"])
def test_an_emergency_sends_whoever_waits_home(status):
    after, events = settled(visit(status))
    assert (after.status, after.outcome) == (Status.CANCELLED, "facility_closed")
    assert [name for name, _ in events] == ["visit_cancelled"]


@pytest.mark.parametrize("status", ["booked", "ended", "departed", "cancelled", "refused"])
def test_an_emergency_leaves_bookings_and_what_is_over_as_they_are(status):
    one = visit(status)
    assert settled(one) == (one, [])


def test_settling_twice_is_settling_once():
    after, _ = settled(visit("started"))
    assert settled(after) == (after, [])


@pytest.mark.parametrize("cause", ["emergency", "end_of_day"])
def test_an_old_close_does_not_touch_who_came_after_the_house_reopened(cause):
    late = visit("registered", registered_at=TEN + timedelta(minutes=1))
    assert settled(late, cause, now=TEN + timedelta(minutes=2)) == (late, [])


@pytest.mark.parametrize("cause", ["emergency", "end_of_day"])
def test_an_old_close_does_not_touch_the_visits_of_a_later_day(cause):
    tomorrow = visit("booked", date=SUNDAY)
    assert settled(tomorrow, cause, now=TEN + timedelta(days=1)) == (tomorrow, [])


def test_at_the_end_of_the_day_a_booking_is_a_no_show():
    after, events = settled(visit("booked"), "end_of_day", closed_at=EVENING, now=EVENING)
    assert (after.status, after.outcome) == (Status.NO_SHOW, "visitor_did_not_arrive")
    assert events[0][0] == "visit_no_show"


def test_whoever_waited_at_the_end_of_the_day_is_a_no_show_by_the_house():
    after, _ = closing.settle_for_night(visit("registered"), HOUSE, EVENING)
    assert after.status == Status.NO_SHOW
    assert after.outcome != "visitor_did_not_arrive"


def test_the_night_does_not_end_a_visit_that_is_running():
    running = visit("started")
    assert closing.settle_for_night(running, HOUSE, EVENING) == (running, [])


def test_whoever_booked_for_a_day_lost_to_an_emergency_did_not_stay_away():
    closed, _ = closing.close(HOUSE, "fire alarm", OFFICER, TEN)
    after, events = closing.settle_for_night(visit("booked"), closed, EVENING)
    assert (after.status, after.outcome) == (Status.CANCELLED, "facility_closed")
    assert events[0][0] == "visit_cancelled"


def test_the_roll_call_counts_persons_inside_and_waiting_children_included():
    called = roll_call(
        [
            visit("started"),
            visit("ended", members=(visitor("p1"), visitor("p2", decision="refused"))),
            visit("called", members=(visitor("p1", decision=None),)),
            visit("booked"),
            visit("departed"),
            visit("cancelled"),
        ]
    )
    assert (called["persons_inside"], called["persons_waiting"]) == (3, 1)
    assert [row["status"] for row in called["inside"]] == ["started", "ended"]
    assert called["inside"][0]["persons"][1] == {
        "person": "p2",
        "name": "Siti",
        "sex": "female",
        "minor": True,
    }


def test_the_day_may_be_closed_as_soon_as_the_last_session_is_over():
    last = HOUSE.day(SATURDAY).last_close()
    closing.check_day_can_close(HOUSE, [], last, overridden=False)


def test_whoever_waited_when_an_emergency_ended_the_day_is_a_no_show_by_the_house():
    closed, _ = closing.close(HOUSE, "fire alarm", OFFICER, TEN)
    after, _ = closing.settle_for_night(visit("registered"), closed, EVENING)
    assert (after.status, after.outcome == "visitor_did_not_arrive") == (Status.NO_SHOW, False)
