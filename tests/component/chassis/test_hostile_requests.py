"""Requests that no honest caller sends, and methods that go wrong: answered, never a crash."""

import json
import struct

import pytest
from kombu import Connection, Exchange, Queue
from nameko.standalone.rpc import ClusterRpcProxy

from chassis.errors import CallTimedOut, Refused
from tests.component.chassis.messages import Sender, move
from tests.support.eventually import eventually

SECRET = "Siti Aminah 6471054503900001"
JSON = "application/json"


@pytest.fixture(scope="module")
def sender(lasting, process):
    sender = Sender(lasting["AMQP_URI"])
    yield sender
    sender.close()


@pytest.fixture(scope="module")
def replies(lasting, process):
    """A queue that replies are sent to, and its key."""
    with Connection(lasting["AMQP_URI"]) as connection:
        queue = Queue("replies", Exchange("nameko-rpc", "topic"), "the-caller", exclusive=True)
        bound = queue(connection.default_channel)
        bound.declare()
        yield bound


@pytest.fixture(autouse=True)
def goes_on_and_logs_nothing_of_it(process, caller, counter):
    before = process.log()
    yield
    assert caller.call("counting", "move", move(counter))["total"] == 1
    logged = process.log().removeprefix(before)
    assert "Siti" not in logged
    assert "647105450390" not in logged
    assert process.running


def problem_of(replies):
    reply = eventually("a reply", lambda: replies.get(no_ack=True)).payload
    assert reply["result"] is None
    assert reply["error"]["exc_type"] == "Refused"
    return reply["error"]["exc_args"][0]


def request(*args, **kwargs):
    return json.dumps({"args": args, "kwargs": kwargs}).encode()


HONEST = move("honest")
UNREADABLE = {
    "no content type": (request(HONEST), {}),
    "another content type": (request(HONEST), {"content_type": "text/plain"}),
    "pickle": (b"cos\nsystem\n(S'true'\ntR.", {"content_type": "application/x-python-serialize"}),
    "no json": (SECRET.encode(), {"content_type": JSON}),
    "not UTF-8": (b'{"args": ["\xff Siti"], "kwargs": {}}', {"content_type": JSON}),
    "null bytes": (b"\x00" * 100, {"content_type": JSON}),
    "not a number": (b'{"args": [NaN], "kwargs": {}}', {"content_type": JSON}),
    "deep nesting": (b'{"args":' * 100_000, {"content_type": JSON}),
    "10 MB": (request({"facility": "x" * 10_000_000}), {"content_type": JSON}),
    "compressed": (request(HONEST), {"content_type": JSON,
                                     "application_headers": {"compression": "zlib"}}),
}  # fmt: skip


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_request_that_cannot_be_read_is_refused(what, sender, replies):
    body, properties = UNREADABLE[what]
    sender.request(body, reply_to="the-caller", **properties)
    assert problem_of(replies)["code"] == "unreadable_request"


INVALID = {
    "a list": b"[1, 2]",
    "null": b"null",
    "nothing in it": b"{}",
    "no arguments": request(),
    "two arguments": request(HONEST, HONEST),
    "keyword arguments": request(**HONEST),
    "one argument and a keyword": request(HONEST, by=1),
    "arguments that are a text": b'{"args": "abc", "kwargs": {}}',
    "an argument that is a text": request(SECRET),
    "an argument that is null": request(None),
    "an unknown field": request(HONEST | {"name": SECRET}),
    "a missing field": request({"facility": "RTBPN"}),
    "a null byte in an id": request(HONEST | {"counter": "a\x00b"}),
    "a line feed after an id": request(HONEST | {"counter": "a\n"}),
    "half a letter in an id": request(HONEST | {"counter": "\ud800"}),
    "an id that is an operator": request(HONEST | {"counter": {"$ne": None}}),
    "a negative count": request(HONEST | {"by": -1}),
    "a count that is a text": request(HONEST | {"by": "1"}),
    "a count that is a flag": request(HONEST | {"by": True}),
    "a count beyond all measure": request(HONEST | {"by": 10**400}),
    "an officer that is a text": request(HONEST | {"officer": SECRET}),
}


