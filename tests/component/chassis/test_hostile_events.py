"""Messages that no honest publisher sends: parked with the reason, and nothing of them logged."""

import json
import struct
from datetime import datetime
from decimal import Decimal

import pytest

from chassis import tracing
from tests.component.chassis.messages import Sender, move, told
from tests.component.chassis.queues import headers_of
from tests.support.eventually import eventually

SECRET = "Siti Aminah 6471054503900001"
JSON = "application/json"


@pytest.fixture(scope="module")
def sender(lasting, process):
    sender = Sender(lasting["AMQP_URI"])
    yield sender
    sender.close()


@pytest.fixture(autouse=True)
def goes_on_and_logs_nothing_of_it(process, caller, queues, counter):
    before = process.log()
    yield
    assert caller.call("counting", "move", move(counter))["total"] > 0
    assert queues.waiting("parked.counting") == queues.waiting("counting.counting.told") == 0
    logged = process.log().removeprefix(before)
    assert "Siti" not in logged
    assert "647105450390" not in logged
    assert process.running


def event(**attributes):
    return json.dumps(told(SECRET[:4], **attributes)).encode()


def without(name):
    made = told("x")
    del made[name]
    return json.dumps(made).encode()


BODIES = {
    "nothing at all": (b"", "JSONDecodeError"),
    "no json": (SECRET.encode(), "JSONDecodeError"),
    "half a document": (event()[:-5], "JSONDecodeError"),
    "not UTF-8": (b'{"name": "\xff\xfe Siti"}', "UnicodeDecodeError"),
    "UTF-16": (event().decode().encode("utf-16"), "UnicodeDecodeError"),
    "null bytes": (b"\x00" * 100, "JSONDecodeError"),
    "not a number": (event(by=float("nan")), "ValueError"),
    "infinity": (event(by=float("inf")), "ValueError"),
    "deep nesting": (b"[" * 100_000 + b"]" * 100_000, "RecursionError"),
    "a number of 10,000 digits": (b"9" * 10_000, "ValueError"),
    "more than the limit": (json.dumps("Siti" * 300_000).encode(), "1200002 bytes, 1000000 are"),
    "a list": (json.dumps([SECRET]).encode(), "not an event of this type"),
    "a text": (json.dumps(SECRET).encode(), "not an event of this type"),
    "null": (b"null", "not an event of this type"),
    "another type": (event(type="counted"), "not an event of this type"),
    "no id": (without("id"), "the attribute id is"),
    "an id that is a number": (event(id=6471054503900001), "the attribute id is"),
    "an id that is a list": (event(id=[SECRET]), "the attribute id is"),
    "an endless id": (event(id=SECRET * 100), "the attribute id is"),
    "no subject": (without("subject"), "the attribute subject is"),
    "no facility": (without("facility"), "the attribute facility is"),
    "no time": (without("time"), "the attribute time is"),
    "a time that is none": (event(time=SECRET), "the attribute time is"),
    "a time without an offset": (event(time="2026-01-17T09:30:00"), "the attribute time is"),
    "the first of times": (event(time="0001-01-01T00:00:00+14:00"), "the attribute time is"),
    "the end of time": (event(time="9999-12-31T23:59:59-12:00"), "the attribute time is"),
    "an id with a line feed": (event(id="a\n"), "the attribute id is"),
    "half a letter in an id": (event(id="\ud800"), "the attribute id is"),
    "a null byte in a subject": (event(subject="a\x00"), "the attribute subject is"),
    "no sequence": (without("sequence"), "the attribute sequence is"),
    "a sequence that is a text": (event(sequence="1"), "the attribute sequence is"),
    "a sequence that is a flag": (event(sequence=True), "the attribute sequence is"),
    "a sequence of nought": (event(sequence=0), "the attribute sequence is"),
    "a sequence beyond all measure": (event(sequence=10**30), "the attribute sequence is"),
    "no data": (without("data"), "the data is not an object"),
    "data that is a list": (event(data=[SECRET]), "the data is not an object"),
    "data without a field": (event(data={}), "the data breaks the contract in: by"),
    "data of the wrong type": (event(by=SECRET), "the data breaks the contract in: by"),
    "data that is a fraction": (event(by=1.5), "the data breaks the contract in: by"),
}  # fmt: skip


@pytest.mark.parametrize("what", BODIES)
def test_an_event_that_cannot_be_read_is_parked_as_it_came(what, sender, queues):
    body, reason = BODIES[what]
    sender.told(body)
    parked = queues.parked()

    assert parked.body.encode() == body if isinstance(parked.body, str) else parked.body == body
    headers = headers_of(parked)
    assert headers["app-error"].startswith(reason)
    assert headers["app-queue"] == "counting.counting.told"
    assert headers["app-attempt"] == 0


@pytest.mark.parametrize("content_type", [None, "", "text/plain", "application/x-python-serialize",
                                          "application/data", "application/JSON; a=b"])  # fmt: skip
def test_an_event_of_another_content_type_is_parked(content_type, sender, queues):
    sender.told(event(), content_type=content_type)
    assert headers_of(queues.parked())["app-error"] == "the content type is not application/json"


