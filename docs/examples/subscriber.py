"""Prints every event of Kunjungan: an outside subscriber in plain kombu.

    pip install kombu
    AMQP_URI=amqp://guest:guest@127.0.0.1:5672// python docs/examples/subscriber.py

The queue is durable and ours alone: events wait in it while we are away. In a deployment the user
is one of SUBSCRIBERS (.env.example), and the queue's name must begin with that name and a dot.
"""

import json
import os
from urllib.parse import urlsplit

from kombu import Connection, Consumer, Exchange, Message, Queue

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

seen: set[str] = set()  # a real subscriber keeps this with its data


def on_message(message: Message) -> None:
    event = json.loads(message.body)
    if event["id"] not in seen:  # an event may come twice
        seen.add(event["id"])
        print(event["time"], event["type"], event["subject"], event["data"], flush=True)
    message.ack()  # only now: what we were not done with comes again


with Connection(URI, heartbeat=30) as connection, connection.channel() as channel:
    queue = Queue(QUEUE, durable=True, queue_arguments={"x-queue-type": "quorum"})(channel)
    queue.declare()
    for publisher, types in EVENTS.items():
        exchange = Exchange(f"{publisher}.events", type="topic", durable=True, passive=True)
        exchange(channel).declare()  # passive: it must be there, and is not ours to make
        for event_type in types.split():
            queue.bind_to(exchange, routing_key=event_type)
    with Consumer(channel, queue, on_message=on_message, prefetch_count=20):
        while True:
            connection.drain_events()
