"""What is due at a time of the day: groups arrive, visits come to their end."""

import heapq
import itertools
import queue
import threading
from datetime import datetime
from typing import Any

from operations.demo.desks import Hall


class Agenda(threading.Thread):
    """Moves each entry into its line when its time has come."""

    def __init__(self, hall: Hall, line: "queue.Queue[Any]"):
        super().__init__(daemon=True)
        self._hall = hall
        self._line = line
        self._entries: list[tuple[datetime, int, Any]] = []
        self._count = itertools.count()
        self._lock = threading.Lock()

    def put(self, due: datetime, work: Any) -> None:
        with self._lock:
            heapq.heappush(self._entries, (due, next(self._count), work))

    def run(self) -> None:
        while not self._hall.closed.wait(0.005):
            for work in self._due(self._hall.clock.now()):
                self._line.put(work)

    def _due(self, now: datetime) -> list[Any]:
        due = []
        with self._lock:
            while self._entries and self._entries[0][0] <= now:
                due.append(heapq.heappop(self._entries)[2])
        return due
