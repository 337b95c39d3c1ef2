"""`kunjungan parked`: nothing is lost or doubled, whoever looks, and nothing is done unrecorded."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from amqp import Message
from kombu import Connection
from typer.testing import Result

import operations.parked
from chassis.failing import raw_body
from chassis.topology import parked_queue
from operations.parked import opened
from services.lockers import schemas
from services.lockers.service import LockersService
from tests.component.operations.lot import (
    BY,
    PARKING_LOT,
    QUEUE,
    SERVICE,
    command,
    killed_at,
)
from tests.support.eventually import eventually
from tests.support.handled import watched_handlers
from tests.support.messages import event

NIK = "6471010101900001"
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
Parked = Callable[..., Result]


def listed(parked: Parked, *words: str) -> dict[str, Any]:
    done = parked("list", "--service", SERVICE, "--json", *words)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)[0]


def ids(parked: Parked) -> list[str]:
    return [one["id"] for one in listed(parked)["messages"]]


# --- a service that fails ---------------------------------------------------------------------


def test_what_a_service_could_not_handle_is_handled_once_when_the_cause_is_mended(
    parked, services, publish, database, events
):
    with pytest.MonkeyPatch.context() as broken, watched_handlers() as handled:
        broken.setattr(schemas, "screened_of", lambda _: {}["missing"])
        services.start(LockersService, TIMER_SECONDS=3600)
        made = publish("visitor_screened")
        handled.wait_for([])
        name = eventually("it is parked", lambda: ids(parked))
    assert name == [made["id"]]
    assert listed(parked)["causes"] == {"KeyError": 1}
    assert listed(parked)["messages"][0]["attempts"] == 2

    with watched_handlers() as handled:
        done = parked("replay", made["id"], *BY)
        assert done.exit_code == 0, done.output
        handled.wait_for([(QUEUE, made["id"])])
    assert listed(parked)["count"] == 0
    assert parked("replay", made["id"], *BY).exit_code == 1
    assert handled.times[QUEUE, made["id"]] == 1


def test_what_fails_again_is_parked_again_after_as_many_attempts(
    parked, services, publish, monkeypatch
):
    monkeypatch.setattr(schemas, "screened_of", lambda _: {}["missing"])
    services.start(LockersService, TIMER_SECONDS=3600)
    made = publish("visitor_screened")
    eventually("it is parked", lambda: ids(parked))
    with watched_handlers() as handled:
        parked("replay", "--all", *BY)
        eventually("it is parked again", lambda: ids(parked) == [made["id"]])
    assert handled.times[QUEUE, made["id"]] == 3
    assert listed(parked)["messages"][0]["attempts"] == 2


# --- looking ----------------------------------------------------------------------------------


def test_a_list_counts_causes_and_queues_and_names_the_oldest(parked, lot):
    lot.park_event()
    lot.park_event()
    lot.park(b"not json", **{"app-error": "JSONDecodeError", "app-attempt": 0,
                             "app-time": "2026-01-16T01:30:00+00:00"})  # fmt: skip
    report = listed(parked)
    assert report["count"] == 3
    assert report["causes"] == {"KeyError": 2, "JSONDecodeError": 1}
    assert report["queues"] == {QUEUE: 3}
    assert report["oldest"] == "2026-01-16T01:30:00+00:00"
    said = parked("list").stdout
    assert "lockers: 3, the oldest of 2026-01-16T01:30:00+00:00\n  2 KeyError\n" in said


def test_looking_takes_nothing_out_and_leaves_the_order(parked, lot):
    names = [lot.park_event()["id"] for _ in range(7)]
    for _ in range(5):
        assert ids(parked) == names
        parked("show", names[3])
    assert lot.counts() == (7, 0)


def test_messages_are_looked_at_more_often_than_the_broker_would_deliver_them(parked, lot):
    """As on RabbitMQ 4, where 20 deliveries are the default."""
    names = [lot.park_event()["id"] for _ in range(3)]
    uncounted = lot.take(PARKING_LOT)
    with Connection(lot.settings["AMQP_URI"]) as connection:
        channel = connection.default_channel
        channel.queue_delete(PARKING_LOT)
        limited = parked_queue(SERVICE)
        limited.queue_arguments["x-delivery-limit"] = 20
        limited(channel).declare()
        try:
            for one in uncounted:
                lot.park(one.body, one.properties["message_id"])
            for _ in range(45):
                assert ids(parked) == names
            assert lot.counts() == (3, 0)
            first = listed(parked)["messages"][0]
            assert (first["cause"], first["queue"], first["attempts"]) == ("KeyError", QUEUE, 4)
            assert first["failed_at"] == "2026-01-17T01:30:00+00:00"
        finally:
            channel.queue_delete(PARKING_LOT)
            parked_queue(SERVICE)(channel).declare()


def test_a_look_that_is_killed_leaves_everything(parked, lot, settings):
    names = [lot.park_event()["id"] for _ in range(5)]
    killed_at(settings, "read_parked", "list")
    assert eventually("all are back", lambda: sorted(ids(parked)) == sorted(names))


def test_two_at_once_are_told_instead_of_seeing_a_part(parked, lot, settings, monkeypatch):
    lot.park_event()
    monkeypatch.setattr(operations.parked, "LOCK_SECONDS", 0.2)
    with opened(settings["AMQP_URI"], SERVICE, 1000):
        refused = parked("list", "--service", SERVICE)
    assert (refused.exit_code, "somebody else" in refused.output) == (1, True)
    assert listed(parked)["count"] == 1


def test_a_service_that_never_ran_has_nothing_parked(parked, amqp_uri):
    with Connection(amqp_uri) as connection:
        connection.default_channel.queue_delete(PARKING_LOT)
    assert listed(parked)["count"] == 0


# --- replaying --------------------------------------------------------------------------------

BODIES = {
    "bytes that are no text": b"\xff\x00\xfe" * 10,
    "nothing": b"",
    "20 MB": b"\x80" * 20_000_000,
    "JSON that is deep": b"[" * 50_000,
    "no object": b'"id"',
}


@pytest.mark.parametrize("case", BODIES)
def test_any_body_comes_back_as_it_was(parked, lot, case):
    lot.park(BODIES[case], "m1", **{"nameko.traceparent": TRACE})
    assert ids(parked) == ["m1"]
    assert parked("show", "m1").exit_code == 0
    assert parked("replay", "m1", *BY).exit_code == 0
    (message,) = lot.take()
    assert raw_body(message) == BODIES[case]
    ours = {name: text for name, text in message.headers.items() if name[:2] != "x-"}
    assert ours == {"nameko.traceparent": TRACE}
    assert message.properties["delivery_mode"] == 2


def test_bytes_of_another_encoding_are_left_alone(parked, lot):
    with Connection(lot.settings["AMQP_URI"]) as connection:
        foreign = Message(b"caf\xe9", content_encoding="latin-1", message_id="m1",
                          application_headers={"app-queue": QUEUE})  # fmt: skip
        channel = connection.default_channel
        channel.basic_publish_confirm(foreign, exchange="parked", routing_key=SERVICE)
    assert parked("replay", "m1", *BY).exit_code == 0
    assert lot.take()[0].body == b"caf\xe9"


def test_without_a_usable_name_a_message_is_named_by_its_content(parked, lot):
    lot.park(b"x", "a name with blanks")
    (name,) = ids(parked)
    assert name.startswith("sha256:2d711642b726b044")
    assert parked("replay", name, *BY).exit_code == 0
    assert lot.counts() == (0, 1)


def test_the_broker_s_dead_letters_are_replayed_too(parked, lot):
    lot.put("", QUEUE, json.dumps(made := event("visitor_screened")).encode())
    lot.reject_often(25)
    eventually("it is dead-lettered", lambda: lot.counts() == (1, 0))
    (one,) = listed(parked)["messages"]
    assert (one["cause"], one["queue"], one["id"]) == ("delivery_limit", QUEUE, made["id"])
    assert one["failed_at"]
    assert parked("replay", "--cause", "delivery_limit", *BY).exit_code == 0
    (message,) = lot.take()
    assert json.loads(message.body) == made


def test_the_cause_is_the_last_one_when_it_failed_before_it_was_dead_lettered(parked, lot):
    lot.put("", QUEUE, b"{}", **{"app-attempt": 1, "app-queue": QUEUE, "app-error": "KeyError"})
    lot.reject_often(25)
    eventually("it is dead-lettered", lambda: lot.counts() == (1, 0))
    assert listed(parked)["causes"] == {"delivery_limit": 1}


def test_those_with_a_cause_or_of_a_queue_are_replayed_and_no_others(parked, lot):
    lot.park(b"1", "m1", **{"app-error": "KeyError"})
    lot.park(b"2", "m2", **{"app-error": "ValueError"})
    lot.park(b"3", "m3", **{"app-queue": "lockers.screening.other"})
    parked("replay", "--cause", "KeyError", "--queue", QUEUE, *BY)
    assert ids(parked) == ["m2", "m3"]
    assert parked("replay", "--queue", QUEUE, *BY).exit_code == 0
    assert ids(parked) == ["m3"]
    assert [one.body for one in lot.take()] == [b"1", b"2"]


@pytest.mark.parametrize("queue", ["lockers.screening.gone", ""])
def test_what_has_no_queue_to_go_to_stays(parked, lot, queue):
    lot.park(b"1", "m1", **{"app-queue": queue})
    lot.park(b"2", "m2")
    done = parked("replay", "--all", *BY)
    assert done.exit_code == 1
    assert "lockers m1: stays parked: " in done.output
    assert f"lockers m2: replayed into {QUEUE}" in done.output
    assert ids(parked) == ["m1"]


def test_no_message_gets_into_another_service_s_queue(parked, lot):
    foreign = "screening.registration.visit_booked"
    with Connection(lot.settings["AMQP_URI"]) as connection:
        connection.default_channel.queue_declare(foreign, exclusive=True)
        lot.park(b"1", "m1", **{"app-queue": foreign})
        refused = parked("replay", "m1", *BY)
        assert (refused.exit_code, "not known to be a queue of lockers" in refused.output) == (
            1,
            True,
        )
        assert connection.default_channel.queue_declare(foreign, passive=True).message_count == 0
    assert ids(parked) == ["m1"]


def test_killed_between_publish_and_removal_it_is_in_both_places(parked, lot, settings):
    made = lot.park_event()
    killed_at(settings, "ParkingLot._take_out", "replay", made["id"], *BY)
    eventually("it is in both", lambda: lot.counts() == (1, 1))
    assert parked("replay", made["id"], *BY).exit_code == 0
    assert [json.loads(one.body) for one in lot.take()] == [made, made]


def test_killed_before_the_publish_it_is_still_parked(parked, lot, settings, audit):
    made = lot.park_event()
    killed_at(settings, "ParkingLot._publish", "replay", made["id"], *BY)
    eventually("it is back", lambda: lot.counts() == (1, 0))
    assert [one["action"] for one in audit()] == ["parked.replay"]


def test_two_replays_at_once_double_nothing(lot, settings):
    names = {lot.park_event()["id"] for _ in range(40)}
    both = [command(settings, "replay", "--all", *BY) for _ in range(2)]
    said = "".join(one.communicate(timeout=90)[0] for one in both)
    assert said.count(": replayed into ") == 40
    assert lot.counts() == (0, 40)
    assert {json.loads(one.body)["id"] for one in lot.take()} == names


def test_what_is_unknown_is_said(parked, lot):
    done = parked("replay", "nobody", *BY)
    assert (done.exit_code, "nobody: is not parked" in done.output) == (1, True)


@pytest.mark.parametrize(
    "words",
    [
        ("replay", *BY),
        ("replay", "--all", "--by", " ", "--reason", "x"),
        ("replay", "--all", "--by", "wati"),
        ("list", "--service", "kitchen"),
    ],
)
def test_an_order_that_says_too_little_is_refused(parked, lot, words):
    lot.park_event()
    assert parked(*words).exit_code == 2
    assert lot.counts() == (1, 0)


# --- discarding -------------------------------------------------------------------------------


def test_a_discard_asks_and_then_takes_it_out_for_good(parked, lot):
    made, other = lot.park_event(), lot.park_event()
    no = parked("discard", made["id"], *BY, typed="n\n")
    assert (no.exit_code, made["id"] in no.output) == (1, True)
    assert lot.counts() == (2, 0)
    assert parked("discard", made["id"], *BY, typed="y\n").exit_code == 0
    assert ids(parked) == [other["id"]]
    assert lot.counts() == (1, 0)


def test_a_discard_that_is_killed_before_the_end_has_lost_nothing_else(parked, lot, settings):
    made, other = lot.park_event(), lot.park_event()
    killed_at(settings, "ParkingLot._take_out", "discard", made["id"], "--yes", *BY)
    eventually("both are back", lambda: lot.counts() == (2, 0))
    assert sorted(ids(parked)) == sorted([made["id"], other["id"]])


def test_a_broker_that_is_away_is_said_in_a_sentence(parked, monkeypatch):
    monkeypatch.setenv("AMQP_URI", "amqp://guest:guest@127.0.0.1:1//")
    refused = parked("list")
    assert (refused.exit_code, "the broker does not answer" in refused.output) == (1, True)
