"""Every event finds the queues of its subscribers before any of them has started."""

from typing import Any

from kombu import Connection

import contracts
from chassis.topology import failure_queues
from operations.topology import declare
from tests.support.eventually import eventually
from tests.support.messages import EventPublisher


def waiting(amqp_uri: str, queue: str) -> int:
    with Connection(amqp_uri) as connection:
        return connection.default_channel.queue_declare(queue, passive=True).message_count


def test_an_event_waits_for_a_subscriber_that_never_ran(
    settings: dict[str, Any], publish: EventPublisher
):
    declare(settings["AMQP_URI"], settings, purge=True)
    publish("visit_ended")
    for subscriber in contracts.ALL["visit_ended"].heard_by:
        queue = f"{subscriber}.registration.visit_ended"
        eventually(f"one in {queue}", lambda queue=queue: waiting(settings["AMQP_URI"], queue) == 1)
    declare(settings["AMQP_URI"], settings, purge=True)


def test_declaring_again_keeps_what_waits_and_a_purge_throws_it_away(
    settings: dict[str, Any], publish: EventPublisher
):
    uri, queue = settings["AMQP_URI"], "lockers.registration.visit_ended"
    names = declare(uri, settings, purge=True)
    publish("visit_ended")
    eventually("the event waits", lambda: waiting(uri, queue) == 1)
    assert declare(uri, settings) == names
    assert waiting(uri, queue) == 1
    declare(uri, settings, purge=True)
    assert waiting(uri, queue) == 0


def test_every_subscriber_has_a_queue_for_each_event_it_hears_and_a_parking_lot(
    settings: dict[str, Any],
):
    names = set(declare(settings["AMQP_URI"], settings))
    for event_type in contracts.ALL.values():
        for subscriber in event_type.heard_by:
            assert f"{subscriber}.{event_type.publisher}.{event_type.name}" in names
            for queue in failure_queues(subscriber, settings["RETRY_TIERS_MS"]):
                assert queue.name in names
