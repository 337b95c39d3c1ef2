"""The live stream: one consumer of the broker's stream, any number of readers.

An event is encoded once. Readers share the ring, so one that reads slowly costs nothing but its
place in it; one that stops reading is cut off by the server's socket timeout.
"""

import logging
import time
from collections.abc import Callable, Iterator
from typing import Any

import eventlet
from eventlet.event import Event
from kombu.message import Message
from nameko.extensions import DependencyProvider

from chassis.consuming import Unreadable, read_body
from services.gateway.domain import sse
from services.gateway.domain.refusals import TooManyStreams
from services.gateway.domain.ring import Ring, Told, place_of
from services.gateway.domain.staff import Staff
from services.gateway.domain.visibility import SEEN_BY, Audience
from services.gateway.stream_source import Source

logger = logging.getLogger(__name__)

AT_ONCE = 100
"""Events in one write."""
STOP_SECONDS = 2
"""How long a stopping gateway waits for its readers to be told."""

Still = Callable[[], Staff | None]
"""Who reads, asked anew: None when the session is over."""


class EventStream(DependencyProvider):
    def setup(self) -> None:
        config = self.container.config
        self._config = config
        self._heartbeat: float = config["STREAM_HEARTBEAT_SECONDS"]
        self._ring = Ring(config["STREAM_RING_BYTES"])
        self._news = Event()
        self._stopping = False
        self._tail: int | None = None
        self._readers: dict[str, int] = {}
        self._source = Source(config, self._begin, self._hear, self._lost)
        self.dropped = 0

    def start(self) -> None:
        self._following = self.container.spawn_managed_thread(self._source.run)

    def stop(self) -> None:
        """Readers end at once, and come back to the next process."""
        self._stopping = self._source.stopping = True
        self._tell()
        with eventlet.Timeout(STOP_SECONDS, False):
            while self.readers:
                eventlet.sleep(0.02)
        self._following.kill()

    def get_dependency(self, worker_ctx: Any) -> "EventStream":
        return self

    @property
    def readers(self) -> int:
        return sum(self._readers.values())

    @property
    def alive(self) -> bool:
        """Whether the broker's stream is followed just now."""
        return self._source.following

    def subscribe(
        self, staff: Staff, facility: str | None, after: str | None, still: Still | None = None
    ) -> Iterator[bytes]:
        """What this person may see, from behind the place ``after`` on, without end.

        ``still`` is asked at each heartbeat; the stream ends when it answers None.
        Raises TooManyStreams.
        """
        if (
            self.readers >= self._config["STREAM_READERS"]
            or self._readers.get(staff.id, 0) >= self._config["STREAM_READERS_PER_ACCOUNT"]
        ):
            raise TooManyStreams
        return self._read(staff, facility, after, still or (lambda: staff))

    def _read(
        self, staff: Staff, facility: str | None, after: str | None, still: Still
    ) -> Iterator[bytes]:
        self._readers[staff.id] = self._readers.get(staff.id, 0) + 1
        try:
            yield sse.retry(self._config["STREAM_RETRY_MS"])
            yield from self._frames(Audience(staff, facility), facility, after, still)
        finally:
            self._readers[staff.id] -= 1
            if not self._readers[staff.id]:
                del self._readers[staff.id]

    def _frames(
        self, audience: Audience, facility: str | None, after: str | None, still: Still
    ) -> Iterator[bytes]:
        ring, position, epoch, level = self._ring, -1, -1, False
        due = time.monotonic() + self._heartbeat
        while not self._stopping:
            news, parts, events = self._news, [], []
            if ring.loaded:
                if epoch != ring.epoch:
                    position, greeting = self._placed(after if epoch < 0 else "")
                    epoch = ring.epoch
                    parts.append(greeting)
                if self._too_slow(position, level):
                    return
                events = ring.after(position, AT_ONCE)
                parts += [one.frame for one in events if audience.sees(one.type, one.facility)]
                position = events[-1].offset if events else position
                level = level or len(events) < AT_ONCE
            if time.monotonic() >= due:
                staff = _asked(still)
                if staff is None:
                    return
                audience = Audience(staff, facility)
                parts.append(sse.heartbeat(ring.place(position)))
                due = time.monotonic() + self._heartbeat
            if parts:
                yield b"".join(parts)
            if len(events) == AT_ONCE:
                eventlet.sleep(0)  # who catches up must not keep the others waiting
            elif not events:
                news.wait(timeout=max(0.0, due - time.monotonic()))

    def _placed(self, after: str | None) -> tuple[int, bytes]:
        """Where to begin, and the first thing to say."""
        ring = self._ring
        found = ring.find(after)
        if found is None:
            return ring.last, sse.reset(ring.place(ring.last))
        return found, sse.heartbeat(ring.place(found))

    def _too_slow(self, position: int, level: bool) -> bool:
        behind = self._ring.behind(position)
        if position >= self._ring.floor and not (
            level and behind > self._config["STREAM_READER_BACKLOG"]
        ):
            return False
        self.dropped += 1
        logger.info("a reader of the stream was dropped, %d events behind", behind)
        return True

    def _begin(self, tail: int | None) -> None:
        self._tail = tail
        if tail is None:
            self._loaded()
        else:
            # when nothing is as young as what we ask for, nothing will come
            eventlet.spawn_after(self._config["STREAM_LOAD_SECONDS"], self._loaded)

    def _loaded(self) -> None:
        if not self._ring.loaded:
            if self._ring.last < 0 and self._tail is not None:
                self._ring.begin(self._tail)
            self._ring.loaded = True
            self._tell()

    def _lost(self) -> None:
        self._ring.lose()

    def _hear(self, offset: int, message: Message) -> None:
        if self._ring.last < 0:
            self._ring.begin(offset - 1)
        told = self._told(offset, message)
        if told is None:
            self._ring.skip(offset)
        new = told is not None and self._ring.append(told)
        if not self._ring.loaded:
            if self._tail is None or offset >= self._tail:
                self._loaded()
        elif new:
            self._tell()

    def _told(self, offset: int, message: Message) -> Told | None:
        """None: nobody would see it, or it is not an event of ours."""
        try:
            event = read_body(message, self._config["STREAM_EVENT_BYTES"])
            id, type_, facility = event["id"], event["type"], event["facility"]
            if type_ not in SEEN_BY or not (isinstance(id, str) and isinstance(facility, str)):
                return None
            frame = sse.frame(place_of(offset, id), type_, event)
        # AttributeError: a message without a content type, as py-amqp gives it
        except (Unreadable, AttributeError, KeyError, TypeError, ValueError) as error:
            logger.warning("not told to readers, offset %d: %s", offset, type(error).__name__)
            return None
        return Told(offset, id, type_, facility, frame)

    def _tell(self) -> None:
        news, self._news = self._news, Event()
        news.send()


def _asked(still: Still) -> Staff | None:
    try:
        return still()
    except Exception as error:
        # whether the session still holds is not known, so the reader must sign for it again
        logger.warning("a stream ends, its session cannot be checked: %s", type(error).__name__)
        return None
