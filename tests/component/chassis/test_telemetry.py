"""Spans for OpenTelemetry, as a collector receives them; and a service whose collector is away."""

import json
import subprocess
import sys

import eventlet
import pytest

from chassis import telemetry
from chassis.errors import Refused
from tests.component.chassis.messages import move
from tests.component.chassis.processes import ROOT, wait_until_it_answers
from tests.component.chassis.scraping import Scrape
from tests.support.collector import Collector
from tests.support.eventually import eventually
from tests.support.servers import free_port

SPANS = "kunjungan_spans_total"


@pytest.fixture(scope="module")
def port():
    return free_port()


@pytest.fixture(scope="module")
def collector():
    with Collector() as collector:
        yield collector


@pytest.fixture(scope="module")
def process(start, caller, port, collector):
    running = start(
        HEALTH_PORT=port, OTEL_EXPORTER_OTLP_ENDPOINT=collector.endpoint, LOG_LEVEL="DEBUG"
    )
    wait_until_it_answers(caller)
    return running


def trace_of(counter: str) -> str:
    """A trace for each test."""
    return counter.encode().hex().ljust(32, "0")[-32:]


def headers(counter: str, flags: str = "01") -> dict[str, str]:
    return {"traceparent": f"00-{trace_of(counter)}-00f067aa0ba902b7-{flags}"}


def arrived(collector, counter, *names):
    def all_there():
        seen = {one.name: one for one in collector.of(trace_of(counter))}
        return [seen[name] for name in names] if seen.keys() >= set(names) else None

    return eventually(f"spans {names}", all_there)


def test_a_call_its_event_and_the_subscriber_are_spans_of_the_callers_trace(
    process, caller, collector, counter
):
    caller.call("counting", "move", move(counter), headers=headers(counter))
    names = ("counting.move", "counted publish", "counting.listen")
    call, publish, heard = arrived(collector, counter, *names)
    assert [one.kind for one in (call, publish, heard)] == ["server", "producer", "consumer"]
    assert call.parent == "00f067aa0ba902b7"
    assert publish.parent == heard.parent == call.span
    assert {one.service for one in (call, publish, heard)} == {"counting"}
    assert all(0 < one.nanoseconds < 60e9 for one in (call, publish, heard))
    assert [one.failure for one in (call, publish, heard)] == [None] * 3


def test_spans_have_the_ids_that_the_log_names(process, caller, collector, counter):
    caller.call("counting", "move", move(counter), headers=headers(counter))
    call, heard = arrived(collector, counter, "counting.move", "counting.listen")
    lines = [json.loads(line) for line in process.log().splitlines() if line.startswith("{")]
    logged = {one["span_id"] for one in lines if one.get("trace_id") == trace_of(counter)}
    assert {call.span, heard.span} <= logged


def test_a_failure_is_marked_by_its_kind_and_quotes_nothing(process, caller, collector, counter):
    wish = {"facility": "RTBPN", "kind": "an exception"}
    with pytest.raises(Refused):
        caller.call("counting", "grant", wish, headers=headers(counter))
    (failed,) = arrived(collector, counter, "counting.grant")
    assert failed.failure == "ValueError"
    assert not any(b"Siti" in body for body in collector.bodies), "the text of the exception"


def test_a_refusal_is_no_failure_and_has_its_code(process, caller, collector, counter):
    for _ in range(10):
        caller.call("counting", "move", move(counter, 10))
    with pytest.raises(Refused):
        caller.call("counting", "move", move(counter), headers=headers(counter))
    (refused,) = arrived(collector, counter, "counting.move")
    assert refused.failure is None
    assert refused.attributes["refusal"] == "too_far"


def test_a_trace_that_its_caller_does_not_record_is_not_exported(
    process, caller, collector, counter
):
    caller.call("counting", "move", move(counter), headers=headers(counter, flags="00"))
    later = f"{counter}-later"
    caller.call("counting", "move", move(later), headers=headers(later))
    arrived(collector, later, "counting.move", "counting.listen")
    assert not collector.of(trace_of(counter))


def test_the_callers_own_span_is_the_parent_of_the_service(process, caller, collector, counter):
    exporter = telemetry.start("front", collector.endpoint)
    running = eventlet.spawn(exporter.run)
    try:
        caller.call("counting", "move", move(counter), headers=headers(counter))
    finally:
        telemetry.stop()
        running.wait()
    eventually("both are there", lambda: len(moves(collector, counter)) == 2)
    client, server = sorted(moves(collector, counter), key=lambda one: one.kind)
    assert (client.kind, client.service, server.kind) == ("client", "front", "server")
    assert client.parent == "00f067aa0ba902b7"
    assert server.parent == client.span


def moves(collector, counter):
    return [one for one in collector.of(trace_of(counter)) if one.name == "counting.move"]


def test_without_its_collector_the_service_goes_on_and_counts_what_it_drops(
    start, process, caller, port, collector, counter
):
    process.end()
    away = free_port()
    start(HEALTH_PORT=port, OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{away}")
    wait_until_it_answers(caller)
    for _ in range(30):
        caller.call("counting", "move", move(counter), headers=headers(counter))
    eventually("spans are dropped", lambda: Scrape(port)(SPANS, outcome="dropped") >= 30)
    assert Scrape(port)(SPANS, outcome="exported") == 0

    with Collector(away) as again:
        eventually("it is found again", lambda: answered(caller) and again.seen)
        eventually("counted", lambda: Scrape(port)(SPANS, outcome="exported") > 0)


def answered(caller):
    return caller.call("counting", "ping", {})


def test_where_no_collector_is_named_nothing_of_it_is_loaded():
    program = (
        "import sys, eventlet; eventlet.monkey_patch()\n"
        "import chassis.process, chassis.service, chassis.stored, chassis.calling\n"
        "from chassis import telemetry\n"
        "assert telemetry.start('counting', '') is None and not telemetry.on()\n"
        "print([name for name in sys.modules if name.startswith('opentelemetry')])"
    )
    found = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program], cwd=ROOT, capture_output=True, text=True
    )
    assert found.stdout.strip() == "[]", found.stderr
