"""What lies in queues."""

from collections.abc import Iterable

from kombu import Connection


def messages_in(amqp_uri: str, queues: Iterable[str]) -> dict[str, int]:
    """How many messages wait in each queue that is not empty."""
    with Connection(amqp_uri) as connection:
        channel = connection.default_channel
        counts = {name: channel.queue_declare(name, passive=True).message_count for name in queues}
    return {name: count for name, count in counts.items() if count}
