"""Looking into the broker's queues as an operator would."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from kombu import Connection, Queue
from kombu.message import Message

from chassis.topology import event_exchange, parked_queue, retry_exchange_name
from tests.support.eventually import eventually

OWN = ("counting.counting.told", "counting.counting.counted", "watching.counting.told",
       "rpc-counting", "rpc-watching", "parked.counting", "parked.watching")  # fmt: skip


class Queues:
    def __init__(self, connection: Connection):
        self.connection = connection

    def waiting(self, name: str) -> int:
        """Messages that are ready for a consumer; those under way to one are not counted."""
        return self._look(name).message_count

    def consumers(self, name: str) -> int:
        return self._look(name).consumer_count

    def parked(self, service: str = "counting") -> Message:
        """Takes the oldest message out of the parking lot; waits for one."""
        name = f"parked.{service}"
        message = eventually("a message is parked", lambda: self._channel.basic_get(name))
        self._channel.basic_ack(message.delivery_tag)
        return message

    def listen_to_counted(self) -> Any:
        """A queue of our own with the events ``counted`` from now on."""
        exchange = event_exchange("counting")
        queue = Queue(f"log-{uuid4()}", exchange, "counted", exclusive=True)(self._channel)
        queue.declare()
        return queue

    def delete(self, name: str) -> None:
        self._channel.queue_delete(name)

    def declare_parking_lot(self) -> None:
        parked_queue("counting")(self._channel).declare()

    def delete_all(self, tiers: list[int]) -> None:
        retrying = [
            retry_exchange_name(service, delay)
            for service in ("counting", "watching")
            for delay in tiers
        ]
        for name in [*OWN, *retrying]:
            self.delete(name)

    @property
    def _channel(self) -> Any:
        return self.connection.default_channel

    def _look(self, name: str) -> Any:
        return self._channel.queue_declare(name, passive=True)


def headers_of(message: Message) -> Mapping[str, Any]:
    return message.properties.get("application_headers") or {}
