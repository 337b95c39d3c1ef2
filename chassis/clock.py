"""The time that all processes of a system agree on.

Without a clock file it is the real time. A clock file shifts it and changes its speed, in
segments ``{"epoch": unix seconds, "instant": RFC 3339, "speed": factor}``: from the real moment
``epoch`` on, the clock shows ``instant`` and runs ``speed`` times as fast. A segment is written
ahead of its epoch, so every process changes over at the same moment.
"""

import json
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from nameko.extensions import DependencyProvider

RECHECK_SECONDS = 0.05
"""How old the knowledge of the clock file may be; writers give segments a longer lead."""


class Segment(NamedTuple):
    epoch: float
    instant: datetime
    speed: float

    def at(self, moment: float) -> datetime:
        return self.instant + timedelta(seconds=(moment - self.epoch) * self.speed)


class WallClock:
    """Real time."""

    def now(self) -> datetime:
        return _in_milliseconds(datetime.now(UTC))


class FileClock:
    """The time by a clock file. Never runs backwards within one process."""

    def __init__(self, path: Path, real_time: Callable[[], float] = time.time):
        self._path = path
        self._real_time = real_time
        self._checked = float("-inf")
        self._version: tuple[int, ...] = ()
        self._segments: list[Segment] = []
        self._latest: datetime | None = None

    def now(self) -> datetime:
        moment = self._real_time()
        self._refresh(moment)
        running = [segment for segment in self._segments if segment.epoch <= moment]
        shown = (running or self._segments)[-1 if running else 0].at(moment)
        self._latest = max(shown, self._latest or shown)
        # in UTC like the real time, so that nobody takes its date for the facility's
        return _in_milliseconds(self._latest.astimezone(UTC))

    def _refresh(self, moment: float) -> None:
        if moment - self._checked < RECHECK_SECONDS:
            return
        self._checked = moment
        file = os.stat(self._path)
        # the inode too: two files that replace each other within a tick have the same time
        version = (file.st_mtime_ns, file.st_ino)
        if version != self._version:
            self._segments = read_segments(self._path)
            self._version = version


def read_segments(path: Path) -> list[Segment]:
    entries = json.loads(path.read_text(encoding="utf-8"))["segments"]
    return [
        Segment(entry["epoch"], datetime.fromisoformat(entry["instant"]), entry["speed"])
        for entry in entries
    ]


def write_segments(path: Path, segments: list[Segment]) -> None:
    """Replaces the file in one step, so that no reader sees half of it."""
    entries = [segment._asdict() | {"instant": segment.instant.isoformat()} for segment in segments]
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps({"segments": entries}), encoding="utf-8")
    draft.replace(path)


@cache
def open_clock(clock_file: str) -> WallClock | FileClock:
    return FileClock(Path(clock_file)) if clock_file else WallClock()


def _in_milliseconds(moment: datetime) -> datetime:
    """BSON dates hold milliseconds; a finer value would differ after it was stored."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


class Clock(DependencyProvider):
    """Hands the service its clock; ``now()`` is an aware datetime in UTC."""

    def setup(self) -> None:
        self.clock = open_clock(self.container.config.get("CLOCK_FILE", ""))

    def get_dependency(self, worker_ctx: Any) -> WallClock | FileClock:
        return self.clock
