"""Events that come twice, late, early, or about nothing of ours."""

from uuid import uuid4

from tests.component.registration.front import FACILITY, child, visitor


def test_every_event_may_come_twice_and_out_of_order(front, publish, awaits, database):
    visit = front.register()["id"]
    about = {"subject": visit, "facility": FACILITY}
    cleared = {
        "outcome": "cleared", "visit_outcome": None, "lead": "p1", "seizures": 0,
        "members": [{"person": "p1", "decision": "cleared", "reason": None}],
        "deposit": {"required": True, "items": 1},
    }  # fmt: skip
    made = [
        publish("belongings_deposited", **about),
        publish("visitor_screened", cleared, sequence=3, **about),
        publish("locker_assigned", **about),
        publish("visitor_called", sequence=2, **about),
        publish("visitor_held", sequence=1, **about),
    ]
    awaits(visit, status="cleared", belongings="deposited")
    for event in made:
        publish.send(event)
    last = publish("belongings_returned", **about)
    awaits(visit, belongings="returned")
    publish.send(last)
    seen = awaits(visit, status="cleared", held=False, belongings="returned")
    assert seen["called_at"] is None
    kept = database("registration")["visits"].find_one({"_id": visit})
    assert [entry["action"] for entry in kept["history"][1:]] == [
        "belongings_deposited", "cleared", "belongings_returned",
    ]  # fmt: skip


def test_a_result_after_a_cancellation_and_events_of_strangers_change_nothing(
    front, publish, awaits, database
):
    visit, other = front.register("B-1")["id"], front.register("B-2")["id"]
    front.ask("cancel", visit_id=visit, reason="ill", by="visitor")
    publish("visitor_screened", subject=visit, facility=FACILITY, sequence=3)
    publish("visitor_screened", subject=other, facility="LPJBG", sequence=3)
    publish("visitor_screened", subject=str(uuid4()), facility=FACILITY, sequence=3)
    publish("visitor_called", subject=other, facility=FACILITY, sequence=2)
    awaits(other, status="called")
    assert front.status(visit) == "cancelled"
    assert database("registration")["visits"].count_documents({}) == 2


def test_a_refused_lead_is_replaced_and_the_others_go_on(front, publish, awaits):
    visit = front.register(visitors=[visitor(1), child(2), visitor(3)])["id"]
    members = [
        {"person": "p1", "decision": "refused", "reason": "contraband"},
        {"person": "p2", "decision": "cleared", "reason": None},
        {"person": "p3", "decision": "cleared", "reason": None},
    ]
    publish(
        "visitor_screened",
        {"outcome": "partly_cleared", "visit_outcome": None, "members": members, "lead": "p3",
         "deposit": {"required": False, "items": 0}, "seizures": 1},
        subject=visit, facility=FACILITY, sequence=3,
    )  # fmt: skip
    awaits(visit, status="cleared", lead="p3", seizures=1)
    front.ask("start", visit_id=visit, briefing_acknowledged=True)
    assert front.look("inside")["persons"] == 2
    front.ask("end", visit_id=visit, outcome="ended_early_by_visitor")
    assert front.ask("depart", visit_id=visit, persons=2, identities_checked=["p2", "p3"])
