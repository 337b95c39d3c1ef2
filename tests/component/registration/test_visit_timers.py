"""What happens by the clock: the warning before the end, and those who did not come."""

import pytest

from chassis.errors import Refused
from tests.component.registration.front import FACILITY, SUPERVISOR


def test_the_end_is_announced_once_and_again_after_an_extension(front, admit, clock, events):
    visit = front.register()["id"]
    admit(visit)
    clock.set("2026-01-17T09:55:00+08:00")
    told = events.wait_for("visit_ending_soon", visit)["data"]
    assert (told["minutes_left"], told["table"]) == (5, 1)
    front.ask("extend", visit_id=visit, minutes=10, reason="started late")
    clock.set("2026-01-17T10:06:00+08:00")
    events.wait_for("visit_ending_soon", visit, count=2)
    clock.set("2026-01-17T10:20:00+08:00")
    [inside] = front.look("inside")["visits"]
    assert inside["overdue"] is True
    assert len(events.of("visit_ending_soon")) == 2


def test_extending_has_a_limit_that_a_supervisor_may_lift(front, admit):
    visit = front.register()["id"]
    admit(visit)
    longer = {"visit_id": visit, "minutes": 20, "reason": "long way"}
    with pytest.raises(Refused) as refused:
        front.ask("extend", **longer)
    assert refused.value.code == "extension_too_long"
    assert front.ask("extend", **longer, override=SUPERVISOR)["ends_at"][11:16] == "10:20"
    assert front.ask("extend", visit_id=visit, minutes=-15, reason="x")["ends_at"][11:16] == "10:05"


def test_when_the_session_is_over_the_absent_are_no_shows_and_the_waiting_are_not(
    front, publish, awaits, clock, events
):
    absent = front.book("B-1", "morning")["id"]
    silent = front.register("B-2")["id"]
    waiting = front.register("B-3")["id"]
    publish("visitor_held", subject=silent, facility=FACILITY, sequence=2)
    awaits(silent, held=True)
    clock.set("2026-01-17T11:30:00+08:00")
    for visit, before in ((absent, "booked"), (silent, "registered")):
        told = events.wait_for("visit_no_show", visit)["data"]
        assert (told["outcome"], told["status_before"]) == ("visitor_did_not_arrive", before)
    assert front.status(waiting) == "registered"
    clock.set("2026-01-18T00:00:00+08:00")
    assert events.wait_for("visit_no_show", waiting)["data"]["outcome"] == "facility_closed"
