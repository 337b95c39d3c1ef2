"""A clock that stands still where a test has set it, or runs on from there."""

import time
from datetime import datetime, timedelta
from pathlib import Path

import eventlet

from chassis.clock import FileClock, Segment, write_segments

SATURDAY_MORNING = "2026-01-17T09:30:00+08:00"
SUNDAY = 6


class StandingClock(FileClock):
    def __init__(self, path: Path):
        self.path = path
        self._written: list[Segment] = []
        self.set(SATURDAY_MORNING)
        super().__init__(path)

    def set(self, instant: str, speed: float = 0.0) -> None:
        """Everyone reads the new time 60 ms from now, as the file is looked at every 50 ms."""
        moment = time.time() + 0.06
        self._written.append(Segment(moment, datetime.fromisoformat(instant), speed))
        write_segments(self.path, self._written)
        while time.time() < moment:
            eventlet.sleep(0.005)

    @property
    def shown(self) -> datetime:
        """What it was set to, with the offset that it was set with."""
        return self._written[-1].instant

    def set_today(self, clock: str) -> None:
        """``HH:MM`` of the same day."""
        self.set(f"{self.shown.date()}T{clock}:00+08:00")

    def next_morning(self, speed: float = 0.0) -> None:
        """Half past nine of the next day that is no Sunday."""
        days = 2 if (self.shown + timedelta(days=1)).weekday() == SUNDAY else 1
        self.set(f"{(self.shown + timedelta(days=days)).date()}T09:30:00+08:00", speed)
