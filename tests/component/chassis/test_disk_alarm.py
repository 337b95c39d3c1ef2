"""The broker's disk is nearly full: it takes nothing from anybody until there is room again.
Nothing is lost meanwhile, nothing counts twice, and no process must be restarted."""

import re
import signal
from collections.abc import Iterator
from typing import Any

import pytest

from chassis.calling import RpcClient
from chassis.errors import Refused
from tests.component.chassis.messages import Sender, move, told
from tests.component.chassis.processes import CountingProcess, wait_until_it_answers
from tests.component.chassis.scraping import Scrape, ask, page
from tests.component.docs.test_watching import RULES
from tests.support.broker_node import BrokerNode
from tests.support.eventually import eventually
from tests.support.servers import free_port

NO_ROOM, ROOM = "100000GB", "50MB"
"""Limits of free disk: one that no machine has, and RabbitMQ's own."""


@pytest.fixture(scope="module")
def metrics_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def node(metrics_port: int) -> Iterator[BrokerNode]:
    config = {"prometheus.tcp.port": str(metrics_port)}
    with BrokerNode(plugins=["rabbitmq_prometheus"], config=config) as node:
        yield node


@pytest.fixture(scope="module")
def lasting(lasting: dict[str, Any], node: BrokerNode) -> dict[str, Any]:
    return {**lasting, "AMQP_URI": node.uri}


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def process(start, caller: RpcClient, port: int) -> CountingProcess:
    running = start(RELAY_TIMEOUT_SECONDS=1, READY_OUTBOX_SECONDS=1, HEALTH_PORT=port)
    wait_until_it_answers(caller)
    return running


@pytest.fixture
def sender(lasting: dict[str, Any]) -> Iterator[Sender]:
    sender = Sender(lasting["AMQP_URI"])
    yield sender
    sender.close()


@pytest.fixture
def alarm(node: BrokerNode) -> Iterator[Any]:
    """Raises it; it ends with the test at the latest."""

    def raise_it() -> None:
        node.control("set_disk_free_limit", NO_ROOM)
        eventually("the alarm is on", lambda: "disk" in alarms(node))

    yield raise_it
    end(node)


def end(node: BrokerNode) -> None:
    node.control("set_disk_free_limit", ROOM)
    eventually("the alarm is over", lambda: "disk" not in alarms(node))


def alarms(node: BrokerNode) -> str:
    return node.control("eval", "rabbit_alarm:get_alarms().")


def test_events_wait_in_their_outboxes_and_go_out_when_there_is_room_again(
    process, sender, alarm, node, counters, counter, caller, port
):
    process.signal(signal.SIGSTOP)
    for _ in range(5):
        sender.event(told(counter))
    alarm()
    process.signal(signal.SIGCONT)

    eventually("all are applied", lambda: counters.find_one({"_id": counter, "total": 5}))
    eventually("the relay says so", lambda: Scrape(port)("kunjungan_relay_failures_total") >= 2)
    eventually("so does the check", lambda: ask(port, "/health/ready")[1]["outbox"] == "old")
    assert "takes no messages: its disk" in process.log()
    assert ask(port, "/health/live")[0] == 200
    assert counters.find_one({"_id": counter, "heard": 0})

    end(node)
    heard = {"_id": counter, "total": 5, "heard": 5}
    eventually("they went out", lambda: counters.find_one(heard), seconds=30)
    eventually("nothing waits", lambda: not counters.find_one({"outbox": {"$ne": []}}))
    eventually("it is ready again", lambda: ask(port, "/health/ready")[0] == 200)
    wait_until_it_answers(caller)
    assert counters.find_one(heard), "and no more than once"
    assert process.running


def test_commands_are_refused_meanwhile_and_count_once_when_they_are_repeated(
    process, alarm, node, counters, counter, caller, caplog
):
    commands = [move(counter) for _ in range(3)]
    alarm()
    for command in commands:
        with pytest.raises(Refused) as refused:
            caller.call("counting", "move", command, timeout=1)
        assert refused.value.code in ("timed_out", "unavailable")
    assert "takes no messages: its disk" in caplog.text

    end(node)
    wait_until_it_answers(caller)
    for command in commands:
        caller.call("counting", "move", command)
    heard = {"_id": counter, "total": 3, "heard": 3}
    eventually("each counts once", lambda: counters.find_one(heard), seconds=30)
    assert process.running


def test_an_event_that_fails_meanwhile_is_not_lost(process, sender, alarm, node, counters, counter):
    process.signal(signal.SIGSTOP)
    sender.event(told(counter))
    alarm()
    process.order("fail")
    process.signal(signal.SIGCONT)
    eventually("it could not be moved", lambda: "could not be moved" in process.log(), seconds=30)

    end(node)
    heard = {"_id": counter, "total": 1, "heard": 1}
    eventually("it is applied", lambda: counters.find_one(heard), seconds=40)
    assert process.running


def test_the_alert_asks_the_broker_for_what_it_shows(alarm, node, metrics_port):
    (rule,) = (one for one in RULES if one["alert"] == "KunjunganBrokerFull")
    names = re.findall(r"rabbitmq_alarms_\w+", rule["expr"])

    def shown() -> dict[str, float]:
        samples = (line.partition(" ") for line in page(metrics_port).splitlines())
        return {name: float(value) for name, _, value in samples if name in names}

    assert shown() == dict.fromkeys(names, 0)
    alarm()
    eventually("it shows the alarm", lambda: 1 in shown().values())
