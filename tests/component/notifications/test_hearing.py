"""Events through the broker, messages in the database."""

import logging

import pytest

from contracts import ALL
from services.notifications.domain.policy import HEARS
from services.notifications.service import SUBSCRIPTIONS
from tests.support.eventually import eventually
from tests.unit.notifications.test_webhook import SECRET

PERSONAL = ("Siti", "siti@example.org", "+6281200000000", "6281200000000")


def example(event_type):
    return ALL[event_type].example


@pytest.fixture
def stored(database, visit):
    return lambda id=visit: database("notifications").notifications.find_one({"_id": id})


def test_a_visitor_who_registers_is_told(events, start, publish, visit, history):
    start()
    publish("contact_recorded", subject=visit)
    registered = publish("visitor_registered", subject=visit)
    message = history.wait_for(registered, "sent")
    assert (message["channel"], message["attempts"]) == ("log", 1)
    assert message["sent_at"] == "2026-01-17T01:30:00+00:00"
    sent = events.wait_for("notification_sent", visit)
    assert sent["data"]["notification"] == f"{registered['id']}-visitor"


def test_a_contact_that_comes_last_releases_what_waited(start, publish, visit, history):
    start()
    registered = publish("visitor_registered", subject=visit)
    assert history.wait_for(registered, "waiting_for_contact")["channel"] is None
    publish("contact_recorded", subject=visit)
    history.wait_for(registered, "sent")


def test_an_event_that_comes_twice_makes_one_message(events, start, publish, visit, history):
    start()
    publish("contact_recorded", subject=visit)
    registered = publish("visitor_registered", subject=visit)
    publish.send(registered)
    called = publish("visitor_called", subject=visit)
    history.wait_for(called, "sent")
    history.wait_for(registered, "sent")
    events.wait_for("notification_sent", visit, count=2)
    assert len(history()) == 2
    assert len(events.of("notification_sent", visit)) == 2


def test_what_nobody_hears_of_is_not_written_down(start, publish, visit, history, stored):
    start()
    publish("visitor_registered", {**example("visitor_registered"), "contact": False},
            subject=visit)  # fmt: skip
    eventually("the visit is known", stored)
    publish("visitor_screened", {**example("visitor_screened"), "outcome": "cleared"},
            subject=visit)  # fmt: skip
    publish("visitor_called", subject=visit)
    lost = publish("card_lost", subject=visit)
    history.wait_for(lost, "sent", to="desk")
    assert stored()["version"] == 2


def test_each_event_that_is_heard_costs_one_write(start, publish, visit, history, stored):
    start()
    publish("contact_recorded", subject=visit)
    about = [publish(name, subject=visit) for name in ("visitor_registered", "locker_unavailable")]
    for event in about:
        history.wait_for(event, "sent")
    assert stored()["version"] == 3


def test_every_event_of_the_table_is_heard_twice_and_told_once(start, publish, visit, history):
    start()
    publish("contact_recorded", subject=visit)
    of_visits = [each for each in SUBSCRIPTIONS if each.subject == "visit"]
    for event_type in [*of_visits, *of_visits]:
        publish(event_type.name, subject=visit, id=f"about-{event_type.name}")
    expected = {
        f"about-{each.name}-{rule.recipient}"
        for each in of_visits
        for rule in HEARS[each.name]
        if rule.when(each.example)
    }
    eventually("all messages", lambda: set(history()) == expected)
    eventually(
        "all are sent", lambda: {each["status"] for each in history().values()} == {"sent"}
    )


def test_what_a_house_says_is_kept_by_the_day(start, publish, stored):
    start()
    for day in ("17", "18"):
        publish("facility_closed", subject="RTBPN", time=f"2026-01-{day}T01:30:00+00:00")
    for day in ("17", "18"):
        eventually(f"the message of the {day}th", lambda day=day: stored(f"RTBPN.2026-01-{day}"))


def test_a_dead_letter_of_yesterday_tells_nobody(events, start, publish, visit, history):
    start()
    publish("contact_recorded", subject=visit)
    old = publish("visitor_registered", subject=visit, time="2026-01-16T01:30:00+00:00")
    assert history.wait_for(old, "expired")["sent_at"] is None
    assert events.wait_for("notification_failed", visit)["data"]["reason"] == "expired"


def test_logs_and_events_hold_nothing_personal(
    events, start, publish, visit, history, caplog, capsys, receiver
):
    caplog.set_level(logging.DEBUG, "services")
    receiver.answers = [503]
    start(VISITOR_WEBHOOK_URL=receiver.url, WEBHOOK_SECRET=SECRET, SMTP_HOST="")
    publish("contact_recorded", subject=visit)
    registered = publish("visitor_registered", subject=visit)
    lost = publish("card_lost", subject=visit)
    history.wait_for(registered, "failed")
    history.wait_for(lost, "sent", to="desk")
    logged = caplog.text + "".join(capsys.readouterr())
    assert lost["id"] in logged
    assert registered["id"] in logged
    told = repr(events.of("notification_sent") + events.of("notification_failed"))
    assert not [word for word in PERSONAL if word in logged + told + repr(history())]
