"""The one service that keeps contacts keeps them encrypted."""

import json

import bson

from tests.support.eventually import eventually

PERSONAL = ("Siti", "siti@example.org", "6281200000000")


def test_no_contact_lies_in_the_clear(start, publish, visit, history, database):
    start()
    publish("contact_recorded", subject=visit)
    history.wait_for(publish("visitor_registered", subject=visit), "sent")
    found = list(database("notifications").notifications.find())
    [stored] = found
    assert stored["contact"]["email"].startswith("enc:v1:")
    text = json.dumps(found, default=str) + str([bson.encode(one) for one in found])
    for one in PERSONAL:
        assert one not in text, one


def test_a_message_still_finds_its_telephone(by_webhook, publish, visit, history, receiver):
    by_webhook()
    publish("contact_recorded", {"name": None, "email": None, "phone": "+6281200000000",
                                 "language": "id"}, subject=visit)  # fmt: skip
    history.wait_for(publish("visitor_registered", subject=visit), "sent")
    assert "6281200000000" in str([one.body for one in receiver.requests])


def test_whoever_asks_for_the_own_data_sees_the_contact(start, publish, visit, client):
    start()
    publish("contact_recorded", subject=visit)
    query = {"facility": "RTBPN", "visit_ids": [visit, "another"]}

    def contacts():
        return client.call("notifications", "contacts", query)["contacts"]

    [found] = eventually("the contact is kept", contacts)
    assert (found["visit_id"], found["email"]) == (visit, "siti@example.org")
    query["facility"] = "ELSEWHERE"
    assert contacts() == []
