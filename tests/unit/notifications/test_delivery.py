"""A message on its way: one attempt at a time, put off, given up, tried anew."""

from datetime import timedelta

import pytest

from services.notifications.domain import delivery, refusals
from services.notifications.domain.correspondence import Status
from tests.unit.notifications.given import HOUSE, NOW, OPEN, PATIENCE, REAL, heard, news, pending
from tests.unit.notifications.given import terms as on_terms

ID = "e2-visitor"


def claimed(state=None, real_now=REAL, now=NOW):
    return delivery.claim(state or pending(), ID, PATIENCE, now, real_now)


def failed(state, attempt, real_now=REAL, for_good=False):
    return delivery.did_not_arrive(state, ID, attempt, "http_503", for_good, PATIENCE, real_now)


def given_up():
    state = failed(claimed()[0], 1, for_good=True)[0]
    assert state.message(ID).status is Status.FAILED
    return state


def tried_anew(state, facility=HOUSE, routes=OPEN):
    return delivery.retry(state, ID, facility, on_terms(routes), NOW, REAL)


def test_a_claim_takes_the_message_in_hand_for_the_length_of_the_lease():
    state, events = claimed()
    message = state.message(ID)
    assert (message.attempts, message.in_hand, events) == (1, True, [])
    assert state.due_at == REAL + PATIENCE.lease


def test_a_claimed_message_cannot_be_claimed_by_another():
    state, _ = claimed()
    again, events = claimed(state, REAL + timedelta(seconds=29))
    assert again is state
    assert events == []


def test_a_claim_of_a_dead_process_is_taken_over_when_its_lease_has_run_out():
    state, _ = claimed(claimed()[0], REAL + PATIENCE.lease)
    assert (state.message(ID).attempts, state.message(ID).id) == (2, ID)


def test_a_message_that_arrived_is_done_and_published():
    state, events = delivery.arrived(claimed()[0], ID, NOW)
    message = state.message(ID)
    assert (message.status, message.sent_at, state.due_at) == (Status.SENT, NOW, None)
    assert events == [("notification_sent", {
        "notification": ID, "about": "visitor_registered", "recipient": "visitor",
        "channel": "email", "attempts": 1,
    })]  # fmt: skip


def test_a_message_that_arrived_twice_is_published_once():
    state, _ = delivery.arrived(claimed()[0], ID, NOW)
    again, events = delivery.arrived(state, ID, NOW)
    assert again is state
    assert events == []


def test_a_message_that_arrived_after_its_lease_counts_all_the_same():
    overtaken, _ = claimed(claimed()[0], REAL + PATIENCE.lease)
    state, _ = delivery.arrived(overtaken, ID, NOW)
    assert state.message(ID).status is Status.SENT


def test_each_failed_attempt_is_followed_by_a_longer_wait():
    state, events = failed(claimed()[0], 1)
    assert (state.due_at, events) == (REAL + timedelta(seconds=10), [])
    state, events = failed(claimed(state, state.due_at)[0], 2)
    assert (state.due_at, events) == (REAL + timedelta(seconds=60), [])
    assert (state.message(ID).status, state.message(ID).reason) == (Status.PENDING, "http_503")


def test_after_the_last_attempt_the_message_has_failed():
    state, events = failed(claimed()[0], 1)
    state, events = failed(claimed(state, state.due_at)[0], 2)
    state, events = failed(claimed(state, state.due_at)[0], 3)
    assert (state.message(ID).status, state.due_at) == (Status.FAILED, None)
    assert events == [("notification_failed", {
        "notification": ID, "about": "visitor_registered", "recipient": "visitor",
        "channel": "email", "attempts": 3, "reason": "http_503",
    })]  # fmt: skip


def test_a_refusal_for_good_is_not_tried_again():
    state, events = failed(claimed()[0], 1, for_good=True)
    assert (state.message(ID).status, events[0][1]["attempts"]) == (Status.FAILED, 1)


def test_the_failure_of_an_overtaken_attempt_changes_nothing():
    overtaken, _ = claimed(claimed()[0], REAL + PATIENCE.lease)
    state, events = failed(overtaken, 1)
    assert state is overtaken
    assert events == []


