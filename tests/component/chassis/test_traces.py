"""One trace from the caller's request to what the last subscriber logs."""

import json
from typing import Any, ClassVar
from uuid import uuid4

import pytest
from kombu import Connection, Consumer, Exchange, Queue

from chassis import tracing
from chassis.errors import Refused
from chassis.events import event_handler
from chassis.logs import traced
from chassis.rpc import rpc
from tests.component.chassis.counting import COUNTED, Counting, Move
from tests.component.chassis.messages import move
from tests.support.eventually import eventually

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


class Telling(Counting):
    """Writes down in which trace it works."""

    asked: ClassVar[list[str]] = []
    heard: ClassVar[list[str]] = []

    @rpc(Move)
    def move(self, command: dict[str, Any]) -> dict[str, Any] | None:
        self.asked.append(tracing.current())
        return super().move(command)

    @event_handler(COUNTED)
    def listen(self, event: dict[str, Any]) -> None:
        self.heard.append(tracing.current())
        super().listen(event)


def trace_of(traceparent: str) -> str:
    found = tracing.parts(traceparent)
    assert found, traceparent
    return found[0]


def test_the_callers_trace_goes_through_the_call_and_its_event_to_the_subscriber(services, client):
    services.start(Telling)
    command = {"command_id": "c1", "facility": "RTBPN", "officer": {"id": "o"}, "counter": "a"}
    caller = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
    client.call("counting", "move", {**command, "by": 1}, headers=caller)
    eventually("the event is heard", lambda: Telling.heard)
    assert [trace_of(one) for one in Telling.asked + Telling.heard] == [TRACE, TRACE]
    assert Telling.asked[0] != Telling.heard[0]  # each is a span of its own


def test_a_line_of_the_log_names_the_trace_it_was_written_in():
    tracing.enter(f"00-{TRACE}-00f067aa0ba902b7-01")
    try:
        assert traced(None, "info", {})["trace_id"] == TRACE
    finally:
        tracing.enter("")
    assert traced(None, "info", {}) == {}


@pytest.fixture
def counted(lasting, process):
    """Every ``counted`` that is published from here on, by its subject."""
    seen: dict[str, dict[str, Any]] = {}
    exchange = Exchange("counting.events", "topic", durable=True)
    queue = Queue(f"log-{uuid4()}", exchange, routing_key="counted", exclusive=True)
    with Connection(lasting["AMQP_URI"]) as connection:

        def note(message: Any) -> None:
            event = json.loads(message.body)
            seen[event["subject"]] = event

        def published(subject: str) -> dict[str, Any]:
            while subject not in seen:
                connection.drain_events(timeout=10)
            return seen[subject]

        with Consumer(connection.channel(), [queue], on_message=note, no_ack=True):
            yield published


def lines_of(process, trace: str) -> list[dict[str, Any]]:
    """The lines of the log that name this trace, as they were really written."""
    lines = [json.loads(line) for line in process.log().splitlines() if line.startswith("{")]
    return [line for line in lines if line.get("trace_id") == trace]


def test_one_trace_id_is_on_the_lines_of_the_call_in_its_event_and_on_those_of_its_subscriber(
    process, caller, counted, counter
):
    trace = uuid4().hex
    parent = {"traceparent": f"00-{trace}-00f067aa0ba902b7-01"}
    caller.call("counting", "move", move(counter), headers=parent)
    event = counted(counter)
    assert trace_of(event["traceparent"]) == trace

    def lines(method: str) -> list[dict[str, Any]]:
        handled = [one for one in lines_of(process, trace) if "ran handler for" in one["event"]]
        return [one for one in handled if f"counting.{method}" in one["event"]]

    eventually("the subscriber has logged", lambda: lines("listen"))
    (asked,), (heard,) = lines("move"), lines("listen")
    assert asked["span_id"] == tracing.parts(event["traceparent"])[1], "the event names its cause"
    assert heard["span_id"] not in (asked["span_id"], "00f067aa0ba902b7")


def test_the_line_about_a_refusal_names_the_callers_trace(process, caller, counter):
    trace = uuid4().hex
    for _ in range(10):
        caller.call("counting", "move", move(counter, 10))
    parent = {"traceparent": f"00-{trace}-00f067aa0ba902b7-01"}
    with pytest.raises(Refused):
        caller.call("counting", "move", move(counter), headers=parent)
    eventually(
        "it is logged",
        lambda: [
            one for one in lines_of(process, trace) if one["event"] == "move refused: too_far"
        ],
    )
