"""Publishing with proof, against every answer that a broker can give."""

import time
from uuid import uuid4

import eventlet
import pytest
from kombu import Connection, Exchange, Queue

from chassis.publishing import ConfirmedPublisher, NotConfirmed, Outgoing
from tests.support.proxy import Proxy

EXCHANGE = "publishing.events"


@pytest.fixture(scope="module")
def channel(lasting):
    with Connection(lasting["AMQP_URI"]) as connection:
        yield connection.channel()


@pytest.fixture(scope="module", autouse=True)
def bound(channel):
    """Two queues: one that takes what comes, and one that has room for a single message."""
    exchange = Exchange(EXCHANGE, "topic", durable=True)
    full = {"x-max-length": 1, "x-overflow": "reject-publish"}
    for name, arguments in (("taken", {}), ("full", full)):
        Queue(name, exchange, name, exclusive=True, queue_arguments=arguments)(channel).declare()


@pytest.fixture
def broker(lasting):
    with Proxy(lasting["AMQP_URI"]) as proxy:
        yield proxy


@pytest.fixture
def publisher(lasting, broker):
    publisher = ConfirmedPublisher(broker.through(lasting["AMQP_URI"]), timeout=0.5)
    yield publisher
    publisher.close()


def outgoing(routing_key="taken", **headers):
    return Outgoing(EXCHANGE, routing_key, b"{}", str(uuid4()), headers)


def ids(*messages):
    return {message.message_id for message in messages}


def test_what_is_confirmed_is_sent_however_many(publisher):
    batch = [outgoing() for _ in range(500)]
    assert publisher.publish(batch) == ids(*batch)


def test_nothing_is_sent_at_once(publisher):
    assert publisher.publish([]) == set()


def test_what_no_queue_is_bound_to_is_not_sent(publisher):
    taken, lost = outgoing(), outgoing("nobody")
    assert publisher.publish([lost, taken, lost]) == ids(taken)


def test_what_nobody_needs_to_hear_is_sent_to_nobody(publisher):
    unheard = outgoing("nobody")
    assert publisher.publish([unheard._replace(mandatory=False)]) == ids(unheard)


def test_what_the_broker_refuses_is_not_sent(publisher):
    first, second, other = outgoing("full"), outgoing("full"), outgoing()
    publisher.publish([first])
    assert publisher.publish([second, other]) == ids(other)


def test_one_batch_is_not_taken_for_the_next(publisher):
    lost = outgoing("nobody")
    publisher.publish([lost])
    assert publisher.publish([lost._replace(mandatory=False)]) == ids(lost)
    assert publisher.publish([lost]) == set()


@pytest.mark.parametrize("trouble", ["cut", "freeze"])
def test_a_broker_that_is_away_or_silent_confirms_nothing_and_is_found_again(
    publisher, broker, trouble
):
    publisher.publish([outgoing()])
    getattr(broker, trouble)()
    begun = time.monotonic()
    with pytest.raises(NotConfirmed):
        publisher.publish([outgoing()])
    assert time.monotonic() - begun < 5

    broker.restore()
    again = outgoing()
    assert publisher.publish([again]) == ids(again)


def test_confirms_that_never_come_are_no_confirms(publisher, broker):
    publisher.publish([outgoing()])
    broker.freeze(only_answers=True)
    with pytest.raises(NotConfirmed):
        publisher.publish([outgoing()])


def test_an_exchange_that_is_not_there_is_no_confirm_and_the_next_batch_goes_out(publisher):
    with pytest.raises(NotConfirmed):
        publisher.publish([Outgoing("no such exchange", "x", b"{}", "m1", {})])
    after = outgoing()
    assert publisher.publish([after]) == ids(after)


def test_a_message_that_cannot_be_written_leaves_the_next_batch_alone(publisher):
    with pytest.raises(NotConfirmed):
        publisher.publish([outgoing(), outgoing(strange=object())])
    after = outgoing()
    assert publisher.publish([after]) == ids(after)


def test_whoever_gives_up_while_publishing_leaves_the_next_batch_alone(publisher, broker):
    publisher.publish([outgoing()])
    broker.freeze(only_answers=True)
    publishing = eventlet.spawn(publisher.publish, [outgoing()])
    eventlet.sleep(0)
    publishing.kill()
    broker.break_connections()
    broker.restore()
    after = outgoing()
    assert publisher.publish([after]) == ids(after)
