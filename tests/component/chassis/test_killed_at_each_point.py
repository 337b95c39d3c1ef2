"""The write pattern, ended by kill -9 at each of its points: no event is lost or applied twice."""

import signal

import eventlet
import pytest

from chassis.errors import CallTimedOut
from tests.component.chassis.messages import Sender, move, told
from tests.component.chassis.processes import wait_until_it_answers
from tests.support.eventually import eventually

IN_A_COMMAND = ["after loading", "after deciding", "after saving", "after publishing",
                "before the reply"]  # fmt: skip
IN_A_HANDLER = ["after loading", "after saving", "before the acknowledgement"]


@pytest.fixture(scope="module")
def sender(lasting, process):
    sender = Sender(lasting["AMQP_URI"])
    yield sender
    sender.close()


def dies_and_is_started_again(process):
    assert process.exit_code() == -signal.SIGKILL
    assert not (process.faults / "die").exists()
    process.start()


def settled(caller, counters, counter, total):
    """The counter stands there and stays there: what could still come was overtaken by one more
    command, which the same queues carried."""
    quiet = {"_id": counter, "total": total, "heard": total, "outbox": []}
    eventually(f"{total} told and heard", lambda: counters.find_one(quiet), seconds=30)
    caller.call("counting", "move", move(counter))
    one_more = {"_id": counter, "total": total + 1, "heard": total + 1, "outbox": []}
    eventually("the last one is heard", lambda: counters.find_one(one_more))
    assert caller.call("counting", "ping", {}).items() >= {"outbox": 0, "parked": 0}.items()


@pytest.mark.parametrize("point", IN_A_COMMAND)
def test_a_command_killed_at_any_point_has_one_effect(point, process, caller, counters, counter):
    command = move(counter, by=3)
    process.order("die", point)
    call = eventlet.spawn(caller.call, "counting", "move", command, timeout=40)
    dies_and_is_started_again(process)

    assert call.wait() == {"total": 3}
    assert caller.call("counting", "move", command) == {"total": 3}
    settled(caller, counters, counter, total=3)


def test_an_event_whose_command_nobody_repeats_is_sent_all_the_same(
    process, caller, counters, counter
):
    process.order("die", "after saving")
    with pytest.raises(CallTimedOut):
        caller.call("counting", "move", move(counter, by=3), timeout=0.5)
    dies_and_is_started_again(process)

    wait_until_it_answers(caller)
    settled(caller, counters, counter, total=3)


@pytest.mark.parametrize("point", IN_A_HANDLER)
def test_a_handler_killed_at_any_point_has_one_effect(
    point, process, caller, sender, counters, counter
):
    process.order("die", point)
    sender.event(told(counter, by=3))
    dies_and_is_started_again(process)

    wait_until_it_answers(caller)
    settled(caller, counters, counter, total=3)


def test_a_message_moved_to_a_retry_queue_but_not_acknowledged_has_one_effect(
    process, caller, sender, counters, counter
):
    process.order("fail")
    process.order("die", "after moving to a retry queue")
    sender.event(told(counter, by=3))
    dies_and_is_started_again(process)

    wait_until_it_answers(caller)
    settled(caller, counters, counter, total=3)


def test_a_message_parked_but_not_acknowledged_is_parked_and_never_lost(
    process, caller, sender, queues
):
    process.order("die", "after parking")
    sender.told(b"no json")
    dies_and_is_started_again(process)

    wait_until_it_answers(caller)
    assert [queues.parked().body, queues.parked().body] == ["no json", "no json"]
    assert queues.waiting("counting.counting.told") == 0


def test_a_command_that_was_answered_and_is_repeated_after_a_kill_gets_its_first_answer(
    process, caller, counters, counter
):
    command = move(counter, by=3)
    first = caller.call("counting", "move", command)
    process.signal(signal.SIGKILL)
    process.exit_code()
    process.start()

    caller.call("counting", "move", move(counter, by=4), timeout=40)
    assert caller.call("counting", "move", command) == first == {"total": 3}
    settled(caller, counters, counter, total=7)
