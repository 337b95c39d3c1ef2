"""The last form of the documents that this process saved, so that the next save of one needs no
load.

Reading a document that was written a moment ago is half of all reads. A remembered document may
be out of date, as another process may have saved it since: the version guard then refuses the
save, and whatever else was concluded from it (a refusal, that there is nothing to do) is
concluded again from the database before anybody hears of it.
"""

import time
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import bson
from bson.codec_options import CodecOptions

AS_LOADED: CodecOptions = CodecOptions(tz_aware=True)
Key = tuple[str, Any]
RECENT_SECONDS = 1.0
MOST_SEEN = 2000
"""Settings of houses, rooms and sessions of the day: for 532 houses about as many as that."""


class Remembered:
    """At most ``most`` documents (0: none), those used last; kept encoded, so that what is taken
    out is what the database would give, and the taker's to change."""

    def __init__(self) -> None:
        self.most = 0
        self._documents: OrderedDict[Key, bytes] = OrderedDict()
        self._seen: dict[Key, tuple[float, Any]] = {}

    def get(self, key: Key) -> dict[str, Any] | None:
        encoded = self._documents.get(key)
        if encoded is None:
            return None
        self._documents.move_to_end(key)
        return bson.decode(encoded, AS_LOADED)

    def keep(self, key: Key, document: Mapping[str, Any]) -> None:
        self._seen.pop(key, None)
        if self.most:
            self._documents[key] = bson.encode(document)
            self._documents.move_to_end(key)
            while len(self._documents) > self.most:
                self._documents.popitem(last=False)

    def forget(self, key: Key) -> None:
        self._seen.pop(key, None)
        self._documents.pop(key, None)

    def recent(self, key: Key) -> tuple[bool, Any]:
        """Whether it was seen less than RECENT_SECONDS ago, and the state that was seen."""
        at, state = self._seen.get(key, (float("-inf"), None))
        return time.monotonic() - at < RECENT_SECONDS, state

    def saw(self, key: Key, state: Any) -> None:
        """``state`` must not be changed afterwards, as whoever asks gets the same one."""
        self._seen.pop(key, None)
        self._seen[key] = time.monotonic(), state
        if len(self._seen) > MOST_SEEN:
            del self._seen[next(iter(self._seen))]
