"""Admission to the visiting room, the timer, and the end of the visit."""

from datetime import timedelta

import pytest
from visit_making import (
    NINE,
    OFFICER,
    SUPERVISOR,
    called,
    cleared,
    deposited,
    ended,
    registered,
    started,
)

from services.registration.domain import flagging, refusals, visiting
from services.registration.domain.visit import Status


def minutes(count):
    return NINE + timedelta(minutes=count)


def test_a_cleared_and_briefed_group_enters():
    visiting.check_admission(cleared(), briefing_acknowledged=True)
    visit, events = visiting.start(cleared(), 4, 30, 5, OFFICER, NINE)
    assert (visit.status, visit.table, visit.ends_at) == (Status.STARTED, 4, minutes(30))
    assert events[0][1]["ends_at"] == "2026-01-17T09:30:00+08:00"


def test_only_cleared_members_are_admitted():
    visit = cleared(outcome="partly_cleared", refused=("p2",))
    _, [(_, data)] = visiting.start(visit, 4, 30, 5, OFFICER, NINE)
    assert [one["person"] for one in data["members"]] == ["p1", "p3"]


@pytest.mark.parametrize("visit", [registered(), called(), started(), ended()])
def test_nobody_enters_who_is_not_cleared(visit):
    with pytest.raises(refusals.WrongState) as refused:
        visiting.check_admission(visit, briefing_acknowledged=True)
    assert refused.value.facts == {"state": visit.status.value, "needed": ["cleared"]}


def test_nobody_enters_without_the_briefing():
    with pytest.raises(refusals.BriefingNotAcknowledged):
        visiting.check_admission(cleared(), briefing_acknowledged=False)


def test_nobody_enters_with_things_that_should_be_in_a_locker():
    with pytest.raises(refusals.BelongingsNotDeposited) as refused:
        visiting.check_admission(cleared(deposit=True), briefing_acknowledged=True)
    assert refused.value.facts == {"belongings": "required"}
    visiting.check_admission(deposited(), briefing_acknowledged=True)


def test_a_child_does_not_enter_alone():
    visit = cleared(outcome="partly_cleared", refused=("p1", "p3"))
    with pytest.raises(refusals.NobodyCleared):
        visiting.check_admission(visit, briefing_acknowledged=True)


def test_a_flag_stops_the_group_until_a_supervisor_has_looked():
    flagged, events = flagging.flag(cleared(), "visitor_banned", ["p3"], NINE)
    assert events == [("visit_flagged", {"reason": "visitor_banned", "persons": ["p3"]})]
    with pytest.raises(refusals.VisitFlagged) as refused:
        visiting.check_admission(flagged, briefing_acknowledged=True)
    assert refused.value.facts == {"flags": ["visitor_banned"]}
    reviewed, _ = flagging.review(flagged, ["p3"], "goes home", SUPERVISOR, NINE)
    visiting.check_admission(reviewed, briefing_acknowledged=True)
    assert [one.person for one in reviewed.admitted] == ["p1", "p2"]


def test_one_flag_is_raised_once_and_not_on_a_visit_that_is_over():
    flagged, _ = flagging.flag(cleared(), "visitor_banned", ["p3"], NINE)
    assert flagging.flag(flagged, "visitor_banned", ["p3"], NINE) == (flagged, [])
    gone, _ = flagging.review(flagged, [], "settled", SUPERVISOR, NINE)
    assert gone.flags == ()


def test_a_review_names_persons_of_the_group():
    with pytest.raises(refusals.PersonUnknown) as refused:
        flagging.review(cleared(), ["p9"], "x", SUPERVISOR, NINE)
    assert refused.value.facts == {"persons": ["p9"]}


def test_a_review_cannot_take_anybody_out_of_a_running_visit():
    with pytest.raises(refusals.WrongState):
        flagging.review(started(), ["p3"], "x", SUPERVISOR, NINE)


def test_another_adult_leads_when_the_lead_is_taken_out():
    reviewed, _ = flagging.review(cleared(), ["p1"], "goes home", SUPERVISOR, NINE)
    assert reviewed.lead == "p3"