@pytest.mark.parametrize("what", INVALID)
def test_a_request_that_breaks_its_schema_is_refused_with_the_fields(what, sender, replies):
    sender.request(INVALID[what], reply_to="the-caller", content_type=JSON)
    problem = problem_of(replies)
    assert problem["code"] == "invalid_input"
    assert problem["errors"]
    assert SECRET not in json.dumps(problem)


@pytest.mark.parametrize("key", ["counting.nothing", "counting.__init__", "counting.\udcff",
                                 "counting.", "counting.health"])  # fmt: skip
def test_an_unknown_method_is_refused(key, sender, replies):
    routing_key = key.encode("utf-8", "surrogateescape")
    sender.request(request({}), routing_key, reply_to="the-caller", content_type=JSON)
    assert problem_of(replies)["code"] == "unknown_method"


@pytest.mark.parametrize("reply_to", [None, "", "nobody", "#", "*", "counting.move", "x" * 255,
                                      "\x00", b"\xff\xfe"])  # fmt: skip
def test_a_request_that_nobody_can_be_answered_is_dropped(reply_to, sender, queues):
    sender.request(request({}), "counting.ping", content_type=JSON, reply_to=reply_to)
    sender.request(b"no json", "counting.ping", reply_to=reply_to, correlation_id="x" * 255)
    eventually("both are gone", lambda: queues.waiting("rpc-counting") == 0)


@pytest.mark.parametrize("stack", ["abc", 5, {"a": 1}, [1, None], [["a"]]])
def test_a_request_with_a_strange_call_stack_is_answered(stack, sender, replies):
    sender.request(request({}), "counting.ping", reply_to="the-caller", content_type=JSON,
                   application_headers={"nameko.call_id_stack": stack})  # fmt: skip
    reply = eventually("a reply", lambda: replies.get(no_ack=True)).payload
    assert reply["result"]["status"] == "ok"


def test_a_request_whose_headers_cannot_be_taken_apart_is_dropped(sender, queues):
    sender.request_with_headers(request({}), b"\x04when" + b"T" + struct.pack(">Q", 2**63))
    eventually("it is gone", lambda: queues.waiting("rpc-counting") == 0)


def wish(kind):
    return {"facility": "RTBPN", "kind": kind}


@pytest.mark.parametrize("kind", ["an exception", "an object", "not a number", "a circle"])
def test_a_method_that_fails_is_an_internal_error_without_its_text(kind, caller):
    with pytest.raises(Refused) as refused:
        caller.call("counting", "grant", wish(kind))
    assert refused.value.problem == {
        "code": "internal_error",
        "detail": "the failure has been logged",
    }


def test_a_schema_that_fails_is_an_internal_error_without_its_text(caller):
    with pytest.raises(Refused) as refused:
        caller.call("counting", "faulty", {})
    assert refused.value.code == "internal_error"
    assert "Siti" not in str(refused.value.problem)


def test_a_large_result_arrives(caller):
    assert len(caller.call("counting", "grant", wish("a megabyte"))) == 1_000_000


def test_a_result_beyond_what_a_broker_takes_is_refused(caller):
    with pytest.raises(Refused) as refused:
        caller.call("counting", "grant", wish("too much"))
    assert refused.value.code == "result_too_large"


def test_half_a_letter_travels_as_it_is(caller):
    assert caller.call("counting", "grant", wish("half a letter")) == "\ud800"


def test_namekos_own_callers_can_call(lasting, process, counter):
    with ClusterRpcProxy({"AMQP_URI": lasting["AMQP_URI"]}, timeout=10) as cluster:
        assert cluster.counting.move(move(f"{counter}-a")) == {"total": 1}
        with pytest.raises(Refused) as refused:
            cluster.counting.move({})
    assert refused.value.code == "invalid_input"


def test_a_caller_that_is_not_answered_in_time_hears_so(caller, process):
    process.order("gate")
    with pytest.raises(CallTimedOut) as refused:
        caller.call("counting", "slow", {"facility": "RTBPN"}, timeout=0.3)
    process.withdraw("gate")
    assert refused.value.code == "timed_out"


def test_a_service_that_does_not_exist_is_a_timeout(caller):
    with pytest.raises(CallTimedOut):
        caller.call("nobody", "ping", {}, timeout=0.2)
