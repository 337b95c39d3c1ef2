"""A clock that stands still where a test has set it."""

import time
from datetime import datetime
from pathlib import Path

import eventlet

from chassis.clock import FileClock, Segment, write_segments

SATURDAY_MORNING = "2026-01-17T09:30:00+08:00"


class StandingClock(FileClock):
    def __init__(self, path: Path):
        self.path = path
        self._written: list[Segment] = []
        self.set(SATURDAY_MORNING)
        super().__init__(path)

    def set(self, instant: str) -> None:
        """Everyone reads the new time 60 ms from now, as the file is looked at every 50 ms."""
        moment = time.time() + 0.06
        self._written.append(Segment(moment, datetime.fromisoformat(instant), 0.0))
        write_segments(self.path, self._written)
        while time.time() < moment:
            eventlet.sleep(0.005)