def test_the_free_table_with_the_lowest_number_is_given():
    assert visiting.choose_table(None, {1, 2, 4}, 5) == 3
    assert visiting.choose_table(5, {1, 2}, 5) == 5


def test_a_taken_table_is_not_given_twice():
    with pytest.raises(refusals.TableTaken):
        visiting.choose_table(2, {1, 2}, 5)


def test_a_table_that_the_room_does_not_have_is_refused():
    with pytest.raises(refusals.TableUnknown):
        visiting.choose_table(6, set(), 5)


def test_the_room_is_full_when_its_tables_are():
    with pytest.raises(refusals.RoomFull) as refused:
        visiting.choose_table(None, {1, 2}, 2)
    assert refused.value.facts == {"limit_of": "tables", "limit": 2}


def test_the_room_is_full_when_it_holds_as_many_persons_as_it_may():
    visiting.check_room(persons=3, inside=7, limit=10)
    with pytest.raises(refusals.RoomFull) as refused:
        visiting.check_room(persons=4, inside=7, limit=10)
    assert refused.value.facts == {"limit_of": "persons", "limit": 10}


def test_the_end_is_announced_once():
    visit = started()
    assert visiting.warn(visit, minutes(24)) == (visit, [])
    warned, events = visiting.warn(visit, minutes(25))
    assert events == [("visit_ending_soon", {
        "ends_at": "2026-01-17T09:30:00+08:00", "minutes_left": 5, "table": 4})]  # fmt: skip
    assert visiting.warn(warned, minutes(26)) == (warned, [])


def test_an_extended_visit_is_warned_again_before_its_new_end():
    warned, _ = visiting.warn(started(), minutes(25))
    longer, events = visiting.extend(warned, 10, "started late", 15, OFFICER, minutes(26))
    assert events[0][1]["ends_at"] == "2026-01-17T09:40:00+08:00"
    assert visiting.warn(longer, minutes(34)) == (longer, [])
    assert visiting.warn(longer, minutes(35))[1]


def test_extensions_together_have_a_limit_that_a_supervisor_may_lift():
    once, _ = visiting.extend(started(), 10, "started late", 15, OFFICER, NINE)
    with pytest.raises(refusals.ExtensionTooLong) as refused:
        visiting.extend(once, 10, "more", 15, OFFICER, NINE)
    assert refused.value.facts == {"limit": 15, "used": 10}
    visiting.extend(once, 10, "more", 15, SUPERVISOR, NINE)


def test_a_visit_may_be_shortened_but_not_into_the_past():
    shorter, _ = visiting.extend(started(), -10, "room is full", 15, OFFICER, minutes(10))
    assert shorter.ends_at == minutes(20)
    with pytest.raises(refusals.EndInPast):
        visiting.extend(started(), -20, "room is full", 15, OFFICER, minutes(10))


def test_a_shortened_visit_is_still_warned():
    shorter, _ = visiting.extend(started(), -10, "room is full", 15, OFFICER, minutes(16))
    assert visiting.warn(shorter, minutes(16))[1][0][1]["minutes_left"] == 4


@pytest.mark.parametrize("outcome", visiting.END_OUTCOMES)
def test_a_visit_ends_with_an_outcome_apart_from_its_status(outcome):
    visit, [(name, data)] = visiting.end(started(), outcome, "because", OFFICER, minutes(29))
    assert (visit.status, visit.outcome) == (Status.ENDED, outcome)
    assert (name, data["outcome"], data["reason"]) == ("visit_ended", outcome, "because")


def test_a_visit_is_terminated_only_with_a_reason():
    with pytest.raises(refusals.ReasonRequired):
        visiting.end(started(), "terminated_by_staff", None, OFFICER, NINE)


def test_a_visit_that_did_not_start_cannot_be_extended_or_ended():
    with pytest.raises(refusals.WrongState):
        visiting.extend(cleared(), 5, "x", 15, OFFICER, NINE)
    with pytest.raises(refusals.WrongState):
        visiting.end(cleared(), "completed", None, OFFICER, NINE)
