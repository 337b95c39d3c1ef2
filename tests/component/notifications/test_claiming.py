"""Two processes that look at the same moment, with the real database between them."""

from types import SimpleNamespace

import eventlet
import pytest

from chassis.clock import WallClock
from chassis.stored import Stored
from services.notifications.sending import Sender
from services.notifications.service import Outside
from tests.support.eventually import eventually

AN_HOUR = 3600


@pytest.fixture
def process(by_webhook):
    """Starts a process that never looks of itself, and gives the means to look: its store and
    its connections."""

    def start():
        container = by_webhook(TIMER_SECONDS=AN_HOUR)
        found = {type(extension): extension for extension in container.extensions}
        store = found[Stored].get_dependency(SimpleNamespace(data={}, args=()))
        return store, found[Outside].connections

    return start


def sender(process, clock, seen):
    """One that sees as due what another has seen too: it looked just before that one saved."""
    store, connections = process
    store.due = lambda real_now, limit: seen
    return Sender(store, connections, clock)


@pytest.fixture
def due(process, publish, visit, history):
    """A message that is due, as both processes see it."""
    both = process(), process()
    publish("contact_recorded", subject=visit)
    history.wait_for(publish("visitor_registered", subject=visit), "pending")
    return both, both[0][0].due(WallClock().now(), 10)


def test_a_message_that_two_saw_as_due_is_sent_once(due, clock, receiver, history):
    both, seen = due
    first, second = (sender(process, clock, seen) for process in both)
    receiver.hold.set()
    sending = eventlet.spawn(first.send_due)
    eventually("the first is sending", lambda: receiver.requests)
    second.send_due()
    receiver.release.set()
    sending.wait()
    second.send_due()
    assert len(receiver.requests) == 1
    (message,) = history().values()
    assert (message["status"], message["attempts"]) == ("sent", 1)


def test_what_nobody_foresaw_is_a_failed_attempt_and_quotes_nothing(
    due, clock, history, monkeypatch
):
    (process, _), seen = due

    def broken(letter):
        raise ZeroDivisionError(letter.address.phone)

    monkeypatch.setattr(process[1].channels["webhook"], "send", broken)
    sender(process, clock, seen).send_due()
    (message,) = history().values()
    assert (message["status"], message["reason"]) == ("pending", "broken:ZeroDivisionError")
