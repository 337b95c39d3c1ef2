"""Jobs that wait for processes: a simulation by events, seeded, with no clock but its own.

A station has so many processes, each of which does one thing at a time, in the order in which the
things came. Since nothing overtakes, it is known on arrival when a job's turn comes, so that each
visit to a station is one event and no more; a general simulator (simpy) needs ten times as long
for the five million of a national day.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import heappop, heappush, heapreplace
from random import Random
from typing import NamedTuple

WINDOW = 600.0
"""Seconds. What is asked of a day must hold in each ten minutes of it: the peak is at opening, and
the mean of a day would hide it."""


class Part(NamedTuple):
    """Work at a station; ``seconds`` on average, spread exponentially."""

    station: str
    seconds: float


class Job(NamedTuple):
    """``kind``: what it is counted as. ``after``: the job whose end it waits for, by its place in
    the plan, and then at least and at most so many seconds more, as people do; None: the
    arrival."""

    kind: str
    parts: tuple[Part, ...]
    after: int | None = None
    pause: tuple[float, float] = (0.0, 0.0)


class Day(NamedTuple):
    """``delays``: by kind and window, in seconds, of whole jobs; ``waits``: by station and window,
    of its queue alone; ``work``: by station and window, seconds of work that arrived."""

    processes: dict[str, int]
    delays: dict[str, dict[int, list[float]]]
    waits: dict[str, dict[int, list[float]]]
    work: dict[str, dict[int, float]]

    def load(self, station: str) -> float:
        """How many processes the busiest window would keep busy all the time."""
        return max(self.work[station].values(), default=0.0) / WINDOW

    def busy(self, station: str) -> float:
        """The same for each process that there is; above 1 the queue only grows."""
        return self.load(station) / self.processes[station]

    def overloaded(self) -> list[str]:
        return [one for one in self.processes if self.busy(one) > 1]


def worst(windows: Mapping[int, list[float]], part: float) -> float:
    """The percentile in the window in which it is highest. Windows with less than a hundred jobs
    have no percentiles to speak of."""
    found = [percentile(ones, part) for ones in windows.values() if len(ones) >= 100]
    return max(found, default=0.0)


def percentile(values: list[float], part: float) -> float:
    return sorted(values)[int(len(values) * part)]


class _Visit(NamedTuple):
    """What chance decides of one visit: drawn as it arrives, so that it is the same however many
    processes there are."""

    work: list[float]
    pauses: list[float]


class Simulation:
    """Of all who do what the plan says, with so many processes at each station."""

    def __init__(self, plan: Sequence[Job], processes: Mapping[str, int], seed: int):
        self._plan = plan
        self._random = Random(seed)  # noqa: S311 - a simulation
        self._free = {station: [0.0] * many for station, many in processes.items()}
        self._first = [sum(len(job.parts) for job in plan[:place]) for place in range(len(plan))]
        self._following: dict[int | None, list[int]] = defaultdict(list)
        for place, job in enumerate(plan):
            self._following[job.after].append(place)
        self._parts = sum(len(job.parts) for job in plan)
        self._events: list[tuple[float, int, _Visit | None, int, int, float]] = []
        self._number = 0
        delays, waits = (defaultdict(lambda: defaultdict(list)) for _ in range(2))
        self._day = Day(dict(processes), delays, waits, defaultdict(lambda: defaultdict(float)))

    def day(self, arrivals: Iterable[float]) -> Day:
        """``arrivals``: seconds, in order."""
        for at in arrivals:
            self._push(at, None, 0, 0, at)
        while self._events:
            at, _, visit, place, part, began = heappop(self._events)
            if visit is None:
                self._go_on(None, at, self._drawn())
            elif part < len(self._plan[place].parts):
                self._serve(at, visit, place, part, began)
            else:
                kind = self._plan[place].kind
                self._day.delays[kind][_window(began)].append(at - began)
                self._go_on(place, at, visit)
        return self._day

    def _serve(self, at: float, visit: _Visit, place: int, part: int, began: float) -> None:
        station, seconds = self._plan[place].parts[part]
        work = seconds * visit.work[self._first[place] + part]
        free = self._free[station]
        turn = max(at, free[0])
        heapreplace(free, turn + work)
        self._day.waits[station][_window(at)].append(turn - at)
        self._day.work[station][_window(at)] += work
        self._push(turn + work, visit, place, part + 1, began)

    def _go_on(self, ended: int | None, at: float, visit: _Visit) -> None:
        for place in self._following[ended]:
            least, most = self._plan[place].pause
            begins = at + least + (most - least) * visit.pauses[place]
            self._push(begins, visit, place, 0, begins)

    def _drawn(self) -> _Visit:
        random = self._random
        work = [random.expovariate(1) for _ in range(self._parts)]
        return _Visit(work, [random.random() for _ in self._plan])

    def _push(self, at: float, visit: _Visit | None, place: int, part: int, began: float) -> None:
        self._number += 1  # of two events at the same moment the older one is first
        heappush(self._events, (at, self._number, visit, place, part, began))


def _window(at: float) -> int:
    return int(at // WINDOW)
