"""What a thief of the database could read, which is nothing personal but names."""

import json

import bson
import pytest

from chassis.errors import Refused
from chassis.relay import Relay
from services.registration.service import RegistrationService
from tests.component.registration.front import Front, child, visitor
from tests.support.eventually import eventually
from tests.support.settings import FIELD_KEYS

CONTACT = {"email": "siti@example.org", "phone": "+6281200000000", "consent": True}
NEW = f"k2:{'02' * 32}\n{FIELD_KEYS}"


@pytest.fixture
def raw(database):
    """All that the database holds, as one text."""

    def everything() -> str:
        registration = database("registration")
        documents = [
            one
            for name in registration.list_collection_names()
            for one in registration[name].find()
        ]
        return json.dumps(documents, default=str) + str([bson.encode(one) for one in documents])

    return everything


@pytest.fixture
def nobody_publishes(monkeypatch):
    """As when the broker is away: the outbox keeps what it holds."""
    monkeypatch.setattr(Relay, "_publish", lambda self, batch: set())


def test_no_number_of_a_document_and_no_contact_lies_in_the_clear(nobody_publishes, front, raw):
    group = [visitor(1), child(2)]
    visit = front.register(visitors=group, contact=CONTACT)["id"]
    ban = {"id_type": "ktp", "id_number": group[0]["id_number"]}
    front.ask("ban", visitor=ban, reason="contraband", visit_id=visit)
    stored = raw()
    assert "contact_recorded" in stored
    for one in (*[one["id_number"] for one in group], CONTACT["email"], CONTACT["phone"], "****"):
        assert one not in stored, one


def test_officers_and_notifications_read_what_is_encrypted(events, front):
    visit = front.register(visitors=[visitor(1)], contact=CONTACT)["id"]
    [member] = front.look("visit", visit_id=visit)["members"]
    assert member["id_number"] == visitor(1)["id_number"]
    assert events.wait_for("contact_recorded", visit)["data"]["phone"] == CONTACT["phone"]


def test_a_contact_that_a_crash_left_in_the_outbox_is_opened_by_the_sweep(
    nobody_publishes, events, front, monkeypatch
):
    visit = front.register(contact=CONTACT)["id"]
    monkeypatch.undo()
    assert not events.of("contact_recorded", visit)
    assert events.wait_for("contact_recorded", visit)["data"]["email"] == CONTACT["email"]


def test_a_number_moved_to_another_visit_is_refused(front, database):
    visits = database("registration").visits
    mine, hers = (front.register(number)["id"] for number in ("B-1", "B-2"))
    moved = visits.find_one({"_id": hers})["members"][0]["id_number"]
    visits.update_one(
        {"_id": mine}, {"$set": {"members.0.id_number": moved}, "$inc": {"version": 1}}
    )
    with pytest.raises(Refused) as refused:
        front.look("visit", visit_id=mine)
    assert refused.value.code == "internal_error"
    assert front.look("visit", visit_id=hers)


def test_an_old_key_still_reads_and_the_new_one_writes(front, services, client, database):
    old = front.register("B-1", [visitor(1)])["id"]
    services.containers.pop().stop()
    services.start(RegistrationService, FIELD_KEYS=NEW)
    again = Front(client)
    new = again.ask("register", command_id="new-key", inmate_number="B-2", visitors=[visitor(2)])
    sealed = {
        one["_id"]: one["members"][0]["id_number"] for one in database("registration").visits.find()
    }
    assert sealed[old].startswith("enc:v1:k1:")
    assert sealed[new["id"]].startswith("enc:v1:k2:")
    [member] = again.look("visit", visit_id=old)["members"]
    assert member["id_number"] == visitor(1)["id_number"]


def test_a_save_that_changes_no_number_keeps_its_ciphertext(front, database, publish, awaits):
    visit = front.register()["id"]
    visits = database("registration").visits
    before = visits.find_one({"_id": visit})["members"]
    publish("visitor_called", subject=visit, sequence=2)
    awaits(visit, status="called")
    assert visits.find_one({"_id": visit})["members"] == before


def test_a_known_visitor_is_found_by_the_number(front):
    visit = front.register(visitors=[visitor(7)])["id"]
    found = eventually("it is found", lambda: front.look("visits", q=visitor(7)["id_number"]))
    assert [one["id"] for one in found["items"]] == [visit]
