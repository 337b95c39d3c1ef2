"""Whether a consumer really consumes: a loop that turns, on a connection that is heard of."""

import time
from typing import Any

STUCK_SECONDS = 5.0
"""The loop turns five times a second; a busy process may let it wait for a second or so."""


class Pulse:
    """Felt by the consumer's loop, read by whoever asks after its health."""

    def __init__(self) -> None:
        self._connection: Any = None
        self._frames = 0
        self._turned = self._heard = time.monotonic()

    def begin(self, connection: Any) -> None:
        """Consuming begins, on this kombu connection."""
        self._connection = connection
        self._frames = -1
        self.beat()

    def end(self) -> None:
        self._connection = None

    def beat(self) -> None:
        """The loop has turned."""
        self._turned = time.monotonic()
        transport = self._connection and self._connection.connection
        frames = getattr(transport, "bytes_recv", 0)  # counts frames, heartbeats among them
        if frames != self._frames:
            self._frames, self._heard = frames, self._turned

    @property
    def silent_seconds(self) -> float:
        """How long nothing has come from the broker, not even a heartbeat."""
        return time.monotonic() - self._heard

    def state(self, heartbeat: float) -> str:
        """``ok``; ``stopped``: it has no connection; ``stuck``: its loop does not turn; ``silent``:
        the broker has sent nothing for ``heartbeat`` seconds, in which it sends two heartbeats."""
        if self._connection is None:
            return "stopped"
        if time.monotonic() - self._turned > STUCK_SECONDS:
            return "stuck"
        return "silent" if 0 < heartbeat < self.silent_seconds else "ok"
