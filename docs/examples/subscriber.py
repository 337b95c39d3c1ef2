"""Prints every event of Kunjungan, a CloudEvent in JSON on each line: a subscriber in plain kombu.

    pip install kombu
    AMQP_URI=amqp://guest:guest@127.0.0.1:5672// python docs/examples/subscriber.py

The queue is durable and ours alone: events wait in it while we are away. In a deployment the user
is one of SUBSCRIBERS (.env.example), and the queue's name must begin with that name and a dot.
"""

import json
import os
from urllib.parse import urlsplit

from amqp import Channel, NotFound
from kombu import Connection, Consumer, Exchange, Message, Queue
from kombu.mixins import ConsumerMixin

URI = os.environ.get("AMQP_URI", "amqp://guest:guest@127.0.0.1:5672//")
QUEUE = os.environ.get("QUEUE", f"{urlsplit(URI).username}.example")

# Named one by one, since `contact_recorded` may be read by Kunjungan's notifications alone.
EVENTS = {
    "registration": "visit_booked visitor_registered visit_started visit_extended "
    "visit_ending_soon visit_ended visitor_departed visit_cancelled visit_no_show visit_flagged "
    "inmate_status_changed visitor_banned facility_configured facility_closed facility_reopened",
    "screening": "#",
    "lockers": "#",
    "notifications": "#",
}


class Subscriber(ConsumerMixin):
    """Connects again by itself whenever the broker was away."""

    def __init__(self, connection: Connection):
        self.connection = connection
        self.seen: set[str] = set()  # a real subscriber keeps this with its data

    def get_consumers(self, consumer: type[Consumer], channel: Channel) -> list[Consumer]:
        queue = Queue(QUEUE, durable=True, queue_arguments={"x-queue-type": "quorum"})(channel)
        queue.declare()
        for publisher, types in EVENTS.items():
            self.make_sure_of(f"{publisher}.events")
            for event_type in types.split():
                queue.bind_to(f"{publisher}.events", routing_key=event_type)
        return [consumer([queue], on_message=self.on_message, prefetch_count=20)]

    def make_sure_of(self, name: str) -> None:
        exchange = Exchange(name, type="topic", durable=True, passive=True)
        try:
            exchange(self.connection.channel()).declare()
        except NotFound:  # a new machine, where Kunjungan has never run
            exchange.passive = False
            exchange(self.connection.channel()).declare()

    def on_message(self, message: Message) -> None:
        event = json.loads(message.body)
        if event["id"] not in self.seen:  # an event may come twice
            self.seen.add(event["id"])
            print(json.dumps(event), flush=True)
        message.ack()  # only now: what we were not done with comes again


if __name__ == "__main__":
    with Connection(URI, heartbeat=30) as connection:
        Subscriber(connection).run()
