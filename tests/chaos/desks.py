"""The desks of all houses: threads that each take a group that is due and try its next step."""

import heapq
import itertools
import threading
import time
from collections.abc import Callable
from random import Random

from tests.chaos.called import Called
from tests.chaos.desk import Desk
from tests.chaos.journey import Journey
from tests.chaos.pace import Pace

IDLE_SECONDS = 0.02


class Desks:
    """``under_way``: so many groups are in the houses at once."""

    def __init__(
        self, journeys: list[Journey], pace: Pace, under_way: int, ending: threading.Event
    ):
        self.journeys = journeys
        self._pace = pace
        self._under_way = under_way
        self._ending = ending
        self._line: list[tuple[float, int, Journey]] = []
        self._tickets = itertools.count()
        self._called = {one.house.facility: Called() for one in journeys}
        self._threads: list[threading.Thread] = []

    def open(self, desks: list[Desk]) -> None:
        self._threads = [
            threading.Thread(target=self._serve, args=(desk,), daemon=True) for desk in desks
        ]
        for thread in self._threads:
            thread.start()

    def close(self, patience: float = 60) -> None:
        """When ``ending`` is set."""
        for thread in self._threads:
            thread.join(patience)

    @property
    def over(self) -> int:
        return sum(one.over for one in self.journeys)

    def _serve(self, desk: Desk) -> None:
        while not self._ending.is_set():
            journey = self._next()
            if journey is None:
                time.sleep(IDLE_SECONDS)
                continue
            try:
                pause = journey.act(desk, self._called[journey.house.facility])
            except Exception as error:  # noqa: BLE001 - whatever it is, the report must show it
                desk.surprised(f"{journey.number}: {journey.step}: {error!r}")
                pause = 1.0
            if not journey.over:
                with self._pace.changed:
                    entry = (time.monotonic() + pause, next(self._tickets), journey)
                    heapq.heappush(self._line, entry)

    def _next(self) -> Journey | None:
        """Whoever is due, else one that arrives if there is room."""
        with self._pace.changed:
            if self._line and self._line[0][0] <= time.monotonic():
                return heapq.heappop(self._line)[2]
            if self._pace.begun_visits - self.over >= self._under_way:
                return None
            number = self._pace.next_visit()
            return None if number is None else self.journeys[number]


def desks_of(make: Callable[[Random], Desk], count: int, seed: int) -> list[Desk]:
    return [make(Random(seed + number)) for number in range(count)]
