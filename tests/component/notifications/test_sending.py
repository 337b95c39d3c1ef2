"""Messages that leave the house: claimed, sent, put off, given up, tried anew."""

import json
import os
import signal
import subprocess
import sys

from tests.support.eventually import eventually
from tests.unit.notifications.test_webhook import SECRET, verified

OFFICER = {"id": "officer-1"}


def registered_with_contact(publish, visit):
    publish("contact_recorded", subject=visit)
    return publish("visitor_registered", subject=visit)


def keys_of(receiver):
    return [request.headers["idempotency-key"] for request in receiver.requests]


def test_a_visitor_with_an_address_is_told_by_e_mail(start, mail, publish, visit, history):
    start(SMTP_HOST="127.0.0.1", SMTP_PORT=mail.port, SMTP_TLS="none",
          SMTP_SENDER="kunjungan@rutan.example")  # fmt: skip
    registered = registered_with_contact(publish, visit)
    message = history.wait_for(registered, "sent")
    assert (message["channel"], message["attempts"]) == ("email", 1)
    (received,) = mail.mails()
    assert received["to"] == "siti@example.org"
    assert received["subject"] == "Nomor antrean 12"
    assert "Siti Aminah" in received.get_content()


def test_a_visitor_with_a_phone_is_told_by_the_gateway(
    by_webhook, receiver, publish, visit, history
):
    by_webhook()
    registered = registered_with_contact(publish, visit)
    history.wait_for(registered, "sent")
    (request,) = receiver.requests
    assert verified(request, SECRET)
    assert json.loads(request.body)["phone"] == "+6281200000000"


def test_a_desk_is_told_where_its_house_says(start, receiver, publish, visit, history):
    start(DESKS={"RTBPN": {"supervisor": {"channel": "webhook", "url": receiver.url + "chief"}}},
          WEBHOOK_SECRET=SECRET)  # fmt: skip
    seized = publish("contraband_seized", subject=visit)
    history.wait_for(seized, "sent", to="desk")
    (request,) = receiver.requests
    assert request.path == "/chief"
    assert "phone" not in json.loads(request.body)


def test_what_fails_is_tried_again_under_the_same_key(
    events, by_webhook, receiver, publish, visit, history
):
    receiver.answers = [503, 429, 204]
    by_webhook()
    registered = registered_with_contact(publish, visit)
    assert history.wait_for(registered, "sent")["attempts"] == 3
    assert keys_of(receiver) == [f"{registered['id']}-visitor"] * 3
    assert events.wait_for("notification_sent", visit)["data"]["attempts"] == 3


def test_after_the_last_attempt_it_has_failed_and_an_officer_can_have_it_sent(
    events, by_webhook, receiver, publish, visit, history, client
):
    receiver.answers = [500]
    by_webhook()
    registered = registered_with_contact(publish, visit)
    failed = history.wait_for(registered, "failed")
    assert (failed["attempts"], failed["reason"]) == (3, "http_500")
    assert events.wait_for("notification_failed", visit)["data"]["reason"] == "http_500"
    receiver.answers = [204]
    answer = client.call("notifications", "retry", {
        "facility": "RTBPN", "command_id": "r-1", "officer": OFFICER,
        "notification_id": failed["id"],
    })  # fmt: skip
    assert answer["status"] == "pending"
    assert history.wait_for(registered, "sent")["attempts"] == 4


def test_what_is_refused_for_good_is_not_tried_again(
    by_webhook, receiver, publish, visit, history
):
    receiver.answers = [410]
    by_webhook()
    registered = registered_with_contact(publish, visit)
    assert history.wait_for(registered, "failed")["reason"] == "http_410"
    assert len(receiver.requests) == 1


def test_a_silent_receiver_costs_one_attempt_and_no_more_time_than_allowed(
    by_webhook, receiver, publish, visit, history
):
    receiver.hold.set()
    by_webhook(SEND_SECONDS=0.3, LEASE_SECONDS=30, RETRY_WAITS=[])
    registered = registered_with_contact(publish, visit)
    assert history.wait_for(registered, "failed")["reason"] == "timeout"


def test_of_two_processes_one_sends(by_webhook, receiver, publish, visit, history, database):
    receiver.hold.set()
    by_webhook()
    by_webhook()
    registered = registered_with_contact(publish, visit)
    eventually("the first attempt", lambda: receiver.requests)
    called = publish("visitor_called", subject=visit)
    eventually("the second message is tried too, by the other", lambda: len(keys_of(receiver)) > 1)
    receiver.release.set()
    for event in (registered, called):
        history.wait_for(event, "sent")
    assert sorted(keys_of(receiver)) == sorted(
        f"{event['id']}-visitor" for event in (registered, called)
    )


def test_a_process_killed_while_it_sends_leaves_the_message_to_the_next(
    settings, by_webhook, receiver, publish, visit, history, services
):
    first = by_webhook()  # declares the queues, so that nothing published is lost
    first.stop()
    receiver.hold.set()
    process = subprocess.Popen(
        [sys.executable, "-m", "services.notifications"],
        stdout=subprocess.DEVNULL,
        env={
            **os.environ, "VISITOR_WEBHOOK_URL": receiver.url, "WEBHOOK_SECRET": SECRET,
            "SEND_SECONDS": "2", "LEASE_SECONDS": "4", "NOTIFICATIONS_TIMER_SECONDS": "0.1",
            "RETRY_TIERS_MS": str(settings["RETRY_TIERS_MS"]),
            **{name: settings[name] for name in
               ("AMQP_URI", "MONGO_URI", "DATABASE_PREFIX", "CLOCK_FILE")},
        },
    )  # fmt: skip
    try:
        registered = registered_with_contact(publish, visit)
        eventually("the attempt that will be cut off", lambda: receiver.requests)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    receiver.hold.clear()
    by_webhook()
    assert history.wait_for(registered, "sent")["attempts"] == 2
    assert keys_of(receiver) == [f"{registered['id']}-visitor"] * 2


def test_a_channel_that_was_taken_away_fails_its_messages_which_then_go_another_way(
    start, by_webhook, receiver, publish, visit, history, client
):
    receiver.answers = [503]
    first = by_webhook(RETRY_WAITS=[0.5, 0.1])
    registered = registered_with_contact(publish, visit)
    eventually("a first attempt", lambda: receiver.requests)
    first.stop()
    start(RETRY_WAITS=[0.5, 0.1])
    failed = history.wait_for(registered, "failed")
    assert (failed["channel"], failed["reason"]) == ("webhook", "not_configured")
    answer = client.call("notifications", "retry", {
        "facility": "RTBPN", "command_id": "r-1", "officer": OFFICER, "visit_id": visit,
        "notification_id": failed["id"],
    })  # fmt: skip
    assert (answer["channel"], answer["status"]) == ("log", "sent")
