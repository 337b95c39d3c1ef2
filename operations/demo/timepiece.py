"""The day's clock: it runs as fast as the services answer.

An officer's call takes some milliseconds of real time. If the clock ran at a fixed pace, a slow
machine would make those look like long minutes and the day would go wrong for a reason that no
real day has. So the pace follows the answers.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from chassis.clock import FileClock, Segment, write_segments

ANSWER_MAY_TAKE = 60.0
"""Seconds of the day's time that the average call may take."""

SLOWEST, FASTEST = 10.0, 1500.0
"""Times real time. At the fastest, a timer tick of 0.4 s is ten minutes; while people wait it is
two or three."""

SLOWLY = 10.0
"""The pace while something is broken on purpose: what is away for twenty seconds is then away for
three minutes of the day, and the desks work meanwhile."""

LEAD = 0.15
"""Real seconds between writing a change of pace and its taking effect, three times what the
processes need to see it."""


@contextmanager
def going_on(path: Path) -> Iterator[None]:
    """Meanwhile the clock of a day that was played goes as fast as real time; then it stands.

    What holds its data stays on that day, however long nobody looks at it.
    """
    write_segments(path, [Segment(time.time(), FileClock(path).now(), 1.0)])
    try:
        yield
    finally:
        write_segments(path, [Segment(time.time(), FileClock(path).now(), 0.0)])


class Timepiece:
    """Writes the clock file that all processes read. Use as a context manager.

    While a file named ``slowly`` lies beside it, the day goes at the pace SLOWLY: for whoever is
    about to break something, in another process. ``fastest`` tells of a time of the day which pace
    it does not exceed then.
    """

    def __init__(
        self, path: Path, start: datetime, fastest: Callable[[datetime], float] = lambda _: FASTEST
    ):
        self._fastest = fastest
        self._path = path
        self._slowly = path.with_name("slowly")
        self._segments = [Segment(time.time(), start, 0.0)]
        write_segments(path, self._segments)
        self._clock = FileClock(path)
        self._answer = 0.02
        self._asked = 0
        self._under_way: dict[object, float] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._pacer = threading.Thread(target=self._pace, name="timepiece", daemon=True)

    def __enter__(self) -> "Timepiece":
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        if self._pacer.is_alive():
            self._pacer.join()

    def stand(self) -> None:
        """For good, at the end of the day, so that it can be looked at: see ``going_on``."""
        self.__exit__()
        self._write(None, 0.0)

    def now(self) -> datetime:
        with self._lock:
            return self._clock.now()

    def jump(self, instant: datetime) -> None:
        """Stands still at another moment, for everyone, before this returns."""
        self._write(instant, 0.0)
        time.sleep(LEAD + 0.1)

    def run(self) -> None:
        self._pacer.start()

    @contextmanager
    def asking(self) -> Iterator[None]:
        """While somebody waits for an answer."""
        call = object()
        self._under_way[call] = time.monotonic()
        try:
            yield
        finally:
            del self._under_way[call]

    def answered_in(self, seconds: float) -> None:
        """Tells how long a call took, in real time."""
        self._asked += 1
        self._answer += 0.02 * (seconds - self._answer)

    def wait(self, minutes: float) -> None:
        self.wait_until(self.now() + timedelta(minutes=minutes))

    def wait_until(self, instant: datetime) -> None:
        """Waits out the day's time; returns early when the clock is stopped."""
        while (left := (instant - (now := self.now())).total_seconds()) > 0:
            if self._stop.wait(min(max(left / self._fastest(now), 0.002), 0.5)):
                return

    def _pace(self) -> None:
        while not self._stop.wait(0.3):
            waiting = [time.monotonic() - since for since in list(self._under_way.values())]
            if not self._asked and not waiting:
                self._answer /= 2  # nobody asks anything, as at noon: how it was no longer counts
            self._asked = 0
            answer = max(self._answer, sum(waiting) / len(waiting) if waiting else 0, 1e-6)
            speed = min(self._fastest(self.now()), max(SLOWEST, ANSWER_MAY_TAKE / answer))
            self._write(None, SLOWLY if self._slowly.exists() else speed)

    def _write(self, instant: datetime | None, speed: float) -> None:
        with self._lock:
            epoch = time.time() + LEAD
            last = self._segments[-1]
            shown = instant or last.at(max(epoch, last.epoch))
            self._segments = [*self._segments[-2:], Segment(max(epoch, last.epoch), shown, speed)]
            write_segments(self._path, self._segments)
