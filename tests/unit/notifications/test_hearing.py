"""What events and contacts add to a correspondence."""

from datetime import timedelta
from itertools import permutations

import pytest

from services.notifications.domain.correspondence import Status
from services.notifications.domain.hearing import hear
from tests.unit.notifications.given import NOW, OPEN, REAL, heard, news, terms

CONTACT = news("contact_recorded", "c1")
REGISTERED = news("visitor_registered", "r1")
CALLED = news("visitor_called", "k1")


def test_a_registered_visitor_is_told_by_log_at_once_when_no_other_channel_is_open():
    state, told = heard(CONTACT, REGISTERED)
    (message,) = state.messages
    assert (message.id, message.status, message.channel) == ("r1-visitor", Status.SENT, "log")
    assert message.sent_at == NOW
    assert told == [("notification_sent", {
        "notification": "r1-visitor", "about": "visitor_registered", "recipient": "visitor",
        "channel": "log", "attempts": 1,
    })]  # fmt: skip


def test_a_message_without_a_contact_waits_for_one():
    state, told = heard(REGISTERED)
    assert [message.status for message in state.messages] == [Status.WAITING_FOR_CONTACT]
    assert (state.due_at, told) == (None, [])


def test_a_contact_releases_what_waited():
    state, told = heard(REGISTERED, CALLED, CONTACT)
    assert [name for name, _ in told] == ["notification_sent"] * 2


def test_a_message_for_an_open_channel_is_due_now():
    state, told = heard(CONTACT, REGISTERED, by=terms(OPEN))
    (message,) = state.messages
    assert (message.status, message.channel) == (Status.PENDING, "email")
    assert (message.next_attempt_at, state.due_at, told) == (REAL, REAL, [])


@pytest.mark.parametrize("order", list(permutations([CONTACT, REGISTERED, CALLED])))
def test_the_same_messages_result_in_whatever_order_events_come(order):
    state, told = heard(*order)
    assert {(message.id, message.status) for message in state.messages} == {
        ("r1-visitor", Status.SENT), ("k1-visitor", Status.SENT),
    }  # fmt: skip
    assert (len(told), state.queue_number, state.language) == (2, 12, "id")


@pytest.mark.parametrize("order", list(permutations([0, 1])))
def test_nothing_is_kept_for_a_group_that_left_no_contact(order):
    both = [news("visitor_registered", "r1", contact=False), CALLED]
    state, told = heard(*(both[place] for place in order))
    assert (state.messages, state.contact_expected, told) == ((), False, [])


def test_an_event_for_a_group_without_contact_changes_nothing():
    state, _ = heard(news("visitor_registered", contact=False))
    again, told = hear(state, CALLED, terms(), NOW, REAL)
    assert again is state
    assert told == []


def test_a_desk_hears_even_of_a_group_without_contact():
    state, _ = heard(news("visitor_registered", contact=False), news("card_lost", "e2"))
    assert [(m.id, m.desk) for m in state.messages] == [("e2-desk", "supervisor")]


def test_an_event_heard_twice_makes_one_message():
    state, told = heard(CONTACT, REGISTERED, REGISTERED)
    assert (len(state.messages), len(told)) == (1, 1)


def test_an_older_contact_does_not_replace_a_newer_one():
    newer = news("contact_recorded", "c2", sequence=5, email="new@example.org")
    state, _ = heard(newer, news("contact_recorded", "c1", sequence=2, email="old@example.org"))
    assert state.contact.email == "new@example.org"


def test_a_newer_contact_replaces_the_older_one():
    newer = news("contact_recorded", "c2", sequence=5, email="new@example.org", language="en")
    state, _ = heard(news("contact_recorded", "c1", sequence=2), newer)
    assert (state.contact.email, state.language) == ("new@example.org", "en")


def test_the_language_of_the_contact_outlasts_a_late_registration():
    state, _ = heard(news("contact_recorded", "c1", language="en"), REGISTERED)
    assert state.language == "en"


def test_an_event_that_is_no_longer_news_is_recorded_and_not_sent():
    next_day = NOW + timedelta(days=1)
    state, told = heard(CONTACT, REGISTERED, by=terms(OPEN), now=next_day)
    assert [message.status for message in state.messages] == [Status.EXPIRED]
    assert (told[0][0], told[0][1]["reason"]) == ("notification_failed", "expired")
    assert state.due_at is None


def test_some_news_is_stale_sooner():
    state, _ = heard(CONTACT, CALLED, REGISTERED, now=NOW + timedelta(hours=3))
    assert {message.about: message.status for message in state.messages} == {
        "visitor_called": Status.EXPIRED, "visitor_registered": Status.SENT,
    }  # fmt: skip


def test_a_message_keeps_nothing_personal():
    state, told = heard(CONTACT, REGISTERED, CALLED, by=terms(OPEN))
    kept = repr(state.messages) + repr(told)
    assert not any(word in kept for word in ("Siti", "siti@", "+6281"))


def test_one_event_makes_one_message_for_each_recipient():
    state, _ = heard(CONTACT, news("locker_unavailable", "e9"))
    assert [message.id for message in state.messages] == ["e9-visitor", "e9-desk"]
