"""A message that kills whoever takes it up is parked by the broker in the end."""

import json

from kombu import Connection

from chassis.topology import DELIVERY_LIMIT
from tests.component.chassis.messages import Sender, told
from tests.component.chassis.processes import wait_until_it_answers
from tests.component.chassis.queues import headers_of
from tests.support.eventually import eventually

QUEUE = "counting.counting.told"


def taken_and_dropped(amqp_uri: str) -> bool:
    """As by a process that dies with the message in work: it says nothing more, and is gone."""
    connection = Connection(amqp_uri)
    try:
        return connection.default_channel.basic_get(QUEUE) is not None
    finally:
        connection.collect()


def test_a_message_that_kills_every_process_is_parked(start, lasting, queues, caller, counter):
    first = start()
    wait_until_it_answers(caller)
    first.order("die", "after loading")
    sender = Sender(lasting["AMQP_URI"])
    poison = json.dumps(told(counter)).encode()
    sender.told(poison, content_type="application/json")
    sender.close()
    first.exit_code()

    for _ in range(DELIVERY_LIMIT):
        eventually("it is there again", lambda: taken_and_dropped(lasting["AMQP_URI"]))
    parked = queues.parked()
    assert parked.body in (poison, poison.decode())
    assert headers_of(parked)["x-first-death-reason"] == "delivery_limit"

    start()
    wait_until_it_answers(caller)
    assert queues.waiting(QUEUE) == 0
