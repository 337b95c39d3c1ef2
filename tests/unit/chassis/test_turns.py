"""Turns within one process."""

import gc

import eventlet
import pytest

from chassis import turns
from chassis.turns import taking_turns


def test_on_one_key_one_goes_after_the_other_in_the_order_of_coming():
    seen = []

    def work(name):
        with taking_turns("counters", "a"):
            seen.append(f"{name} begins")
            eventlet.sleep(0)
            seen.append(f"{name} ends")

    for thread in [eventlet.spawn(work, name) for name in "xyz"]:
        thread.wait()
    assert seen == [f"{name} {what}" for name in "xyz" for what in ("begins", "ends")]


def test_different_keys_do_not_wait_for_each_other():
    with taking_turns("counters", "a"), taking_turns("counters", "b"), taking_turns("others", "a"):
        pass


def test_a_turn_that_fails_is_over():
    with pytest.raises(LookupError), taking_turns("counters", "a"):
        raise LookupError
    with taking_turns("counters", "a"):
        pass


def test_a_turn_that_is_given_up_by_whoever_waits_for_it_goes_to_the_next():
    with taking_turns("counters", "a"):
        waiting = eventlet.spawn(lambda: taking_turns("counters", "a").__enter__())
        eventlet.sleep(0)
        waiting.kill()
    with eventlet.Timeout(1), taking_turns("counters", "a"):
        pass


def test_nothing_is_kept_of_turns_that_are_over():
    with taking_turns("counters", "of long ago"):
        pass
    gc.collect()
    assert ("counters", "of long ago") not in turns._turns
