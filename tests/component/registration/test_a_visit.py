"""One group from the desk to the way out, through the real broker and database."""

import pytest

from chassis.errors import Refused
from tests.component.registration.front import FACILITY, SUPERVISOR, child, visitor


def test_a_visit_runs_from_the_desk_to_the_way_out(front, screen, publish, awaits, events):
    mother_and_child = [visitor(), child()]
    made = front.register(visitors=mother_and_child)
    visit = made["id"]
    assert (made["status"], made["queue_number"], made["session"]) == ("registered", 1, "morning")
    screen(visit, persons=2, deposit=True)

    with pytest.raises(Refused) as refused:
        front.ask("start", visit_id=visit, briefing_acknowledged=True)
    assert refused.value.code == "belongings_not_deposited"

    for event in ("locker_assigned", "belongings_deposited"):
        publish(event, subject=visit, facility=FACILITY)
    awaits(visit, belongings="deposited")
    started = front.ask("start", visit_id=visit, briefing_acknowledged=True)
    assert (started["status"], started["table"]) == ("started", 1)
    assert started["ends_at"] == "2026-01-17T10:00:00+08:00"

    [inside] = front.look("inside")["visits"]
    assert [one["person"] for one in inside["persons"]] == ["p1", "p2"]

    front.ask("end", visit_id=visit, outcome="completed")
    departure = {"visit_id": visit, "persons": 2, "identities_checked": ["p1", "p2"]}
    with pytest.raises(Refused) as refused:
        front.ask("depart", **departure)
    assert refused.value.code == "belongings_not_returned"

    publish("belongings_returned", subject=visit, facility=FACILITY)
    awaits(visit, belongings="returned")
    assert front.ask("depart", **departure)["status"] == "departed"
    assert front.look("inside")["visits"] == []
    for event in ("visitor_registered", "visit_started", "visit_ended", "visitor_departed"):
        assert events.wait_for(event, visit)


def test_the_history_names_officer_and_time_of_everything(front, admit):
    visit = front.register(officer={"id": "registrar-7"}, override=SUPERVISOR)["id"]
    admit(visit)
    told = front.look("history", visit_id=visit)["history"]
    assert [(one["officer"], one["action"]) for one in told] == [
        ("registrar-7", "registered"),
        ("service:screening", "called"),
        ("service:screening", "cleared"),
        ("officer-1", "started"),
    ]
    assert (told[0]["supervisor"], told[0]["override_reason"]) == tuple(SUPERVISOR.values())
    assert all(one["at"].endswith("+08:00") for one in told)


def test_lists_mask_what_one_visit_shows(front):
    one = visitor(7)
    made = front.register(visitors=[one])
    whole = front.look("visit", visit_id=made["id"])
    [line] = front.look("visits")["items"]
    assert whole["members"][0]["id_number"] == one["id_number"]
    assert line["members"][0]["id_number"] == "6471********0007"
    assert "identity" not in whole["members"][0]


def test_a_visit_is_found_by_number_name_and_document(front):
    one = visitor(7, name="Siti Aminah")
    front.register("B-1", [visitor(1)])
    made = front.register("B-2", [one])
    spaced = f"{one['id_number'][:6]} {one['id_number'][6:]}"
    for text in ("2", "aminah", spaced):
        found = front.look("visits", q=text)
        assert [item["id"] for item in found["items"]] == [made["id"]], text
    assert front.look("visits", q="(.*")["total"] == 0


def test_visits_are_listed_page_by_page(front):
    for number in ("B-1", "B-2", "B-3"):
        front.register(number)
    pages = [front.look("visits", page=page, page_size=2) for page in (1, 2)]
    assert [item["queue_number"] for page in pages for item in page["items"]] == [1, 2, 3]
    assert pages[0]["total"] == 3
    assert front.look("visits", status="booked")["total"] == 0


def test_of_a_list_a_screen_may_ask_for_some_visits_alone(front):
    first, second = front.register("B-1")["id"], front.register("B-2")["id"]
    front.register("B-3")

    def listed(**query):
        return [item["id"] for item in front.look("visits", **query)["items"]]

    assert listed(visit_ids=[second, first, "unknown"]) == [first, second]
    assert front.look("visits", visit_ids=[second])["total"] == 1
    assert listed(visit_ids=[second], status="booked") == []
    elsewhere = {"facility": "LPJBG", "date": front.look("visit", visit_id=first)["date"]}
    assert front.look("visits", visit_ids=[first], **elsewhere)["items"] == []


def test_a_visit_of_another_house_does_not_exist(front):
    visit = front.register()["id"]
    for method in ("visit", "history"):
        with pytest.raises(Refused) as refused:
            front.look(method, visit_id=visit, facility="LPJBG")
        assert refused.value.code == "not_found"
    with pytest.raises(Refused) as refused:
        front.ask("cancel", visit_id=visit, reason="x", by="visitor", facility="LPJBG")
    assert refused.value.code == "not_found"
    assert front.status(visit) == "registered"


def test_a_command_in_the_wrong_state_names_the_state_and_those_it_needs(front):
    visit = front.register()["id"]
    with pytest.raises(Refused) as refused:
        front.ask("end", visit_id=visit, outcome="completed")
    assert refused.value.code == "wrong_state"
    assert refused.value.facts == {"state": "registered", "needed": ["started"]}


def test_contact_goes_to_who_tells_the_visitor_and_is_not_kept(front, events, database):
    contact = {"email": "siti@example.org", "language": "en", "consent": True}
    visit = front.register(contact=contact)["id"]
    told = events.wait_for("contact_recorded", visit)["data"]
    assert (told["email"], told["language"]) == ("siti@example.org", "en")
    assert events.wait_for("visitor_registered", visit)["data"]["contact"] is True
    kept = database("registration")["visits"].find_one({"_id": visit})
    assert "siti@example.org" not in str({**kept, "outbox": []})