@pytest.mark.parametrize("encoding", ["utf-7", "zlib", "punycode", "nonsense", "binary"])
def test_what_a_sender_says_about_the_encoding_is_not_followed(encoding, sender, counters, counter):
    sender.told(json.dumps(told(counter)).encode(), content_encoding=encoding)
    eventually("read as UTF-8", lambda: counters.find_one({"_id": counter, "heard": 1}))


def test_a_compressed_event_is_not_unpacked(sender, queues):
    sender.told(event(), application_headers={"compression": "application/x-gzip"})
    assert headers_of(queues.parked())["app-error"] == "the content type is not application/json"


HEADERS = {
    "the stack is a text": {"nameko.call_id_stack": "abc"},
    "the stack is a number": {"nameko.call_id_stack": 5},
    "the stack is a table": {"nameko.call_id_stack": {"a": 1}},
    "the stack holds numbers": {"nameko.call_id_stack": [1, None]},
    "the stack is long": {"nameko.call_id_stack": ["a"] * 5000},
    "every type": {"int": 1, "long": 2**40, "float": 1.5, "decimal": Decimal("1.5"), "no": None,
                   "time": datetime(2026, 1, 17), "list": [1, "a", None], "table": {"a": {"b": 1}},
                   "bool": True, "bytes": b"\xff", "text": SECRET},
    "the context is no text": {"nameko.language": 1, "nameko.traceparent": [1]},
    "the trace is nonsense": {"nameko.traceparent": SECRET},
    "an attempt that is a text": {"app-attempt": "two"},
    "an attempt below zero": {"app-attempt": -1},
    "an attempt beyond counting": {"app-attempt": 10**15},
}  # fmt: skip


@pytest.mark.parametrize("what", HEADERS)
def test_an_event_with_strange_headers_is_handled(what, sender, counters, counter):
    sender.event(told(counter), **HEADERS[what])
    done = eventually("heard", lambda: counters.find_one({"_id": counter, "heard": 1}))
    assert done["total"] == 1


def timestamp(seconds):
    return b"\x04when" + b"T" + struct.pack(">Q", seconds)


def nested(depth):
    table = b"\x01a" + b"V"
    for _ in range(depth):
        table = b"\x01a" + b"F" + struct.pack(">I", len(table)) + table
    return table


@pytest.mark.parametrize("table", [timestamp(1_768_600_000_000), timestamp(2**63), nested(3000)],
                         ids=["milliseconds", "the end of time", "nested"])  # fmt: skip
def test_an_event_whose_headers_cannot_be_taken_apart_is_parked(table, sender, queues):
    sender.told_with_headers(event(), table)
    assert headers_of(queues.parked())["app-error"] == "the content type is not application/json"


def test_of_the_headers_of_a_parked_event_the_trace_alone_is_kept(sender, queues):
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    forged = {"nameko.language": SECRET, "nameko.traceparent": trace, "app-error": SECRET,
              "app-queue": SECRET, "x-death": SECRET}  # fmt: skip
    sender.told(b"{}", application_headers=forged)
    headers = headers_of(queues.parked())
    ours = {"nameko.traceparent", "app-attempt", "app-queue", "app-error", "app-time"}
    assert headers.keys() - {"x-delivery-count"} == ours  # that one is the broker's
    assert headers["nameko.traceparent"] == trace
    assert SECRET not in headers.values()


@pytest.mark.parametrize("header", ["span", "nameko.span"])
def test_a_header_does_not_pass_for_the_span_of_the_worker(header, sender, counter, queues):
    log = queues.listen_to_counted()
    sender.event(told(counter), **{header: SECRET})
    counted = eventually("counted", lambda: log.get(no_ack=True))
    assert tracing.parts(counted.payload["traceparent"])


def test_an_extension_attribute_does_not_pass_for_a_command(sender, counters, counter):
    for _ in range(2):
        sender.event(told(counter, command_id="the-same"))
    done = eventually("both heard", lambda: counters.find_one({"_id": counter, "heard": 2}))
    assert done["total"] == 2


def test_a_malformed_trace_is_not_carried_on_into_events(
    sender, counters, counter, lasting, queues
):
    log = queues.listen_to_counted()
    sender.event(told(counter), **{"nameko.traceparent": SECRET})
    counted = eventually("counted", lambda: log.get(no_ack=True))
    assert SECRET not in json.dumps([counted.headers, counted.payload])


def test_while_the_parking_lot_is_away_an_unreadable_event_waits(sender, queues, process):
    queues.delete("parked.counting")
    sender.told(b"no json")
    eventually("it could not be parked", lambda: "could not be moved" in process.log())
    queues.declare_parking_lot()
    assert queues.parked().body in (b"no json", "no json")


def test_an_event_delivered_twice_is_applied_once(sender, counters, counter):
    again = told(counter, by=2)
    for _ in range(3):
        sender.event(again)
    sender.event(told(counter, by=5))
    eventually("heard", lambda: counters.find_one({"_id": counter, "heard": 7, "total": 7}))
