from datetime import UTC, datetime, timedelta

import eventlet
import pytest

from chassis.errors import Refused
from tests.component.chassis.counting import Counting
from tests.support.eventually import eventually


@pytest.fixture
def counting(services):
    return services.start(Counting)


@pytest.fixture
def counters(counting, database):
    return database("counting")["counters"]


def move(command_id="c1", counter="a", by=1):
    return {
        "command_id": command_id,
        "facility": "RTBPN",
        "officer": {"id": "o1"},
        "counter": counter,
        "by": by,
    }


def test_a_command_changes_the_state_and_its_event_reaches_the_subscriber(
    counting, client, counters
):
    assert client.call("counting", "move", move(by=3)) == {"total": 3}
    eventually("heard", lambda: counters.find_one({"_id": "a", "heard": 3}))


def test_a_repeated_command_gets_its_first_answer_and_has_one_effect(counting, client, counters):
    first = client.call("counting", "move", move())
    client.call("counting", "move", move("c2", by=5))
    assert client.call("counting", "move", move()) == first == {"total": 1}
    eventually("heard", lambda: counters.find_one({"_id": "a", "total": 6, "heard": 6}))


def test_a_command_id_with_another_body_is_refused(counting, client):
    client.call("counting", "move", move(by=1))
    with pytest.raises(Refused) as refused:
        client.call("counting", "move", move(by=2))
    assert refused.value.code == "command_id_reused"


def test_a_refused_command_stores_nothing(counting, client, counters):
    for number in range(10):
        client.call("counting", "move", move(f"c{number}", by=10))
    eventually("all heard", lambda: counters.find_one({"_id": "a", "heard": 100}))
    before = counters.find_one({"_id": "a"})
    with pytest.raises(Refused) as refused:
        client.call("counting", "move", move("c11"))
    assert refused.value.problem == {
        "code": "too_far",
        "detail": "the counter stops at 100",
        "field": "by",
        "facts": {"most": 100},
    }
    assert counters.find_one({"_id": "a"}) == before


def test_the_outbox_is_empty_once_its_events_are_confirmed(counting, client, counters):
    client.call("counting", "move", move())
    emptied = {"_id": "a", "outbox": {"$size": 0}, "outbox_since": {"$exists": False}}
    eventually("empty", lambda: counters.find_one(emptied))


def test_events_that_a_crash_left_in_the_outbox_are_found_by_the_sweep(counting, client, counters):
    client.call("counting", "move", move())
    eventually("heard", lambda: counters.find_one({"_id": "a", "heard": 1}))
    event = {"id": "lost", "type": "counted", "subject": "a", "facility": "RTBPN",
             "time": "2026-01-17T01:30:00+00:00", "sequence": 2, "data": {"by": 7},
             "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}  # fmt: skip
    since = datetime.now(UTC) - timedelta(minutes=1)
    counters.update_one({"_id": "a"}, {"$push": {"outbox": event}, "$set": {"outbox_since": since}})
    eventually("heard", lambda: counters.find_one({"_id": "a", "heard": 8, "outbox": []}))


def test_many_commands_on_one_counter_are_all_counted(counting, client, counters):
    pool = eventlet.GreenPool(20)
    answers = list(pool.imap(lambda n: client.call("counting", "move", move(f"c{n}")), range(40)))
    assert sorted(answer["total"] for answer in answers) == list(range(1, 41))
    eventually("all heard", lambda: counters.find_one({"_id": "a", "total": 40, "heard": 40}))
