"""How slow the machine is while something is measured on it.

The same small piece of work each second, in CPU time: it takes longer while others use the cores'
caches and memory, of which a shared machine tells nothing else.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.stream_readers import percentile

EVERY_SECONDS = 1.0
WORK = [{"id": f"{n:08x}", "places": list(range(n, n + 20))} for n in range(300)]
"""Some 40 kB as JSON: more than a core's nearest cache holds once it is read."""


class Yardstick:
    def __init__(self) -> None:
        self._took: list[tuple[float, float]] = []  # when, microseconds
        self._over = threading.Event()

    @contextmanager
    def held(self) -> Iterator["Yardstick"]:
        thread = threading.Thread(target=self._measure, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._over.set()
            thread.join()

    def slowness(self) -> dict[str, Any]:
        """Times as long as in the quickest tenth of the seconds."""
        ordered = sorted(took / self._quick for _, took in self._took)
        shares = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "max": 1.0}
        return {name: percentile(ordered, share) for name, share in shares.items()}

    def around(self, moment: float) -> float:
        """The same for the seconds before and after ``moment``, seconds since 1970."""
        near = [took for at, took in self._took if abs(at - moment) <= 2 * EVERY_SECONDS]
        return round(sum(near) / len(near) / self._quick, 1) if near else 0.0

    @property
    def _quick(self) -> float:
        return percentile(sorted(took for _, took in self._took), 0.1)

    def _measure(self) -> None:
        while not self._over.wait(EVERY_SECONDS):
            began = time.thread_time()
            json.loads(json.dumps(WORK))
            self._took.append((time.time(), (time.thread_time() - began) * 1e6))
