"""GET /events: who sees what, resuming, dead sessions, on a real broker."""

import json
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest

from tests.component.stream.conftest import OPEN_TYPES, Door
from tests.component.stream.gate import GateService
from tests.support.eventually import eventually
from tests.support.messages import EventPublisher, event
from tests.support.proxy import Proxy

THREE = ("visit_started", "visit_ended", "visitor_departed")


def test_an_event_arrives_as_it_was_published(door: Door, publish: EventPublisher):
    door.open()
    reader = door.read().ready()
    sent = publish("visit_ended", facility=door.house)
    [seen] = reader.until(1)
    assert (seen.type, seen.data) == ("visit_ended", sent)
    assert reader.headers["Content-Type"].startswith("text/event-stream")
    assert reader.retry == 2000


def test_every_open_type_of_the_contracts_comes_through(door: Door):
    door.let_in("all", "supervisor", "auditor", "operator", "registrar", "screener")
    door.open()
    reader = door.read("all").ready()
    door.happens(*OPEN_TYPES)
    assert [one.type for one in reader.until(len(OPEN_TYPES))] == OPEN_TYPES


def test_each_role_sees_its_own_types_and_houses_only(door: Door):
    door.let_in("locks", "locker_officer")
    door.let_in("two", "supervisor", houses=(door.house, f"{door.house}b"))
    door.open()
    locks, boss, two = door.read("locks").ready(), door.read().ready(), door.read("two").ready()
    one = door.read("two", query=f"?facility={door.house}").ready()
    door.happens("contraband_seized", "notification_sent", "card_lost")
    door.happens("visit_ended", house=f"{door.house}b")
    door.happens("facility_closed")
    mine = ["contraband_seized", "notification_sent", "card_lost"]
    assert [seen.type for seen in two.until(5)] == [*mine, "visit_ended", "facility_closed"]
    assert [seen.type for seen in boss.until(4)] == [*mine, "facility_closed"]
    assert [seen.type for seen in one.until(4)] == [*mine, "facility_closed"]
    assert [seen.type for seen in locks.until(2)] == ["card_lost", "facility_closed"]


def test_a_reader_resumes_over_a_restart_misses_nothing_and_sees_nothing_twice(door: Door):
    first = door.open()
    reader = door.read().ready()
    before = door.happens(*THREE)
    reader.until(3)
    first.stop()
    eventually("the stream ends with its process", lambda: reader.ended, seconds=5)
    meanwhile = door.happens(*THREE)
    door.open()
    back = door.read(after=reader.last_id)
    after = door.happens(*THREE)
    back.until(6)
    assert reader.ids() == before
    assert back.ids() == meanwhile + after


def test_a_reader_resumes_from_a_heartbeat_that_told_it_the_place(door: Door):
    door.let_in("locks", "locker_officer")
    first = door.open(STREAM_HEARTBEAT_SECONDS=0.1)
    reader = door.read("locks").ready()
    door.happens("visit_booked")  # which a locker officer does not see
    place = reader.last_id
    eventually("the place moves on", lambda: reader.last_id != place)
    first.stop()
    [missed] = door.happens("card_lost")
    door.open()
    back = door.read("locks", after=reader.last_id)
    back.until(1)
    assert back.ids() == [missed]


def test_an_event_published_twice_is_seen_once(door: Door, publish: EventPublisher):
    door.open()
    reader = door.read().ready()
    sent = event("visit_ended", facility=door.house)
    publish.send(sent)
    publish.send(sent)
    [last] = door.happens("visit_started")
    reader.until(2)
    assert reader.ids() == [sent["id"], last]


@pytest.mark.parametrize("place", ["999999999", "0-00000000", "nonsense", "1' OR 1=1", "-1"])
def test_a_place_that_is_not_here_is_answered_with_a_reset(door: Door, place: str):
    door.happens("visit_booked")
    door.open()
    reader = door.read(after=place)
    assert reader.until(1)[0].type == "reset"
    [told] = door.happens("visit_ended")
    reader.until(2)
    assert reader.ids() == [told]


def test_a_place_older_than_what_is_kept_is_answered_with_a_reset(
    door: Door, stream_of: Callable[..., Any]
):
    stream = stream_of(door.open(STREAM_RING_BYTES=5000))
    reader = door.read().ready()
    door.happens("visit_started")
    reader.until(1)
    reader.close()
    door.happens(*["visit_ended"] * 20)
    eventually("the place is evicted", lambda: stream._ring.find(reader.last_id) is None)
    assert door.read(after=reader.last_id).until(1)[0].type == "reset"


def test_the_stream_ends_soon_after_its_session(door: Door, stream_of: Callable[..., Any]):
    stream = stream_of(door.open(STREAM_HEARTBEAT_SECONDS=0.2))
    # before that a heartbeat would pass for the greeting
    eventually("who comes is given a place", lambda: stream._ring.loaded)
    door.let_in("other", "supervisor")
    reader, other = door.read().ready(), door.read("other").ready()
    del GateService.staff["boss"]
    eventually("the stream ends", lambda: reader.ended, seconds=3)
    door.happens("visit_ended")
    other.until(1)
    assert reader.seen == []


def test_heartbeats_come_while_nothing_happens(door: Door):
    door.open(STREAM_HEARTBEAT_SECONDS=0.1)
    reader = door.read()
    eventually("some heartbeats", lambda: reader.comments > 3)


def test_readers_take_no_worker(door: Door):
    door.open(max_workers=2)
    readers = [door.read().ready() for _ in range(5)]
    with urllib.request.urlopen(f"http://127.0.0.1:{door.port}/ping", timeout=5) as answer:
        assert answer.read() == b"here"
    [told] = door.happens("visit_ended")
    for reader in readers:
        reader.until(1)
        assert reader.ids() == [told]


def test_what_is_no_event_is_passed_over(door: Door, publish: EventPublisher):
    door.open()
    reader = door.read().ready()
    for body in (b"\xff", b"[]", b'{"id":1,"type":"visit_ended","facility":{}}', b"{}", b"NaN"):
        publish.send_raw("registration.events", "visit_ended", body)
    forged = {**event("visit_ended", facility=door.house), "type": "x\nevent: y"}
    publish.send_raw("registration.events", "visit_ended", json.dumps(forged).encode())
    [told] = door.happens("visit_ended")
    reader.until(1)
    assert reader.ids() == [told]


def test_a_lost_broker_is_found_again_and_nothing_is_missed(
    door: Door, settings: dict[str, Any], stream_of: Callable[..., Any]
):
    with Proxy(settings["AMQP_URI"]) as proxy:
        stream = stream_of(door.open(AMQP_URI=proxy.through(settings["AMQP_URI"])))
        reader = door.read().ready()
        before = door.happens(*THREE)
        reader.until(3)
        proxy.cut()
        eventually("the loss is seen", lambda: not stream.alive)
        meanwhile = door.happens(*THREE)
        proxy.restore()
        after = door.happens(*THREE)
        reader.until(9)
        assert reader.ids() == before + meanwhile + after
        stream._source.stopping = True
