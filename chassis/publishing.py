"""Publishing with proof: a message counts as sent when the broker has confirmed it."""

import logging
from collections.abc import Iterable
from typing import Any, NamedTuple

import eventlet
from amqp import Message
from kombu import Exchange

from chassis.broker import connect

logger = logging.getLogger(__name__)


class Outgoing(NamedTuple):
    """``mandatory``: that no queue takes it is a fault."""

    exchange: str
    routing_key: str
    body: bytes
    message_id: str
    headers: dict[str, Any]
    correlation_id: str | None = None
    mandatory: bool = True


class NotConfirmed(Exception):
    """The broker did not confirm; whether it has the message is unknown."""


class ConfirmedPublisher:
    """Publishes many messages on one channel and awaits their confirms together.

    Not for use by two greenlets at once: each has its own. ``exchange`` is declared on each new
    connection.
    """

    def __init__(self, amqp_uri: str, timeout: float, exchange: Exchange | None = None):
        self._connection = connect(amqp_uri, connect_timeout=timeout)
        self._timeout = timeout
        self._exchange = exchange
        self._channel: Any = None
        self._waiting: dict[int, str] = {}
        self._published = 0
        self._confirmed: set[str] = set()
        self._returned: set[str] = set()

    def publish(self, messages: Iterable[Outgoing]) -> set[str]:
        """Sends all; gives the ids of those that the broker has, and could route if that matters.

        Raises NotConfirmed when the connection fails or the broker is silent for longer than
        the timeout; then any part of the batch may have been sent.
        """
        try:
            with eventlet.Timeout(self._timeout * 2):
                return self._publish(messages)
        except (eventlet.Timeout, *self._errors()) as error:
            self._drop()
            raise NotConfirmed(repr(error)) from error
        except BaseException:  # then the count of what awaits its confirm is wrong
            self._drop()
            raise

    def close(self) -> None:
        self._drop()

    def _publish(self, messages: Iterable[Outgoing]) -> set[str]:
        channel = self._open_channel()
        self._confirmed, self._returned = set(), set()
        for message in messages:
            self._published += 1
            self._waiting[self._published] = message.message_id
            channel.basic_publish(
                Message(
                    message.body,
                    message_id=message.message_id,
                    correlation_id=message.correlation_id,
                    application_headers=message.headers,
                    content_type="application/json",
                    content_encoding="utf-8",
                    delivery_mode=2,
                ),
                exchange=message.exchange,
                routing_key=message.routing_key,
                mandatory=message.mandatory,
            )
        while self._waiting:
            self._connection.drain_events(timeout=self._timeout)
        return self._confirmed - self._returned

    def _open_channel(self) -> Any:
        if self._channel is None or not self._channel.is_open:
            self._channel = self._connection.channel()
            tell_when_blocked(self._channel)
            if self._exchange is not None:
                self._exchange(self._channel).declare()
            self._channel.confirm_select()
            self._channel.events["basic_ack"].add(self._on_ack)
            self._channel.events["basic_nack"].add(self._on_nack)
            self._channel.events["basic_return"].add(self._on_return)
            self._published = 0
            self._waiting.clear()
        return self._channel

    def _on_ack(self, delivery_tag: int, multiple: bool) -> None:
        for tag in self._settled(delivery_tag, multiple):
            self._confirmed.add(self._waiting.pop(tag))

    def _on_nack(self, delivery_tag: int, multiple: bool) -> None:
        for tag in self._settled(delivery_tag, multiple):
            del self._waiting[tag]

    def _on_return(self, _error: Any, _exchange: str, _routing_key: str, message: Any) -> None:
        self._returned.add(message.properties["message_id"])

    def _settled(self, delivery_tag: int, multiple: bool) -> list[int]:
        if multiple:
            return [tag for tag in self._waiting if tag <= delivery_tag]
        return [delivery_tag] if delivery_tag in self._waiting else []

    def _errors(self) -> tuple[type[BaseException], ...]:
        return (OSError, *self._connection.connection_errors, *self._connection.channel_errors)

    def _drop(self) -> None:
        # collect, not close: a frozen broker would hold the closing handshake as long as it sleeps
        self._connection.collect()
        self._channel = None
        self._waiting.clear()


def tell_when_blocked(channel: Any) -> None:
    """Logs it when the broker takes nothing more from this connection: everything else about it
    looks well then, and other connections do."""
    channel.connection.on_blocked = lambda _reason: logger.error(
        "the broker takes no messages: its disk or memory is nearly full"
    )
