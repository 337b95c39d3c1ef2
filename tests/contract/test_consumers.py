"""Every consumer is fed the example of its event type: first and last of all, twice, and with
fields that it does not know. Which consumers there are is read off the services.
"""

import json

import pytest

from tests.contract.established import established, of_whom_all_was_heard
from tests.contract.stage import Stage, Subjects
from tests.support.subscriptions import Consumer, consumers

EACH = pytest.mark.parametrize(
    ("stage", "consumer"),
    [(one.service, one) for one in consumers()],
    ids=map(str, consumers()),
    indirect=["stage"],
    scope="module",
)
NEW = "added_next_year"


@EACH
def test_an_event_of_which_nothing_is_known_is_applied_once(play: Stage, consumer: Consumer):
    first = Subjects().example(consumer.event_type)
    play.feed(first)
    after = play.documents()
    play.feed(first)
    assert play.documents() == after


@EACH
def test_an_event_that_comes_after_all_others_is_applied_once(play: Stage, consumer: Consumer):
    late = of_whom_all_was_heard(play).example(consumer.event_type)
    play.feed(late)
    after = play.documents()
    play.feed(late)
    assert play.documents() == after


@EACH
def test_fields_that_a_consumer_does_not_know_are_passed_over(play: Stage, consumer: Consumer):
    told = established(play).example(consumer.event_type)
    play.feed(json.loads(json.dumps(told), object_hook=lambda one: one | {NEW: "?"}))
    assert NEW not in str(play.documents())
