"""A handler that fails: tried again tier by tier, then parked; never when only the database is
away; and no other subscriber hears of it."""

from typing import Any

import pytest
from kombu import Connection, Exchange, Queue
from pymongo import errors as mongo_errors

import chassis.events
from chassis.events import event_handler
from chassis.failing import Failures
from chassis.publishing import NotConfirmed
from tests.component.chassis.counting import TOLD, Counting
from tests.component.chassis.messages import Sender, told
from tests.component.chassis.queues import headers_of
from tests.support.containers import Services
from tests.support.eventually import eventually

failures: list[Exception] = []
attempts: list[str] = []
watched: list[str] = []


class Failing(Counting):
    @event_handler(TOLD)
    def obey(self, event: dict[str, Any]) -> None:
        attempts.append(event["id"])
        if failures:
            raise failures.pop(0)
        super().obey(event)


class Watching:
    name = "watching"

    @event_handler(TOLD)
    def watch(self, event: dict[str, Any]) -> None:
        watched.append(event["id"])


@pytest.fixture(scope="module", autouse=True)
def services(lasting, queues):
    running = Services(lasting)
    running.start(Failing)
    running.start(Watching)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def sender(lasting, services):
    sender = Sender(lasting["AMQP_URI"])
    yield sender
    sender.close()


@pytest.fixture(autouse=True)
def nothing_is_left():
    failures.clear()
    attempts.clear()
    watched.clear()


def counted(counters, counter):
    return eventually("heard", lambda: counters.find_one({"_id": counter, "heard": 1}))


@pytest.mark.parametrize("times", [1, 2])
def test_a_handler_that_fails_is_tried_again_until_it_succeeds(times, sender, counters, counter):
    failures[:] = [ValueError("Siti")] * times
    sender.event(told(counter))

    assert counted(counters, counter)["total"] == 1
    assert len(attempts) == times + 1


def test_each_failure_waits_in_the_tier_of_its_attempt(sender, counters, counter, services):
    delays = []
    with Connection(services.settings["AMQP_URI"]) as connection:
        copies = [
            Queue(f"copies.{delay}", Exchange(f"retry.counting.{delay}", "fanout"), exclusive=True)(
                connection.default_channel
            )
            for delay in services.settings["RETRY_TIERS_MS"]
        ]
        for queue in copies:
            queue.declare()
        failures[:] = [ValueError("Siti")] * 2
        sender.event(told(counter))
        counted(counters, counter)
        delays = [queue.get(no_ack=True).headers["app-attempt"] for queue in copies]
    assert delays == [1, 2]


def test_a_handler_that_always_fails_is_parked_with_what_an_operator_needs(sender, queues, counter):
    failures[:] = [KeyError("Siti")] * 9
    event = told(counter)
    sender.event(event)

    parked = queues.parked()
    assert len(attempts) == 3
    ours = {name: value for name, value in headers_of(parked).items() if name[:2] != "x-"}
    assert ours == {
        "app-attempt": 2,
        "app-queue": "counting.counting.told",
        "app-error": "KeyError",
    }
    assert event["id"] in str(parked.body)
    assert parked.properties["delivery_mode"] == 2


def test_a_refusal_in_a_handler_is_a_failure_like_any_other(sender, queues, counters, counter):
    for _ in range(11):
        sender.event(told(counter, by=10))
    assert headers_of(queues.parked())["app-error"] == "TooFar"
    eventually("the others are heard", lambda: counters.find_one({"_id": counter, "heard": 100}))


PASSING = [
    mongo_errors.AutoReconnect("away"),
    mongo_errors.ServerSelectionTimeoutError("away"),
    mongo_errors.NetworkTimeout("silent"),
    mongo_errors.ExecutionTimeout("slow"),
    mongo_errors.NotPrimaryError("elections"),
    NotConfirmed("silent"),
    ConnectionResetError(),
]


@pytest.mark.parametrize("error", PASSING, ids=lambda error: type(error).__name__)
def test_a_passing_failure_is_tried_again_more_often_than_there_are_tiers(
    error, sender, counters, counter
):
    failures[:] = [error] * 4
    sender.event(told(counter))

    assert counted(counters, counter)["total"] == 1
    assert len(attempts) == 5


def test_a_passing_failure_is_no_attempt(sender, queues, counters, counter):
    failures[:] = [ConnectionResetError()] * 3 + [ValueError("Siti")] * 2
    sender.event(told(counter))

    assert counted(counters, counter)["total"] == 1
    assert queues.waiting("parked.counting") == 0


def test_a_retry_does_not_reach_other_subscribers(sender, queues, counter):
    failures[:] = [ValueError("Siti")] * 9
    event = told(counter)
    sender.event(event)
    queues.parked()
    assert watched == [event["id"]]


def test_each_service_has_a_parking_lot_of_its_own(sender, queues):
    sender.told(b"no json")
    assert headers_of(queues.parked("counting"))["app-queue"] == "counting.counting.told"
    assert headers_of(queues.parked("watching"))["app-queue"] == "watching.counting.told"


def test_a_failed_message_that_cannot_be_moved_stays_where_it_is(
    sender, queues, counters, counter, monkeypatch
):
    refused = []

    def refuse(*_):
        refused.append(1)
        raise NotConfirmed("silent")

    monkeypatch.setattr(chassis.events, "PAUSE_SECONDS", 0.01)
    failures[:] = [ValueError("Siti")] * 3
    with monkeypatch.context() as broken:
        broken.setattr(Failures, "_publish", refuse)
        sender.event(told(counter))
        assert counted(counters, counter)["total"] == 1
    assert len(refused) == 3
    assert queues.waiting("parked.counting") == 0


def test_events_out_of_order_are_each_applied_once(sender, counters, counter):
    events = [told(counter, by=by) for by in (1, 2, 3, 4)]
    for event in [*reversed(events), *events]:
        sender.event(event)
    eventually("all heard", lambda: counters.find_one({"_id": counter, "total": 10, "heard": 10}))
