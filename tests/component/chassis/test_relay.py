"""The relay in odd circumstances: no subscriber, no queue, no exchange, a meddled database."""

from datetime import UTC, datetime, timedelta

import pytest
from kombu import Connection, Exchange, Queue

from chassis.events import event_handler
from chassis.publishing import ConfirmedPublisher
from chassis.rpc import RpcConsumer, rpc
from chassis.service import Service
from chassis.stored import Stored
from chassis.topology import event_exchange
from contracts.event_type import EventType
from tests.component.chassis.counting import COUNTED, Counters, Move, Step, moved, summary
from tests.component.chassis.messages import move
from tests.support.containers import Services
from tests.support.eventually import eventually

UNHEARD = EventType("lonely", "counted", "Nobody of ours listens.", Step, {"by": 1})
HEARD = EventType("heard", "counted", "Somebody of ours listens.", Step, {"by": 1},
                  heard_by=("elsewhere",))  # fmt: skip


class Lonely(Service):
    name = "lonely"
    counters = Stored(Counters, publishes={"counted": UNHEARD})

    @rpc(Move)
    def move(self, command):
        id = command["counter"]
        return self.counters.apply(id, command, lambda c: moved(c, id, "RTBPN", 1), summary)

    @event_handler(COUNTED)
    def ignore(self, event):
        """Gives it a parking lot, which ``ping`` looks into."""


class Heard(Lonely):
    name = "heard"
    counters = Stored(Counters, publishes={"counted": HEARD})


@pytest.fixture(scope="module")
def connection(lasting):
    with Connection(lasting["AMQP_URI"]) as connection:
        yield connection


@pytest.fixture(scope="module")
def running(lasting, connection):
    for name in ("lonely.events", "heard.events"):
        connection.default_channel.exchange_delete(name)
    services = Services(lasting)
    lonely, heard = services.start(Lonely), services.start(Heard)
    yield {"lonely": lonely, "heard": heard}
    services.stop()


@pytest.fixture
def counters(lasting, counters):
    """``counters(service)`` is that service's collection."""
    client = counters.database.client
    return lambda service: client[lasting["DATABASE_PREFIX"] + service]["counters"]


@pytest.fixture(autouse=True)
def emptied(running, counters):
    yield
    for service in running:
        counters(service).delete_many({})


def emptied_outbox(counters, counter):
    gone = {"_id": counter, "outbox": [], "outbox_since": {"$exists": False}}
    return eventually("the outbox is empty", lambda: counters.find_one(gone))


def test_an_event_that_nobody_of_ours_hears_leaves_the_outbox(running, caller, counters, counter):
    caller.call("lonely", "move", move(counter))
    emptied_outbox(counters("lonely"), counter)


def test_a_publisher_needs_no_subscriber_to_make_its_exchange(running, caller, connection, counter):
    caller.call("lonely", "move", move(counter))
    declared = connection.default_channel.exchange_declare
    eventually("the exchange is there",
               lambda: declared("lonely.events", "topic", passive=True) or True)  # fmt: skip


def test_an_event_whose_subscriber_has_no_queue_yet_waits_for_it(
    running, caller, connection, counters, counter, caplog
):
    caller.call("heard", "move", move(counter))
    eventually("it is missed", lambda: "found no queue" in caplog.text)
    assert counters("heard").find_one({"_id": counter})["outbox"]

    queue = Queue("elsewhere", event_exchange("heard"), "counted", exclusive=True)
    bound = queue(connection.default_channel)
    bound.declare()
    assert eventually("it comes", lambda: bound.get(no_ack=True)).payload["subject"] == counter
    emptied_outbox(counters("heard"), counter)
    bound.delete()


def test_more_stuck_events_than_one_batch_do_not_hold_up_the_others(
    lasting, running, connection, counters, counter
):
    old = datetime.now(UTC) - timedelta(hours=1)
    stuck = {"id": "s", "type": "counted", "traceparent": "t"}
    counters("heard").insert_many(
        {"_id": str(n), "version": 1, "inbox": [], "outbox": [stuck | {"id": f"s{n}"}],
         "outbox_since": old} for n in range(lasting["RELAY_BATCH"] + 50)
    )  # fmt: skip
    counters("heard").insert_one(
        {"_id": counter, "version": 1, "inbox": [], "outbox_since": old,
         "outbox": [stuck | {"id": "goes", "type": "nobody_needs_this"}]}
    )  # fmt: skip
    emptied_outbox(counters("heard"), counter)


def test_an_event_edited_by_hand_holds_up_no_other(running, caller, counters, counter, caplog):
    malformed = {"id": "edited", "type": "counted", "traceparent": "t", "data": datetime.now(UTC)}
    counters("lonely").insert_one(
        {"_id": "broken", "version": 1, "inbox": [], "outbox": [malformed, {"id": "half"}],
         "outbox_since": datetime.now(UTC) - timedelta(hours=1)}
    )  # fmt: skip
    eventually("it is told of", lambda: "edited in an outbox is malformed" in caplog.text)
    caller.call("lonely", "move", move(counter))
    emptied_outbox(counters("lonely"), counter)


def test_an_exchange_that_was_deleted_is_made_again(running, caller, connection, counters, counter):
    connection.default_channel.exchange_delete("lonely.events")
    caller.call("lonely", "move", move(counter))
    emptied_outbox(counters("lonely"), counter)


def test_a_reply_that_the_broker_refuses_is_dropped_and_the_next_one_goes_out(
    running, caller, caplog
):
    [consumer] = [e for e in running["lonely"].extensions if isinstance(e, RpcConsumer)]
    exchange, consumer._exchange = consumer._exchange, "no such exchange"
    with pytest.raises(Exception, match="timed_out"):
        caller.call("lonely", "ping", {}, timeout=0.5)
    assert "the broker refuses a reply, it is dropped" in caplog.text
    consumer._exchange = exchange
    assert caller.call("lonely", "ping", {})["status"] == "ok"


@pytest.fixture
def publisher(lasting):
    publisher = ConfirmedPublisher(lasting["AMQP_URI"], timeout=5)
    yield publisher
    publisher.close()


def test_a_provisioned_service_makes_no_exchange(lasting, connection):
    channel = connection.channel()
    exchange = event_exchange("provisioned", declare=False)
    publisher = ConfirmedPublisher(lasting["AMQP_URI"], 5, exchange)
    publisher.publish([])
    publisher.close()
    with pytest.raises(channel.connection.channel_errors):
        Exchange("provisioned.events", "topic", channel=channel, passive=True).declare()
