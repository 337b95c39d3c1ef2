"""Follows the stream on the broker: from an hour ago when it starts, then without end.

It has a connection of its own. On a lost one it goes on behind the last offset that it saw, so
its readers miss nothing.
"""

import logging
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import eventlet
from kombu import Connection
from kombu.message import Message

import contracts
from chassis.broker import connect
from chassis.topology import event_stream

logger = logging.getLogger(__name__)

STREAM = "gateway.stream"
PREFETCH = 500
"""A stream demands one. Enough to load an hour in a second, little enough to hold in memory."""
QUIET_SECONDS = 0.5
"""How long nothing comes until the end of the stream is taken to be reached."""
PROBE_SECONDS = 3
ANSWER_SECONDS = 15
"""A frozen broker keeps its connections open; without this we would wait as long as it."""
AGAIN_SECONDS = 1.0
"""Between attempts to reach the broker: dozens of gateways may be waiting for it."""


class Source:
    """``hear(offset, message)`` is told each message, ``begin(tail)`` the last offset before the
    first follow (None: the stream is empty), ``lost()`` that the stream was made anew."""

    def __init__(
        self,
        config: dict[str, Any],
        begin: Callable[[int | None], None],
        hear: Callable[[int, Message], None],
        lost: Callable[[], None],
    ):
        self._uri, self._heartbeat = config["AMQP_URI"], config["HEARTBEAT"]
        self._declare = config["DECLARE_EVENT_EXCHANGES"]
        self._back = timedelta(seconds=config["STREAM_RESUME_SECONDS"])
        self._begin, self._hear, self._lost = begin, hear, lost
        self._last: int | None = None
        self._mark = 0
        self._resuming = False
        self._begun = False
        self.following = False
        self.stopping = False

    def run(self) -> None:
        while not self.stopping:
            connection = connect(self._uri, heartbeat=self._heartbeat, connect_timeout=5)
            try:
                self._follow(connection)
            except Exception as error:
                # whatever it was: a gateway without a stream still serves all else
                logger.warning("the stream is interrupted: %r", error)
                eventlet.sleep(AGAIN_SECONDS)
            finally:
                self.following = False
                connection.collect()

    def _follow(self, connection: Connection) -> None:
        with eventlet.Timeout(ANSWER_SECONDS, TimeoutError("the broker does not answer")):
            with connection.channel() as channel:
                stream = event_stream(STREAM, contracts.open_to_all(), declare=self._declare)
                stream(channel).declare()
            if not self._begun:
                self._begin(self._tail(connection))
                self._begun = True
            young = datetime.now(UTC) - self._back
            self._resuming = self._last is not None
            start = self._last if self._resuming else young
            self._consume(connection, start, self._receive)
        self.following = True
        while not self.stopping:
            with suppress(TimeoutError):
                connection.drain_events(timeout=1)
            connection.heartbeat_check()

    def _receive(self, offset: int, message: Message) -> None:
        mark = zlib.crc32(_bytes(message.body))
        if self._resuming:
            # the last one again, to see that it is the same stream and nothing was cut away
            self._resuming = False
            if (offset, mark) == (self._last, self._mark):
                return
            logger.warning("the stream is not the one that was left at %s: %d", self._last, offset)
            self._lost()
        self._last, self._mark = offset, mark
        self._hear(offset, message)

    def _tail(self, connection: Connection) -> int | None:
        """The offset of the last message there is; a stream does not tell it otherwise."""
        seen: list[int] = []
        channel = self._consume(connection, "last", lambda offset, _: seen.append(offset))
        deadline = time.monotonic() + PROBE_SECONDS
        with suppress(TimeoutError):
            while time.monotonic() < deadline:
                connection.drain_events(timeout=QUIET_SECONDS)
        channel.close()
        return max(seen, default=None)

    @staticmethod
    def _consume(
        connection: Connection, start: Any, receive: Callable[[int, Message], None]
    ) -> Any:
        channel = connection.channel()
        channel.basic_qos(0, PREFETCH, False)

        def delivered(message: Message) -> None:
            channel.basic_ack(message.delivery_tag)
            receive(int(message.headers["x-stream-offset"]), message)

        channel.basic_consume(
            STREAM, no_ack=False, callback=delivered, arguments={"x-stream-offset": start}
        )
        return channel


def _bytes(body: bytes | str | memoryview) -> bytes:
    return body.encode() if isinstance(body, str) else bytes(body)
