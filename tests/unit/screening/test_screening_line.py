"""The line at the search post."""

from datetime import timedelta

import pytest

from services.screening.domain import arrivals, line, refusals

FACILITY = "RTBPN"


@pytest.fixture
def call(command, now):
    def at_post(state, on_duty=("female", "male")):
        return line.call(state, command(on_duty=list(on_duty)), now)

    return at_post


def test_the_lowest_number_of_the_earlier_session_is_next(now):
    places = [
        line.Place("c", "afternoon", 1, now - timedelta(hours=1)),  # checked in ahead of time
        line.Place("b", "morning", 7, now),
        line.Place("a", "morning", 3, now),
    ]
    assert line.in_turn(places, ["morning", "afternoon"]) == ["a", "b", "c"]


def test_sessions_without_a_known_order_follow_their_first_registration(now):
    places = [
        line.Place("c", "afternoon", 1, now + timedelta(hours=4)),
        line.Place("b", "morning", 7, now),
        line.Place("a", "morning", 3, now + timedelta(minutes=1)),
    ]
    assert line.in_turn(places, []) == ["a", "b", "c"]


def test_a_called_group_is_announced_by_number_and_post(waiting, now, call):
    state, events = call(waiting())
    assert (state.status, state.calls, state.post, state.called_at) == ("called", 1, "A", now)
    assert "command:RTBPN:command-1" in state.claims
    assert events == [("visitor_called", {"queue_number": 12, "session": "morning", "call": 1,
                                          "post": "A"})]


def test_a_group_that_another_desk_called_is_not_called_again(called, call):
    with pytest.raises(refusals.WrongState) as refused:
        call(called())
    assert refused.value.facts == {"state": "called", "needed": ["waiting"]}


def test_a_group_without_an_officer_of_its_sex_is_held_and_not_skipped(waiting, call):
    state, events = call(waiting(), on_duty=["female"])
    assert (state.status, state.hold_reason) == ("held", "no_officer_of_same_sex")
    assert state.claims == waiting().claims
    assert events == [("visitor_held", {"queue_number": 12, "session": "morning",
                                        "reason": "no_officer_of_same_sex"})]


def test_women_alone_need_no_man_on_duty(waiting, call):
    group = waiting(("female", False), ("female", True))
    assert call(group, on_duty=["female"])[0].status == "called"


def test_a_group_that_does_not_come_is_held_after_the_allowed_recalls(called, now, command):
    state, calls = called(), []
    for _ in range(2):
        state, events = line.recall(state, command(), now, 2)
        calls += [event[1]["call"] for event in events]
    held, events = line.recall(state, command(), now, 2)
    assert calls == [2, 3]
    assert (held.status, held.hold_reason, held.post) == ("held", "no_answer", None)
    assert [event[0] for event in events] == ["visitor_held"]


def test_only_a_called_group_is_recalled(waiting, now, command):
    with pytest.raises(refusals.WrongState) as refused:
        line.recall(waiting(), command(), now, 3)
    assert refused.value.facts == {"state": "waiting", "needed": ["called"]}


@pytest.mark.parametrize("before", ["waiting", "called"])
def test_an_officer_holds_a_group_and_says_why(before, request, now, command):
    group = request.getfixturevalue(before)()
    state, events = line.hold(group, command(reason="feels unwell"), now)
    assert (state.status, state.hold_reason) == ("held", "held_by_officer")
    assert (state.history[-1].officer, state.history[-1].reason) == ("officer-1", "feels unwell")
    assert events[0][1]["reason"] == "held_by_officer"


def test_a_held_group_rejoins_under_its_old_number_and_is_called_anew(called, now, command, call):
    held, _ = line.hold(called(), command(reason="late"), now)
    back, events = line.resume(held, command(), now)
    assert (back.status, back.queue_number, back.calls, back.hold_reason) == (
        "waiting", 12, 0, None)
    assert events == []
    assert call(back)[1][0][1]["call"] == 1


def test_only_a_held_group_rejoins(waiting, now, command):
    with pytest.raises(refusals.WrongState) as refused:
        line.resume(waiting(), command(), now)
    assert refused.value.facts["needed"] == ["held"]


def test_a_group_that_left_cannot_be_held(waiting, now, command):
    gone, _ = arrivals.left(waiting(), "visit_no_show", now)
    with pytest.raises(refusals.WrongState) as refused:
        line.hold(gone, command(reason="why"), now)
    assert refused.value.facts == {"state": "left", "needed": ["waiting", "called"]}


def test_a_group_of_another_house_is_not_found(called, now, command):
    with pytest.raises(refusals.NotFound):
        line.recall(called(), command(facility="OTHER"), now, 3)


def test_a_group_that_nobody_registered_is_not_found(now, command):
    with pytest.raises(refusals.NotFound):
        line.recall(None, command(), now, 3)


def test_a_group_known_only_by_a_ban_is_not_found(now, command):
    early, _ = arrivals.banned(arrivals.early("visit-1", FACILITY), ["p1"], now)
    with pytest.raises(refusals.NotFound):
        line.hold(early, command(reason="why"), now)


def test_the_history_only_grows(called, now, command):
    state = called()
    held, _ = line.hold(state, command(reason="late"), now)
    back, _ = line.resume(held, command(), now)
    assert back.history[: len(state.history)] == state.history
    assert [entry.action for entry in back.history] == ["registered", "called", "held", "resumed"]
