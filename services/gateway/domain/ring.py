"""The last events of the stream, in order: what a reader that comes back is given.

An event is known by its offset in the stream, which all processes of the gateway agree on. A
place is ``<offset>-<mark of the event>``: the mark tells an offset of a stream that was made anew
from the one that a reader remembers.
"""

import re
import zlib
from bisect import bisect_right
from dataclasses import dataclass

_PLACE = re.compile(r"([0-9]{1,19})(?:-([0-9a-f]{8}))?")
_OVERHEAD = 400
"""Bytes that an event costs besides its text."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it is sent: encoded once, whoever reads it."""

    offset: int
    id: str
    type: str
    facility: str
    frame: bytes


def place_of(offset: int, event_id: str) -> str:
    return f"{offset}-{zlib.crc32(event_id.encode()):08x}"


class Ring:
    """``floor``: nothing after this offset is missing. ``epoch`` counts how often the stream was
    lost, after which no earlier place means anything."""

    def __init__(self, limit_bytes: int):
        self._limit = limit_bytes
        self._bytes = 0
        self._offsets: list[int] = []
        self._events: list[Told] = []
        self._ids: set[str] = set()
        self.floor = -1
        self.last = -1
        self.epoch = 0
        self.loaded = False

    def begin(self, floor: int) -> None:
        """What comes next follows ``floor``; nothing before it can be given."""
        self.floor = self.last = floor

    def lose(self, floor: int = -1) -> None:
        """Something is missing: whoever reads must look at everything anew."""
        self._offsets, self._events, self._ids, self._bytes = [], [], set(), 0
        self.epoch += 1
        self.begin(floor)

    def append(self, event: Told) -> bool:
        """False: it was there before, by its offset or (published twice) by its id."""
        if event.offset <= self.last:
            return False
        self.last = event.offset
        if event.id in self._ids:
            return False
        self._offsets.append(event.offset)
        self._events.append(event)
        self._ids.add(event.id)
        self._bytes += len(event.frame) + _OVERHEAD
        if self._bytes > self._limit:
            self._evict()
        return True

    def skip(self, offset: int) -> None:
        """An entry of the stream that nobody is told of."""
        self.last = max(self.last, offset)

    def after(self, offset: int, limit: int) -> list[Told]:
        start = bisect_right(self._offsets, offset)
        return self._events[start : start + limit]

    def behind(self, offset: int) -> int:
        """How many events a reader at this offset has not been given yet."""
        return len(self._offsets) - bisect_right(self._offsets, offset)

    def find(self, place: str | None) -> int | None:
        """The offset of a place that a reader remembers; the newest for who remembers none.
        None: what followed it is not here any more, or it is of another stream."""
        if place is None:
            return self.last
        match = _PLACE.fullmatch(place)
        if not match or not self.floor <= int(match[1]) <= self.last:
            return None
        offset = int(match[1])
        index = bisect_right(self._offsets, offset) - 1
        if match[2] and index >= 0 and self._offsets[index] == offset:
            return offset if place == place_of(offset, self._events[index].id) else None
        return offset

    def place(self, offset: int) -> str:
        index = bisect_right(self._offsets, offset) - 1
        if index >= 0 and self._offsets[index] == offset:
            return place_of(offset, self._events[index].id)
        return str(max(offset, 0)) if offset >= 0 else ""

    def _evict(self) -> None:
        """A tenth at a time: to cut one off a long list costs as much as to cut off many."""
        gone, target = 0, self._limit * 9 // 10
        while self._bytes > target and gone < len(self._events) - 1:
            self._bytes -= len(self._events[gone].frame) + _OVERHEAD
            self._ids.discard(self._events[gone].id)
            gone += 1
        self.floor = self._offsets[gone - 1] if gone else self.floor
        del self._events[:gone], self._offsets[:gone]