def test_a_last_attempt_that_was_cut_off_is_given_up_as_interrupted():
    state, when = pending(), REAL
    for _ in range(PATIENCE.attempts):
        state, _ = claimed(state, when)
        when += PATIENCE.lease
    state, events = claimed(state, when)
    assert events[0][1]["reason"] == "interrupted"
    assert state.message(ID).status is Status.FAILED


def test_what_was_on_its_way_at_a_backup_is_given_up_after_its_restore_and_told_of():
    for state in (pending(), claimed()[0]):
        restored, events = delivery.restored(state)
        [message] = restored.messages
        assert (message.status, message.reason) == (Status.FAILED, "restored")
        assert (restored.due_at, message.in_hand) == (None, False)
        [(event_type, data)] = events
        assert (event_type, data["reason"]) == ("notification_failed", "restored")
        assert tried_anew(restored)[0].messages[0].status is Status.PENDING


def test_what_was_done_with_before_a_backup_stays_as_it_was():
    done = delivery.arrived(claimed()[0], ID, NOW)[0]
    assert delivery.restored(done) == (done, [])


def test_a_message_that_grew_old_between_attempts_expires():
    state, _ = failed(claimed()[0], 1)
    state, events = claimed(state, state.due_at, now=NOW + timedelta(hours=13))
    assert (state.message(ID).status, events[0][1]["reason"]) == (Status.EXPIRED, "expired")


def test_what_is_not_due_or_not_there_cannot_be_claimed():
    state = pending()
    assert claimed(state, REAL - timedelta(seconds=1))[0] is state
    assert delivery.claim(state, "other", PATIENCE, NOW, REAL)[0] is state


def test_a_failed_message_is_tried_anew_with_all_attempts():
    state, events = tried_anew(given_up())
    message = state.message(ID)
    assert (message.status, state.due_at, events) == (Status.PENDING, REAL, [])
    assert message.attempts_allowed - message.attempts == PATIENCE.attempts


def test_the_waits_begin_anew_too():
    state, _ = tried_anew(given_up())
    state, _ = claimed(state)
    state, _ = failed(state, 2)
    assert state.due_at == REAL + timedelta(seconds=10)


def test_a_message_tried_anew_does_not_expire():
    state, _ = tried_anew(given_up())
    state, _ = claimed(state, now=NOW + timedelta(days=3))
    assert state.message(ID).in_hand


def test_a_message_tried_anew_goes_the_way_that_is_open_now():
    state, events = tried_anew(given_up(), routes=type(OPEN)())
    assert (state.message(ID).channel, events[0][0]) == ("log", "notification_sent")


def test_a_message_that_was_put_off_is_tried_now():
    state, _ = failed(claimed()[0], 1)
    assert tried_anew(state)[0].due_at == REAL


def test_a_message_in_hand_is_not_tried_twice_at_once():
    with pytest.raises(refusals.BeingSent):
        tried_anew(claimed()[0])


def test_a_message_that_was_sent_is_not_sent_again():
    sent, _ = delivery.arrived(claimed()[0], ID, NOW)
    with pytest.raises(refusals.WrongState) as refusal:
        tried_anew(sent)
    assert refusal.value.facts == {"state": "sent", "needed": ["pending", "failed", "expired"]}


def test_a_message_that_waits_for_a_contact_cannot_be_sent():
    waiting, _ = heard(news("visitor_registered", "e2"))
    with pytest.raises(refusals.WrongState):
        tried_anew(waiting)


@pytest.mark.parametrize("facility", ["OTHER", ""])
def test_a_message_of_another_house_is_not_found(facility):
    with pytest.raises(refusals.NotFound):
        tried_anew(given_up(), facility)


def test_a_message_of_an_unknown_visit_is_not_found():
    with pytest.raises(refusals.NotFound):
        tried_anew(None)


def test_without_waits_there_is_one_attempt():
    assert type(PATIENCE)((), PATIENCE.lease).attempts == 1
