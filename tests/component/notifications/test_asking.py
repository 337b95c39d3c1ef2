"""What callers may ask, and what they are refused."""

import pytest

from chassis.errors import Refused
from tests.support.eventually import eventually

OFFICER = {"id": "officer-1"}
RETRY = {"facility": "RTBPN", "command_id": "r-1", "officer": OFFICER}


@pytest.fixture
def refused(client):
    def call(method, **payload):
        with pytest.raises(Refused) as raised:
            client.call("notifications", method, payload)
        return raised.value

    return call


@pytest.fixture
def told(start, publish, visit, history):
    """A message that the log has told."""
    start()
    publish("contact_recorded", subject=visit)
    registered = publish("visitor_registered", subject=visit)
    return history.wait_for(registered, "sent")


def test_the_history_of_a_visit_shows_messages_and_no_contact(told, client, visit):
    found = client.call("notifications", "notifications",
                        {"facility": "RTBPN", "visit_id": visit})  # fmt: skip
    assert found["contact"] is True
    assert found["notifications"] == [told]
    assert set(told) == {
        "id", "about", "recipient", "desk", "channel", "status", "attempts", "created_at",
        "next_attempt_at", "sent_at", "reason",
    }  # fmt: skip


def test_an_unknown_visit_and_one_of_another_house_are_alike_not_found(told, refused, visit):
    asked = [("RTBPN", "nobody"), ("OTHER", visit)]
    codes = {refused("notifications", facility=house, visit_id=id).code for house, id in asked}
    assert codes == {"not_found"}


def test_a_sent_message_is_not_sent_again(told, refused):
    refusal = refused("retry", notification_id=told["id"], **RETRY)
    assert (refusal.code, refusal.facts["state"]) == ("wrong_state", "sent")


def test_a_message_of_another_house_cannot_be_sent_again(told, refused, visit):
    elsewhere = {**RETRY, "facility": "OTHER"}
    for hint in ({}, {"visit_id": visit}):
        found = refused("retry", notification_id=told["id"], **elsewhere, **hint)
        assert found.code == "not_found"


def test_an_unknown_message_is_not_found(told, refused):
    assert refused("retry", notification_id="nothing", **RETRY).code == "not_found"


def test_a_message_in_hand_is_not_sent_beside_itself(
    by_webhook, receiver, publish, visit, history, refused
):
    receiver.hold.set()
    by_webhook()
    publish("contact_recorded", subject=visit)
    registered = publish("visitor_registered", subject=visit)
    eventually("the attempt under way", lambda: receiver.requests)
    message = history.wait_for(registered, "pending")
    assert refused("retry", notification_id=message["id"], **RETRY).code == "being_sent"


def test_a_repeated_retry_gets_its_first_answer(
    by_webhook, receiver, publish, visit, history, client
):
    receiver.answers = [410, 204]
    by_webhook()
    publish("contact_recorded", subject=visit)
    registered = publish("visitor_registered", subject=visit)
    failed = history.wait_for(registered, "failed")
    first = client.call("notifications", "retry", {**RETRY, "notification_id": failed["id"]})
    history.wait_for(registered, "sent")
    again = client.call("notifications", "retry", {**RETRY, "notification_id": failed["id"]})
    assert again == first
    assert len(receiver.requests) == 2


BAD = [
    ("notifications", {"facility": "RTBPN"}, "visit_id"),
    ("notifications", {"facility": "RTBPN", "visit_id": 7}, "visit_id"),
    ("notifications", {"facility": "RTBPN", "visit_id": "a\x00b"}, "visit_id"),
    ("notifications", {"facility": "RTBPN", "visit_id": "v", "body": True}, "body"),
    ("notifications", {"visit_id": "v"}, "facility"),
    ("retry", RETRY, "notification_id"),
    ("retry", {**RETRY, "notification_id": "x" * 111}, "notification_id"),
    ("retry", {**RETRY, "notification_id": ["n"]}, "notification_id"),
    ("retry", {**RETRY, "notification_id": "n", "visit_id": {"$ne": 1}}, "visit_id"),
    ("retry", {"facility": "RTBPN", "notification_id": "n", "officer": OFFICER}, "command_id"),
    ("retry", {"facility": "RTBPN", "notification_id": "n", "command_id": "c"}, "officer"),
]


def test_bad_input_is_named_by_its_field_and_the_service_goes_on(told, refused):
    for method, payload, field in BAD:
        refusal = refused(method, **payload)
        assert (refusal.code, list(refusal.errors)) == ("invalid_input", [field]), payload
