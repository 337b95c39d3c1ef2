"""One trace from the caller's request to what the last subscriber logs."""

from typing import Any, ClassVar

from chassis import tracing
from chassis.events import event_handler
from chassis.logs import traced
from chassis.rpc import rpc
from tests.component.chassis.counting import COUNTED, Counting, Move
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
