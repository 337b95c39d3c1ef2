"""The way out: counted, called off, never served, closed over."""

from dataclasses import replace

import pytest
from visit_making import (
    NINE,
    OFFICER,
    SUPERVISOR,
    at,
    booked,
    called,
    cleared,
    deposited,
    ended,
    registered,
    started,
)

from services.registration.domain import leaving, queueing, refusals
from services.registration.domain.visit import Belongings, Status

ALL = ["p1", "p2", "p3"]


def depart(visit=None, persons=3, checked=ALL, officer=OFFICER):
    return leaving.depart(visit or ended(), persons, checked, officer, at(10))


def test_a_group_that_is_counted_and_identified_leaves():
    visit, [(name, data)] = depart()
    assert visit.status == Status.DEPARTED
    assert (name, data["persons"], data["belongings_left"]) == ("visitor_departed", 3, False)


@pytest.mark.parametrize("counted", [2, 4])
@pytest.mark.parametrize("officer", [OFFICER, SUPERVISOR])
def test_people_out_equal_people_in_whoever_says_otherwise(counted, officer):
    with pytest.raises(refusals.HeadCountMismatch) as refused:
        depart(persons=counted, officer=officer)
    assert refused.value.facts == {"admitted": 3, "counted": counted}


def test_only_those_who_were_admitted_are_counted():
    partly = cleared(outcome="partly_cleared", refused=("p2",))
    depart(ended(started(partly)), persons=2, checked=["p1", "p3"])


def test_each_person_is_identified_before_the_gate_opens():
    with pytest.raises(refusals.IdentityUnchecked) as refused:
        depart(checked=["p1"], officer=SUPERVISOR)
    assert refused.value.facts == {"persons": ["p2", "p3"]}


def test_a_person_who_was_not_admitted_cannot_leave():
    with pytest.raises(refusals.PersonUnknown) as refused:
        depart(checked=[*ALL, "p4"])
    assert refused.value.facts == {"persons": ["p4"]}


def test_nobody_leaves_while_things_are_in_the_locker_but_with_a_supervisor():
    visit = ended(started(deposited()))
    with pytest.raises(refusals.BelongingsNotReturned) as refused:
        depart(visit)
    assert refused.value.facts == {"belongings": "deposited"}
    left, [(_, data)] = depart(visit, officer=SUPERVISOR)
    assert data["belongings_left"]
    assert left.history[-1].override_reason == "they came from far away"


def test_returned_things_let_the_group_leave():
    back, _ = queueing.belongings(ended(started(deposited())), Belongings.RETURNED, NINE)
    assert depart(back)[1][0][1]["belongings_left"] is False


def test_nobody_departs_before_the_visit_has_ended():
    with pytest.raises(refusals.WrongState):
        depart(started())


@pytest.mark.parametrize("visit", [booked(), registered(), called(), cleared()])
def test_a_visit_may_be_called_off_until_admission(visit):
    gone, [(name, data)] = leaving.cancel(visit, "cancelled_by_visitor", "ill", OFFICER, NINE)
    assert (gone.status, gone.outcome) == (Status.CANCELLED, "cancelled_by_visitor")
    assert gone.claims == ("visit:v1",)
    assert name == "visit_cancelled"
    assert data["status_before"] == visit.status.value


@pytest.mark.parametrize("visit", [started(), ended(), depart()[0]])
def test_a_visit_that_began_is_not_called_off(visit):
    with pytest.raises(refusals.WrongState):
        leaving.cancel(visit, "cancelled_by_visitor", "ill", OFFICER, NINE)


def test_who_booked_and_did_not_come_is_a_no_show_when_the_session_is_over():
    visit = booked()
    assert leaving.no_show(visit, at(14, 59)) == (visit, [])
    absent, [(name, data)] = leaving.no_show(visit, at(15))
    assert (absent.status, absent.claims) == (Status.NO_SHOW, ("visit:v1",))
    assert (name, data["outcome"]) == ("visit_no_show", "visitor_did_not_arrive")


def test_who_was_called_in_vain_is_a_no_show_when_the_session_is_over():
    held, _ = queueing.held(called(), 3, "no_answer", NINE)
    assert leaving.no_show(held, at(11, 29)) == (held, [])
    assert leaving.no_show(held, at(11, 30))[0].status == Status.NO_SHOW


@pytest.mark.parametrize("visit", [registered(), called(), cleared()])
def test_who_waits_is_still_served_after_the_session(visit):
    assert leaving.no_show(visit, at(12)) == (visit, [])


def test_who_waited_until_the_day_was_over_is_an_unserved_no_show_and_did_arrive():
    unserved, _ = leaving.no_show(registered(), at(0, 0, day=18))
    assert (unserved.status, unserved.outcome) == (Status.NO_SHOW, "facility_closed")


@pytest.mark.parametrize("visit", [started(), ended(), depart()[0]])
def test_who_was_admitted_is_never_a_no_show(visit):
    assert leaving.no_show(visit, at(12, day=18)) == (visit, [])


@pytest.mark.parametrize(("visit", "status"), [
    (booked(), Status.NO_SHOW), (registered(), Status.NO_SHOW), (called(), Status.NO_SHOW),
    (cleared(), Status.CANCELLED), (started(), Status.ENDED),
])  # fmt: skip
def test_at_the_end_of_the_day_every_open_visit_comes_to_a_stated_end(visit, status):
    closed, events = leaving.close_out(visit, at(15, 30))
    assert closed.status == status
    assert len(events) == 1


@pytest.mark.parametrize("visit", [booked(), registered(), called(), cleared()])
def test_in_an_emergency_whoever_is_not_inside_is_called_off(visit):
    closed, [(_, data)] = leaving.close_out(visit, at(10), "fire alarm", emergency=True)
    assert (closed.status, closed.outcome) == (Status.CANCELLED, "facility_closed")
    assert data["reason"] == "fire alarm"


def test_in_an_emergency_a_running_visit_ends_and_its_group_is_still_to_be_counted_out():
    closed, _ = leaving.close_out(started(), at(10), "fire alarm", emergency=True)
    assert (closed.status, closed.outcome) == (Status.ENDED, "facility_closed")
    depart(closed)


def test_bookings_of_other_days_outlast_an_emergency():
    tomorrow = replace(booked(), date=at(9, day=19).date())
    assert leaving.close_out(tomorrow, at(10), "fire", emergency=True) == (tomorrow, [])
