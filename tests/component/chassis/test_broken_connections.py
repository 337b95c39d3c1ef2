"""Connections that are cut or freeze at the worst moment: everything arrives, and counts once."""

from functools import partial

import eventlet
import pytest

from chassis.calling import RpcClient
from chassis.errors import CallTimedOut, Refused
from tests.component.chassis.messages import Sender, move, told
from tests.component.chassis.processes import wait_until_it_answers
from tests.support.eventually import eventually
from tests.support.proxy import Proxy

HEARTBEAT = 1


@pytest.fixture(scope="module")
def broker(lasting):
    with Proxy(lasting["AMQP_URI"]) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def database(lasting):
    with Proxy(lasting["MONGO_URI"]) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def process(start, lasting, broker, database, caller):
    """A process whose every connection goes through a proxy."""
    running = start(
        AMQP_URI=broker.through(lasting["AMQP_URI"]),
        MONGO_URI=database.through(lasting["MONGO_URI"]),
        HEARTBEAT=HEARTBEAT,
        RELAY_TIMEOUT_SECONDS=1,
        MONGO_TIMEOUT_MS=400,
    )
    wait_until_it_answers(caller)
    return running


@pytest.fixture
def sender(lasting):
    sender = Sender(lasting["AMQP_URI"])
    yield sender
    sender.close()


@pytest.fixture(autouse=True)
def heals(process, broker, database, caller, counters, queues):
    yield
    broker.restore()
    database.restore()
    wait_until_it_answers(caller)
    eventually("no outbox", lambda: not counters.find_one({"outbox": {"$ne": []}}), seconds=30)
    assert queues.waiting("parked.counting") == 0
    assert process.running, "it went through it all without a restart"


class Since:
    """What the process has logged and begun since this moment."""

    def __init__(self, process):
        self._process = process
        self._logged = len(process.log())
        self._begun = len(process.begun())

    def logged(self, text):
        return self._process.log()[self._logged :].count(text)

    def begun(self):
        return len(self._process.begun()) - self._begun


def counted(counters, counter, total):
    there = {"_id": counter, "total": total, "heard": total}
    eventually(f"{total} counted", lambda: counters.find_one(there), seconds=40)
    assert counters.find_one(there), "and it stays so"


def many(sender, counter, count=30):
    for _ in range(count):
        sender.event(told(counter))
        eventlet.sleep(0)


def test_a_connection_that_is_cut_again_and_again_loses_and_doubles_nothing(
    broker, process, sender, counters, counter
):
    sending = eventlet.spawn(many, sender, counter)
    for _ in range(4):
        since = Since(process)
        broker.break_connections()
        eventually("it is back", partial(since.logged, "Connected to"))
    sending.wait()
    counted(counters, counter, 30)


def test_what_is_sent_while_the_broker_is_away_is_worked_when_it_is_back(
    broker, sender, counters, counter
):
    broker.cut()
    many(sender, counter, count=10)
    broker.restore()
    counted(counters, counter, 10)


def test_a_frozen_broker_is_noticed_and_left(broker, sender, counters, counter, process):
    since = Since(process)
    broker.freeze()
    sender.event(told(counter))
    eventually("noticed", lambda: since.logged("Connection to broker lost"), seconds=20)
    broker.restore()
    counted(counters, counter, 1)
    assert since.logged("Connected to") == 1


def test_events_whose_confirms_never_came_are_sent_again_and_count_once(
    broker, process, sender, counters, counter, caller
):
    since = Since(process)
    process.order("gate")
    sender.event(told(counter, by=3))
    eventually("it runs", since.begun)
    broker.freeze(only_answers=True)
    process.withdraw("gate")
    saved = {"_id": counter, "outbox.type": "counted"}
    eventually("saved, not confirmed", lambda: counters.find_one(saved))
    eventually("given up", lambda: since.logged("stay in their outbox"), seconds=20)
    broker.break_connections()
    broker.restore()
    counted(counters, counter, 3)


def test_a_request_whose_answer_is_not_confirmed_is_done_again(broker, process, caller):
    since = Since(process)
    process.order("gate")
    call = eventlet.spawn(caller.call, "counting", "slow", {"facility": "RTBPN"}, timeout=40)
    eventually("it runs", since.begun)
    broker.freeze(only_answers=True)
    process.withdraw("gate")
    eventually("given up", lambda: since.logged("a reply could not be sent"), seconds=20)
    broker.break_connections()
    broker.restore()
    assert call.wait() == "done"
    eventually("it runs again", lambda: since.begun() == 2)


def test_while_the_database_is_away_callers_hear_so_and_events_wait_unparked(
    database, caller, sender, counters, counter, process, queues
):
    since = Since(process)
    database.cut()
    with pytest.raises(Refused) as refused:
        caller.call("counting", "move", move(counter), timeout=20)
    assert refused.value.code == "unavailable"
    sender.event(told(counter, by=2))
    failed = "counting.counting.told: attempt 0 failed"
    eventually("more attempts than tiers", lambda: since.logged(failed) > 3, seconds=30)
    database.restore()
    counted(counters, counter, 2)


def test_a_frozen_database_is_as_good_as_away(database, caller, counter):
    database.freeze()
    with pytest.raises(Refused) as refused:
        caller.call("counting", "move", move(counter), timeout=20)
    assert refused.value.code == "unavailable"
    database.restore()


@pytest.fixture
def callers_broker(lasting):
    with Proxy(lasting["AMQP_URI"]) as proxy:
        yield proxy


@pytest.fixture
def shaken(lasting, callers_broker):
    """A caller that reaches the broker through a proxy of its own."""
    with RpcClient(callers_broker.through(lasting["AMQP_URI"]), timeout=10) as client:
        yield client


def test_a_caller_goes_on_after_its_connections_were_cut(callers_broker, shaken):
    for _ in range(3):
        assert shaken.call("counting", "ping", {})["status"] == "ok"
        callers_broker.break_connections()
        eventually("it calls again", lambda: _answered(shaken))


def test_a_caller_goes_on_though_the_broker_believes_in_its_old_connection(callers_broker, shaken):
    assert shaken.call("counting", "ping", {})["status"] == "ok"
    callers_broker.desert()
    eventually("it calls again", lambda: _answered(shaken))


def test_a_caller_whose_broker_is_away_hears_so_in_time_and_goes_on_after(callers_broker, shaken):
    callers_broker.cut()
    with pytest.raises(CallTimedOut):
        shaken.call("counting", "ping", {}, timeout=0.5)
    callers_broker.restore()
    eventually("it calls again", lambda: _answered(shaken))


def test_a_caller_whose_broker_is_frozen_hears_so_in_time_and_goes_on_after(callers_broker, shaken):
    callers_broker.freeze()
    with eventlet.Timeout(5), pytest.raises(CallTimedOut):
        shaken.call("counting", "ping", {}, timeout=0.5)
    callers_broker.restore()
    eventually("it calls again", lambda: _answered(shaken))


def test_an_expired_request_is_not_executed(broker, caller, counters, counter):
    broker.cut()
    with pytest.raises(CallTimedOut):
        caller.call("counting", "move", move(counter), timeout=0.2)
    broker.restore()
    wait_until_it_answers(caller)
    assert counters.find_one({"_id": counter}) is None


def _answered(client):
    try:
        return client.call("counting", "ping", {}, timeout=0.5)["status"] == "ok"
    except Refused:
        return False
