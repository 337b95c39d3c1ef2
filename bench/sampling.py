"""What processes use while something goes on, looked at five times a second."""

import threading
import time
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from bench import machine

SECONDS = 0.2


class Sample(NamedTuple):
    """``at``: of the machine's monotonic clock, which all processes share. CPU in seconds."""

    at: float
    cpu: dict[str, float]
    memory_mb: dict[str, float]


class Samples:
    def __init__(self, pids: Mapping[str, int]):
        self._pids = pids
        self.taken: list[Sample] = []

    @staticmethod
    def now() -> float:
        return time.monotonic()

    def take(self) -> None:
        cpu = {name: machine.cpu_seconds(pid) for name, pid in self._pids.items()}
        memory = {name: machine.memory_mb(pid) for name, pid in self._pids.items()}
        self.taken.append(Sample(self.now(), cpu, memory))

    def cpu_between(self, since: float, until: float) -> dict[str, float]:
        """CPU seconds by process."""
        first, last = self._at(since), self._at(until)
        return {name: last[name] - first[name] for name in self._pids}

    def _at(self, moment: float) -> dict[str, float]:
        """Between two samples, as if CPU were used evenly."""
        place = bisect_left([one.at for one in self.taken], moment)
        if place in (0, len(self.taken)):
            return self.taken[min(place, len(self.taken) - 1)].cpu
        before, after = self.taken[place - 1], self.taken[place]
        part = (moment - before.at) / (after.at - before.at)
        return {name: cpu + part * (after.cpu[name] - cpu) for name, cpu in before.cpu.items()}


@contextmanager
def sampled(pids: Mapping[str, int]) -> Iterator[Samples]:
    samples, ended = Samples(pids), threading.Event()

    def look() -> None:
        while not ended.wait(SECONDS):
            samples.take()

    samples.take()
    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield samples
    finally:
        ended.set()
        looking.join()
        samples.take()
