"""Events that come twice, early, late or for nobody."""

import pytest
from nameko.testing.services import entrypoint_waiter

from chassis.errors import Refused


def test_a_cancelled_group_is_not_called(desk, register, publish, kept):
    register("a")
    publish("visit_cancelled", subject="a")
    kept("screenings", {"_id": "a", "status": "left"})
    with pytest.raises(Refused) as refused:
        desk.call_next()
    assert refused.value.code == "nobody_waiting"


@pytest.mark.parametrize("over", ["visit_cancelled", "visit_no_show"])
def test_a_group_whose_end_is_heard_of_first_never_joins_the_line(
        desk, post, publish, kept, over):
    publish(over, subject="a")
    kept("screenings", {"_id": "a", "status": "left"})
    with entrypoint_waiter(post, "on_visitor_registered", timeout=10):
        publish("visitor_registered", subject="a")
    assert desk.look("screening", visit_id="a")["status"] == "left"
    with pytest.raises(Refused) as refused:
        desk.call_next()
    assert refused.value.code == "nobody_waiting"


def test_a_registration_that_comes_twice_is_applied_once(desk, register, post, publish):
    made = register("a")
    desk.call_next()
    with entrypoint_waiter(post, "on_visitor_registered", timeout=10):
        publish.send(made)
    screening = desk.look("screening", visit_id="a")
    assert (screening["status"], len(screening["history"])) == ("called", 2)


def test_a_cancellation_that_comes_after_the_search_changes_nothing(
        desk, register, post, publish):
    register("a")
    desk.call_next()
    desk.clear("a")
    with entrypoint_waiter(post, "on_visit_over", timeout=10):
        publish("visit_cancelled", subject="a")
    assert desk.look("screening", visit_id="a")["status"] == "screened"


def test_a_ban_that_is_heard_of_before_the_registration_counts(desk, register, publish, kept):
    affected = [{"visit": "a", "person": "p1"}]
    publish("visitor_banned", {"reason": "contraband", "until": None, "affected": affected},
            subject="ban-1")
    kept("screenings", {"_id": "a", "status": "expected"})
    with pytest.raises(Refused) as refused:
        desk.look("screening", visit_id="a")
    assert refused.value.code == "not_found"
    register("a")
    assert desk.call_next()["banned"] == ["p1"]


def test_a_closing_that_is_older_than_the_reopening_changes_nothing(
        desk, register, post, publish, kept):
    register("a")
    publish("facility_reopened", subject="RTBPN", sequence=6)
    kept("facilities", {"_id": "RTBPN", "door_by": 6})
    with entrypoint_waiter(post, "on_facility_closed", timeout=10):
        publish("facility_closed", subject="RTBPN", sequence=5)
    assert desk.call_next()["visit_id"] == "a"
