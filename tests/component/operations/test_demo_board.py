"""The board over the demo's desks misses nothing, though its broker goes away."""

from typing import Any

import pytest
from amqp.exceptions import MessageNacked
from kombu import Connection, Exchange, Producer

from operations.demo.board import Board
from tests.support.broker_node import BrokerNode
from tests.support.eventually import eventually


@pytest.mark.timeout(200)
def test_events_of_before_and_after_a_restart_of_the_broker_are_all_heard():
    heard: list[dict[str, Any]] = []
    with BrokerNode() as node, Board(node.uri, heard.append):
        _publish(node, 1)
        eventually("the first event is heard", lambda: heard)
        # not killed: RabbitMQ 3.10 forgets a quorum queue that was made less than a second before
        node.stop()
        node.start()
        eventually("the broker takes the second", lambda: _publish(node, 2), 60)
        eventually("the second event is heard", lambda: len({one["id"] for one in heard}) == 2, 60)


def _publish(node: BrokerNode, number: int) -> bool:
    """Whether the broker has it; one that has just started may refuse."""
    exchange = Exchange("lockers.events", "topic", durable=True)
    confirmed = {"confirm_publish": True}
    with Connection(node.uri, transport_options=confirmed) as connection:
        event = {"id": number, "type": "locker_assigned"}
        try:
            Producer(connection.channel(), exchange).publish(event, routing_key="locker_assigned")
        except MessageNacked:
            return False
    return True
