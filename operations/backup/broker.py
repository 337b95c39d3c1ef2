"""What lies on the broker: events on their way, parked messages, and who listens."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple
from uuid import uuid4

import bson
from amqp.exceptions import NotFound
from bson.errors import BSONError
from kombu.utils.url import parse_url

from chassis.broker import connect
from chassis.publishing import ConfirmedPublisher, Outgoing
from operations.management import Management
from operations.secrets import OWNERS
from operations.topology import queues
from operations.waiting import Unavailable

PARKED = "parked."
PARKED_PART = "parked/"
TIMEOUT_SECONDS = 10


class Waiting(NamedTuple):
    """``parked``: how many messages lie in each parking lot. ``under_way``: in each other queue
    of ours that is not empty."""

    parked: dict[str, int]
    under_way: dict[str, int]


class Broker:
    """Use as a context manager. Raises Unavailable when the broker or one of our queues is not
    there."""

    def __init__(self, settings: Mapping[str, Any], management_url: str | None = None):
        self._uri: str = settings["AMQP_URI"]
        self._connection = connect(self._uri, connect_timeout=TIMEOUT_SECONDS)
        self._queues = queues(settings["RETRY_TIERS_MS"], settings["QUORUM_SIZE"])
        self._management = self._opened(management_url) if management_url else None

    def __enter__(self) -> "Broker":
        try:
            self._connection.connect()
        except (OSError, *self._connection.connection_errors) as error:
            raise Unavailable(f"RabbitMQ does not let us in: {error}") from None
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.release()

    def waiting(self) -> Waiting:
        parked, under_way = dict[str, int](), dict[str, int]()
        with self._connection.channel() as channel:
            for queue in self._queues:
                try:
                    told = channel.queue_declare(queue.name, passive=True)
                except NotFound:
                    raise Unavailable(
                        f"The queue {queue.name} is not there. Run `kunjungan provision` first."
                    ) from None
                if queue.name.startswith(PARKED):
                    parked[queue.name] = told.message_count
                elif told.message_count:
                    under_way[queue.name] = told.message_count
        return Waiting(parked, under_way)

    def in_hand(self) -> dict[str, int]:
        """Messages that a service has taken and not yet settled, by queue, as the management knew
        it some seconds ago; nothing without a management."""
        if self._management is None:
            return {}
        api, vhost = self._management
        ours = {queue.name for queue in self._queues}
        return {name: count for name, count in api.in_hand(vhost).items() if name in ours}

    def parked_messages(self, queue: str, count: int) -> Iterator[bytes]:
        """The messages of a parking lot, each of which is laid behind the others again. It is not
        just looked at: RabbitMQ 4 drops what was looked at 20 times."""
        publisher = ConfirmedPublisher(self._uri, TIMEOUT_SECONDS)
        try:
            with self._connection.channel() as channel:
                for _ in range(count):
                    message = channel.basic_get(queue)
                    if message is None:
                        return
                    kept = _kept(message)
                    if not publisher.publish([_outgoing(queue, kept)]):
                        raise Unavailable(f"RabbitMQ did not take a message of {queue} back.")
                    channel.basic_ack(message.delivery_info["delivery_tag"])
                    yield bson.encode(kept)
        finally:
            publisher.close()

    def park(self, queue: str, messages: list[Mapping[str, Any]]) -> None:
        publisher = ConfirmedPublisher(self._uri, TIMEOUT_SECONDS)
        try:
            outgoing = [_outgoing(queue, message) for message in messages]
            if len(publisher.publish(outgoing)) < len(outgoing):
                raise Unavailable(f"RabbitMQ did not take the messages of {queue}.")
        finally:
            publisher.close()

    def running(self) -> list[str]:
        """Services of which a process listens for calls."""
        found = []
        for owner in OWNERS:
            with self._connection.channel() as channel, suppress(NotFound):
                if channel.queue_declare(f"rpc-{owner}", passive=True).consumer_count:
                    found.append(owner)
        return found

    def purge_calls(self) -> None:
        """Calls that nobody waits for any more must not be done on the restored data."""
        for owner in OWNERS:
            with self._connection.channel() as channel, suppress(NotFound):
                channel.queue_purge(f"rpc-{owner}")

    def _opened(self, url: str) -> tuple[Management, str]:
        parts = parse_url(self._uri)
        return Management(url, parts["userid"], parts["password"]), parts["virtual_host"]


def _kept(message: Any) -> dict[str, Any]:
    """What lies in the archive of a message."""
    body, headers = message.body, dict(message.headers or {})
    headers.pop("x-delivery-count", None)  # the broker counts anew
    kept = {
        "body": body.encode() if isinstance(body, str) else bytes(body),
        "headers": headers,
        "message_id": message.properties.get("message_id") or str(uuid4()),
        "correlation_id": message.properties.get("correlation_id"),
    }
    try:
        bson.encode(kept)
    except (BSONError, OverflowError):  # whoever sent it may have put anything in its headers
        ours = {key: value for key, value in headers.items() if key.startswith("app-")}
        kept["headers"] = {key: str(value) for key, value in ours.items()}
    return kept


def _outgoing(queue: str, kept: Mapping[str, Any]) -> Outgoing:
    return Outgoing(
        "", queue, kept["body"], kept["message_id"], dict(kept["headers"]), kept["correlation_id"]
    )
