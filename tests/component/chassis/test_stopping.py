"""SIGTERM: what runs is finished, once, and the process ends whatever else is broken."""

import signal

import eventlet
import pytest

from tests.component.chassis.messages import Sender, move, told
from tests.component.chassis.processes import wait_until_it_answers
from tests.support.eventually import eventually
from tests.support.proxy import Proxy

QUERY = {"facility": "RTBPN"}


@pytest.fixture(scope="module")
def broker(lasting):
    with Proxy(lasting["AMQP_URI"]) as proxy:
        yield proxy


@pytest.fixture
def running(start, lasting, broker, caller):
    """A process of its own, which reaches its broker through a proxy."""
    broker.restore()
    process = start(AMQP_URI=broker.through(lasting["AMQP_URI"]), HEARTBEAT=2, STOP_SECONDS=20)
    wait_until_it_answers(caller)
    yield process
    print(process.log())  # pytest shows it when a test fails
    process.end()


@pytest.fixture
def sender(lasting):
    sender = Sender(lasting["AMQP_URI"])
    yield sender
    sender.close()


def begin_slow_work(running, sender, caller, counter, slow=2):
    """An event and requests that wait at the gate; more than are worked at once, when so many."""
    running.order("gate")
    sender.event(told(counter))
    calls = [
        eventlet.spawn(caller.call, "counting", "slow", QUERY, timeout=30) for _ in range(slow)
    ]
    begun = sorted(["told", *["slow"] * slow][:10])
    eventually("they run", lambda: len(running.begun()) >= len(begun))
    return calls


def test_what_runs_is_finished_once_and_nothing_comes_again(
    running, sender, caller, counters, queues, counter
):
    calls = begin_slow_work(running, sender, caller, counter, slow=3)
    running.signal(signal.SIGTERM)
    eventually("no more is taken", lambda: queues.consumers("rpc-counting") == 0)
    with pytest.raises(AssertionError, match="not within 1 s: one is given back"):
        eventually("one is given back", lambda: queues.waiting("rpc-counting") > 0, seconds=1)
    assert running.running
    running.withdraw("gate")

    assert [call.wait() for call in calls] == ["done"] * 3
    assert running.exit_code() == 0
    assert sorted(running.begun()) == ["slow", "slow", "slow", "told"]
    assert queues.waiting("counting.counting.told") == queues.waiting("rpc-counting") == 0
    assert counters.find_one({"_id": counter})["outbox"] == []


def test_what_was_received_but_waits_for_a_worker_is_finished_too(
    running, sender, caller, queues, counter
):
    calls = begin_slow_work(running, sender, caller, counter, slow=10)
    running.signal(signal.SIGTERM)
    eventually("no more is taken", lambda: queues.consumers("rpc-counting") == 0)
    running.withdraw("gate")

    assert [call.wait() for call in calls] == ["done"] * 10
    assert running.exit_code() == 0
    assert sorted(running.begun()) == ["slow"] * 10 + ["told"]


def test_a_second_signal_changes_nothing(running, sender, caller, queues, counter):
    [call] = begin_slow_work(running, sender, caller, counter, slow=1)
    running.signal(signal.SIGTERM)
    eventually("no more is taken", lambda: queues.consumers("rpc-counting") == 0)
    running.signal(signal.SIGINT)
    running.signal(signal.SIGTERM)
    running.withdraw("gate")

    assert call.wait() == "done"
    assert running.exit_code() == 0


def test_while_the_broker_is_away_it_stops_at_once(running, broker):
    broker.cut()
    eventually("it has noticed", lambda: "Error connecting to broker" in running.log())
    running.signal(signal.SIGTERM)
    assert running.exit_code(seconds=10) == 0


def test_while_the_broker_is_silent_it_stops_soon(running, broker):
    broker.freeze()
    running.signal(signal.SIGTERM)
    assert running.exit_code(seconds=19) == 0


def test_work_that_does_not_end_is_given_up_and_done_again(
    start, lasting, sender, caller, counters, counter
):
    stuck = start(STOP_SECONDS=1)
    wait_until_it_answers(caller)
    begin_slow_work(stuck, sender, caller, counter, slow=0)
    stuck.signal(signal.SIGTERM)
    assert stuck.exit_code(seconds=10) == 1
    stuck.withdraw("gate")

    stuck.start()
    eventually("done again", lambda: counters.find_one({"_id": counter, "total": 1, "heard": 1}))
    stuck.end()


def test_a_process_that_still_waits_for_its_database_stops_at_once(start):
    waiting = start(MONGO_URI="mongodb://127.0.0.1:1")
    eventually("it has begun", lambda: "starting services" in waiting.log(), seconds=40)
    waiting.signal(signal.SIGTERM)
    assert waiting.exit_code(seconds=9) == 0


def test_a_database_that_never_comes_ends_the_process(start):
    hopeless = start(MONGO_URI="mongodb://127.0.0.1:1", MONGO_TIMEOUT_MS=100, STARTUP_WAIT=0)
    assert hopeless.exit_code() == 1
    assert "ServerSelectionTimeoutError" in hopeless.log()


def test_a_malformed_setting_ends_the_process(start):
    broken = start(RETRY_TIERS_MS="[")
    assert broken.exit_code() == 1


def test_it_starts_before_its_broker_and_works_once_that_is_there(
    start, lasting, broker, caller, counter
):
    broker.cut()
    early = start(AMQP_URI=broker.through(lasting["AMQP_URI"]))
    eventually("it has begun", lambda: "starting services" in early.log(), seconds=40)
    broker.restore()
    assert caller.call("counting", "move", move(counter), timeout=40) == {"total": 1}
    early.end()


def test_sigusr1_prints_the_stack_and_changes_nothing(running, caller):
    running.signal(signal.SIGUSR1)
    eventually("the stack", lambda: "most recent call first" in running.log())
    assert caller.call("counting", "ping", {})["status"] == "ok"
