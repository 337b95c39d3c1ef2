"""Events of other services, in order, early, late and twice."""

from services.screening.domain import arrivals

FACILITY = "RTBPN"


def register(state, now, members=({"person": "p1", "sex": "female", "minor": False},)):
    data = {"date": "2026-01-17", "session": "morning", "queue_number": 12, "lead": "p1",
            "members": list(members)}
    return arrivals.registered(state or arrivals.early("visit-1", FACILITY), data, now)


def test_a_registered_group_waits_under_its_number(now):
    state, events = register(None, now)
    assert (state.status, state.queue_number, state.lead) == ("waiting", 12, "p1")
    assert [entry.action for entry in state.history] == ["registered"]
    assert events == []


def test_a_group_registered_twice_keeps_its_place(now):
    once, _ = register(None, now)
    twice, events = register(once, now)
    assert twice is once
    assert events == []


def test_a_cancelled_group_leaves_the_line(waiting, now):
    state, _ = arrivals.left(waiting(), "visit_cancelled", now)
    assert state.status == "left"
    assert state.history[-1].reason == "visit_cancelled"


def test_a_called_group_leaves_too(called, now):
    assert arrivals.left(called(), "visit_no_show", now)[0].status == "left"


def test_a_group_whose_cancellation_came_first_never_waits(now):
    tombstone, _ = arrivals.left(arrivals.early("visit-1", FACILITY), "visit_cancelled", now)
    state, events = register(tombstone, now)
    assert state is tombstone
    assert (state.status, state.members, events) == ("left", (), [])


def test_what_was_screened_stays_screened_when_the_visit_is_cancelled_later(
        called, screen, family, now):
    state, _ = screen(called(), *family())
    assert arrivals.left(state, "visit_cancelled", now) == (state, [])


def test_leaving_twice_changes_nothing(waiting, now):
    once, _ = arrivals.left(waiting(), "visit_cancelled", now)
    assert arrivals.left(once, "visit_cancelled", now)[0] is once


def test_a_ban_marks_the_person(waiting, now):
    state, events = arrivals.banned(waiting(), ["p2"], now)
    assert state.banned == ("p2",)
    assert (state.status, events) == ("waiting", [])


def test_a_ban_that_comes_before_the_registration_is_kept(now):
    early, _ = arrivals.banned(arrivals.early("visit-1", FACILITY), ["p1"], now)
    state, _ = register(early, now)
    assert (early.status, state.status, state.banned) == ("expected", "waiting", ("p1",))


def test_the_same_ban_twice_changes_nothing(waiting, now):
    once, _ = arrivals.banned(waiting(), ["p2"], now)
    assert arrivals.banned(once, ["p2"], now)[0] is once


def test_a_ban_after_the_search_is_registrations_to_act_on(called, screen, family, now):
    state, _ = screen(called(), *family())
    assert arrivals.banned(state, ["p2"], now)[0] is state


def test_a_ban_touches_persons_by_visit():
    affected = [{"visit": "a", "person": "p1"}, {"visit": "b", "person": "p1"},
                {"visit": "a", "person": "p3"}]
    assert arrivals.affected({"affected": affected}) == {"a": ["p1", "p3"], "b": ["p1"]}
