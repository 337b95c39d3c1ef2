"""Two processes of one service: each does part of the work, and together they count right."""

import signal

import eventlet
import pytest

from chassis.errors import Refused
from tests.component.chassis.messages import Sender, move, told
from tests.component.chassis.processes import wait_until_it_answers
from tests.support.eventually import eventually


@pytest.fixture(scope="module")
def twins(start, caller, queues):
    processes = [start(), start()]
    wait_until_it_answers(caller)
    eventually("both consume", lambda: queues.consumers("counting.counting.told") == 2, seconds=40)
    return processes


@pytest.fixture(scope="module")
def sender(lasting, twins):
    sender = Sender(lasting["AMQP_URI"])
    yield sender
    sender.close()


def patiently(caller, command):
    """As callers are told to: whoever is unlucky with 50 others on one document is asked to come
    back, and comes with the same command."""
    while True:
        try:
            return caller.call("counting", "move", command, timeout=40)
        except Refused as refused:
            if refused.code != "unavailable":
                raise


def test_commands_and_events_on_one_counter_are_all_counted(
    twins, caller, sender, counters, counter
):
    pool = eventlet.GreenPool(20)
    calls = [pool.spawn(patiently, caller, move(counter)) for _ in range(30)]
    for _ in range(20):
        sender.event(told(counter))

    assert len({call.wait()["total"] for call in calls}) == 30
    there = {"_id": counter, "total": 50, "heard": 50}
    eventually("all are counted", lambda: counters.find_one(there), seconds=40)
    assert all("told" in process.begun() for process in twins), "each did part of the work"


def test_what_one_leaves_behind_the_other_does(twins, caller, counters, counter):
    dying, other = twins
    dying.order("die", "after saving")
    pool = eventlet.GreenPool(10)
    calls = [
        pool.spawn(caller.call, "counting", "move", move(counter), timeout=40) for _ in range(10)
    ]
    assert len({call.wait()["total"] for call in calls}) == 10
    assert dying.exit_code() == -signal.SIGKILL
    there = {"_id": counter, "total": 10, "heard": 10, "outbox": []}
    eventually("the other has sent and heard all", lambda: counters.find_one(there))
    assert other.running
