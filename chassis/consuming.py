"""The consumer that all entrypoints share: nameko's, with its known losses mended.

Each override answers something measured on nameko 2.14.1; see docs/adr/0004.
"""

import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, NoReturn

import eventlet
from amqp.exceptions import AMQPError
from kombu import Connection
from kombu.message import Message
from nameko.messaging import QueueConsumer as NamekoQueueConsumer

from chassis import tracing
from chassis.broker import connect
from chassis.pulse import Pulse
from chassis.wire import accept_anything

logger = logging.getLogger(__name__)
accept_anything()

ARRIVAL = "arrival"
TRACE = f"nameko.{tracing.HEADER}"
CANCEL_SECONDS = 3
"""How long a stopping service waits for the broker to say that it delivers no more."""
RECONNECT_SECONDS = 2.0
"""The longest pause between attempts to reach the broker again."""


class Unreadable(Exception):
    """The message is not a JSON document of bearable size. Says why, never what."""


class StoppedWhileAway(Exception):
    """The service was stopped while the broker could not be reached."""


def read_body(message: Message, limit: int) -> Any:
    """The JSON document in a message.

    Raises Unreadable when it is longer than ``limit`` bytes, of another content type, compressed,
    not UTF-8 or not JSON (which has no NaN).
    """
    body = message.body
    raw = body.encode() if isinstance(body, str) else bytes(body)
    if len(raw) > limit:
        raise Unreadable(f"{len(raw)} bytes, {limit} are allowed")
    if message.content_type != "application/json":
        raise Unreadable("the content type is not application/json")
    try:
        return json.loads(raw.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Unreadable(type(error).__name__) from None


def _no_constant(_name: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")


def trace_in(message: Message) -> dict[str, str]:
    """The trace that a message belongs to, as the header of an event; empty if it has none that is
    well formed. Callers send it under its plain name, publishers under nameko's."""
    headers = message.headers or {}
    for name in (TRACE, tracing.HEADER):
        if tracing.parts(headers.get(name)):
            return {TRACE: str(headers[name])}
    return {}


def context_of(message: Message) -> dict[str, Any]:
    """What a worker takes over from its message: the trace it belongs to, and when it arrived.

    Nothing else of the headers: a worker keeps things of its own in the same place, and a
    ``nameko.span`` of somebody else's would pass for its own.
    """
    context: dict[str, Any] = {ARRIVAL: time.monotonic()}
    if trace := trace_in(message):
        context[tracing.HEADER] = trace[TRACE]
    return context


def arrival_of(worker_ctx: Any) -> float:
    """When the message that this worker is for arrived, on the monotonic clock."""
    return worker_ctx.data[ARRIVAL]


class QueueConsumer(NamekoQueueConsumer):
    """Fetches messages for the entrypoints of one service."""

    _pending_remove_providers: dict[Any, Any]

    def __init__(self) -> None:
        super().__init__()
        self._receiving = 0
        self.pulse = Pulse()

    def run(self, _tokens: int = 1, **kwargs: Any) -> None:
        """As kombu's, but looks five times a second whether to stop, not once."""
        try:
            super().run(_tokens, safety_interval=0.2, **kwargs)
        except StoppedWhileAway:
            logger.warning("stopped while the broker was away; it will deliver again")

    @contextmanager
    def consumer_context(self, **kwargs: Any) -> Iterator[Any]:
        with super().consumer_context(**kwargs) as opened:
            self.pulse.begin(opened[0])
            try:
                yield opened
            finally:
                self.pulse.end()

    def get_consumers(self, consumer_cls: Callable[..., Any], channel: Any) -> list[Any]:
        """As nameko's, but the body is read by us: kombu's own decoding acknowledges, and logs
        in full, what it cannot read."""
        self._consumers.clear()
        for provider in list(self._providers):
            consumer = consumer_cls(
                queues=[provider.queue], on_message=partial(self._receive, provider)
            )
            consumer.qos(prefetch_count=self.prefetch_count)
            self._consumers[provider] = consumer
        return list(self._consumers.values())

    def _receive(self, provider: Any, message: Message) -> None:
        self._receiving += 1
        work = partial(self._hand_over, provider, message)
        self.container.spawn_managed_thread(work, identifier=type(provider).__name__)

    def _hand_over(self, provider: Any, message: Message) -> None:
        try:
            body = read_body(message, self.container.config["MAX_MESSAGE_BYTES"])
            provider.handle_message(body, message)
        except Unreadable as reason:
            provider.handle_unreadable(message, str(reason))
        except Exception as error:
            # a fault of ours that this message brings out: without the message we can go on, and
            # with it the next process would die as well
            logger.error("a message could not be read: %s", type(error).__name__, exc_info=True)
            provider.handle_unreadable(message, type(error).__name__)
        finally:
            self._receiving -= 1

    def on_decode_error(self, message: Message, exc: Exception) -> None:
        """Dead-letters what cannot even be taken apart; the body is not logged."""
        logger.warning("undecodable message refused: %s", type(exc).__name__)
        self._settle(message, partial(message.reject, requeue=False))

    def on_iteration(self) -> None:
        """Stops when there is nothing to consume *and* nothing in work.

        nameko stops, and so closes the channel, while handlers still run: their acknowledgement
        is lost and the message is worked twice.
        """
        self.pulse.beat()
        self._cancel_consumers_if_requested()
        if not self._consumers and self._idle():
            self.should_stop = True

    def _idle(self) -> bool:
        pool = self.container._worker_pool
        return self._receiving + pool.running() + pool.waiting() == 0

    def _cancel_consumers_if_requested(self) -> None:
        """As nameko's, but a silent broker holds up nobody: when it does not answer, the
        connection is given up, and its consumers with it."""
        asked, self._pending_remove_providers = self._pending_remove_providers, {}
        try:
            for provider in list(self._consumers):
                if provider in asked or provider not in self._providers:
                    consumer = self._consumers.pop(provider)
                    with eventlet.Timeout(CANCEL_SECONDS, TimeoutError("no answer")):
                        consumer.cancel()
        except BaseException:
            # stop here and now if that was the last one, instead of looking for the broker again
            self.should_stop = self._providers <= asked.keys() and self._idle()
            raise
        finally:
            for removed in asked.values():
                removed.send()

    def ack_message(self, message: Message) -> None:
        self._settle(message, message.ack)

    def requeue_message(self, message: Message) -> None:
        self._settle(message, message.requeue)

    @staticmethod
    def _settle(message: Message, settle: Callable[[], None]) -> None:
        # when the connection is gone the broker has taken the message back already
        if message.channel is not None and message.channel.connection:
            try:
                settle()
            except (OSError, AMQPError) as error:
                logger.warning("settling a message failed, it will come again: %r", error)

    @property
    def connection(self) -> Connection:
        """As nameko's, with our TLS."""
        return connect(self.amqp_uri, heartbeat=self.container.config["HEARTBEAT"])

    @contextmanager
    def establish_connection(self) -> Iterator[Connection]:
        """As kombu's, but a broken connection is dropped instead of closed: a frozen broker
        would hold the closing handshake as long as it sleeps. And a service can be stopped while
        it waits for its broker."""
        connection = self.connection.clone()
        broken = (OSError, *connection.connection_errors)
        try:
            connection.ensure_connection(
                self.on_connection_error,
                interval_start=0.2,
                interval_step=0.2,
                interval_max=RECONNECT_SECONDS,
                callback=self._stop_while_away,
            )
            yield connection
        except broken:
            connection.collect()
            raise
        finally:
            if connection.connected:
                connection.release()

    def _stop_while_away(self) -> None:
        self._consumers.clear()
        asked, self._pending_remove_providers = self._pending_remove_providers, {}
        for removed in asked.values():
            removed.send()
        if not self._providers and self._idle():
            raise StoppedWhileAway
