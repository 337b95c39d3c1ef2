"""What a service counts about itself, read over HTTP as Prometheus does."""

import time
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any

import eventlet
import pytest

from chassis.errors import Refused
from chassis.service import Service
from chassis.timers import timer
from tests.component.chassis.messages import Sender, move, told
from tests.component.chassis.processes import wait_until_it_answers
from tests.component.chassis.scraping import Scrape, page
from tests.support.containers import Services
from tests.support.eventually import eventually
from tests.support.servers import free_port

CALLS = "kunjungan_rpc_calls_total"
EVENTS = "kunjungan_events_handled_total"


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def process(start, caller, port):
    running = start(HEALTH_PORT=port)
    wait_until_it_answers(caller)
    return running


@pytest.fixture(scope="module")
def sender(lasting, process):
    sender = Sender(lasting["AMQP_URI"])
    yield sender
    sender.close()


class Growth:
    """How much a figure has grown since this was made."""

    def __init__(self, port: int):
        self._port, self._before = port, Scrape(port)

    def __call__(self, name: str, **labels: str) -> float:
        return Scrape(self._port)(name, **labels) - self._before(name, **labels)

    def reaches(self, count: int, name: str, **labels: str) -> None:
        eventually(f"{name} {labels} by {count}", lambda: self(name, **labels) >= count)
        assert self(name, **labels) == count


@pytest.fixture
def grown(process, port) -> Growth:
    return Growth(port)


@pytest.mark.parametrize(
    ("outcome", "method", "payload"),
    [
        ("ok", "move", {"by": 2}),
        ("invalid_input", "move", {"by": "much"}),
        ("internal_error", "grant", {"facility": "RTBPN", "kind": "an exception"}),
        ("internal_error", "faulty", {}),
    ],
)
def test_calls_are_counted_by_method_and_outcome(grown, caller, counter, outcome, method, payload):
    command = {**move(counter), **payload} if method == "move" else payload
    with nullcontext() if outcome == "ok" else pytest.raises(Refused, match=outcome):
        caller.call("counting", method, command)
    grown.reaches(1, CALLS, service="counting", method=method, outcome=outcome)


def test_a_refusal_is_counted_by_its_code_and_timed(grown, caller, counter):
    for _ in range(10):
        caller.call("counting", "move", move(counter, 10))
    with pytest.raises(Refused, match="too_far"):
        caller.call("counting", "move", move(counter, 10))
    grown.reaches(1, CALLS, method="move", outcome="too_far")
    grown.reaches(11, "kunjungan_rpc_seconds_count", method="move")
    assert grown("kunjungan_rpc_seconds_sum", method="move") > 0


def test_nothing_that_a_caller_writes_becomes_a_label(grown, caller, sender, port):
    with pytest.raises(Refused, match="unknown_method"):
        caller.call("counting", "siti_aminah", {})
    grown.reaches(1, CALLS, method="unknown", outcome="unknown_method")
    sender.event(told("c", type="siti_aminah"))
    grown.reaches(1, EVENTS, type="told", outcome="parked")
    assert "siti_aminah" not in page(port)


def test_an_event_is_counted_as_done_and_the_second_time_as_a_duplicate(grown, sender, counter):
    event = told(counter)
    sender.event(event)
    grown.reaches(1, EVENTS, type="told", outcome="done")
    sender.event(event)
    grown.reaches(1, EVENTS, type="told", outcome="duplicate")
    assert grown(EVENTS, type="told", outcome="done") == 1
    grown.reaches(2, "kunjungan_event_seconds_count", type="told")


def test_a_failed_event_is_counted_as_retried(grown, sender, process, counter):
    process.order("fail")
    sender.event(told(counter))
    grown.reaches(1, EVENTS, type="told", outcome="retried")
    grown.reaches(1, EVENTS, type="told", outcome="done")


def test_parked_messages_are_counted_and_those_that_lie_there_are_shown(
    grown, sender, queues, port, counter
):
    sender.event(told(counter, by="much"))
    grown.reaches(1, EVENTS, type="told", outcome="parked")
    lie = queues.waiting("parked.counting")
    assert lie > 0
    eventually("they are shown", lambda: Scrape(port)("kunjungan_parked_messages") == lie)


def test_what_is_published_is_counted_by_type_and_batch(grown, caller, counter):
    caller.call("counting", "move", move(counter))
    grown.reaches(1, "kunjungan_events_published_total", type="counted")
    grown.reaches(1, "kunjungan_relay_batch_events_count")
    grown.reaches(1, "kunjungan_relay_batch_events_sum")


def test_the_outbox_shows_how_many_wait_and_how_long(process, counters, port):
    counters.insert_one(lying(seconds=100))
    try:
        eventually("it waits", lambda: Scrape(port)("kunjungan_outbox_oldest_seconds") > 99)
        assert Scrape(port)("kunjungan_outbox_documents") >= 1
    finally:
        counters.delete_one({"_id": "lying"})
    eventually("none waits", lambda: Scrape(port)("kunjungan_outbox_documents") == 0)


def lying(seconds: float) -> dict[str, Any]:
    """A document with an event that no relay can publish."""
    moment = datetime.now(UTC) - timedelta(seconds=seconds)
    return {"_id": "lying", "version": 1, "inbox": [], "outbox": [{"id": "x"}],
            "outbox_since": moment}  # fmt: skip


def test_the_process_and_its_build_are_shown(process, port):
    scrape = Scrape(port)
    assert scrape("process_resident_memory_bytes") > 10_000_000
    assert scrape("process_cpu_seconds_total") > 0
    assert scrape("process_open_fds") > 5
    assert scrape("kunjungan_build_info", service="counting") == 1
    assert scrape.values("kunjungan_build_info", "version") != {"unknown"}


def test_the_page_answers_in_a_burst_of_500_requests(process, port, caller):
    pool = eventlet.GreenPool(500)
    calls = [pool.spawn(caller.call, "counting", "ping", {}, timeout=60) for _ in range(500)]
    slowest = 0.0
    while pool.running():
        began = time.monotonic()
        Scrape(port)
        slowest = max(slowest, time.monotonic() - began)
    assert all(call.wait()["status"] == "ok" for call in calls)
    assert slowest < 5, "Prometheus waits 10 s"


def test_500_readers_at_once_all_get_the_page(process, port):
    pool = eventlet.GreenPool(500)
    readers = [pool.spawn(page, port) for _ in range(500)]
    assert all("kunjungan_check_ok" in one.wait() for one in readers)


class Ticking(Service):
    name = "ticking"
    fails = False

    @timer()
    def tick(self) -> None:
        if self.fails:
            raise ValueError


def test_ticks_of_timers_are_counted_and_those_that_fail(lasting, process, monkeypatch):
    port = free_port()
    services = Services({**lasting, "HEALTH_PORT": port})
    services.start(Ticking)
    try:
        ticks = Growth(port)
        named = {"service": "ticking", "method": "tick"}
        eventually("it ticks", lambda: ticks("kunjungan_timer_seconds_count", **named) > 2)
        assert ticks("kunjungan_timer_ticks_total", outcome="ok", **named) > 2
        monkeypatch.setattr(Ticking, "fails", True)
        eventually(
            "a tick fails",
            lambda: ticks("kunjungan_timer_ticks_total", outcome="failed", **named) > 1,
        )
    finally:
        services.stop()
