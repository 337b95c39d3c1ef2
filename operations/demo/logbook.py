"""What the desks themselves saw, to hold against what the services say afterwards."""

import threading
from collections import Counter
from dataclasses import dataclass, field

from operations.demo.plan import Outing

OVER = ("visitor_departed", "visit_cancelled", "visit_no_show", "refused", "turned_away")


@dataclass
class Logbook:
    """Counts and the way from a visit's id to its group. Safe to use from every desk."""

    counts: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    surprises: list[str] = field(default_factory=list)
    _outings: dict[str, Outing] = field(default_factory=dict)
    _ids: dict[int, str] = field(default_factory=dict)
    _over: set[int] = field(default_factory=set)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def came(self, visit: str, outing: Outing) -> None:
        with self._changed:
            self._outings[visit] = outing
            self._ids[outing.number] = visit
            self._changed.notify_all()

    def outing(self, visit: str) -> Outing:
        """The group of a visit; waits for the desk that is just registering it."""
        with self._changed:
            if not self._changed.wait_for(lambda: visit in self._outings, timeout=10):
                raise KeyError(visit)
            return self._outings[visit]

    def visit_of(self, outing: Outing) -> str:
        return self._ids[outing.number]

    def add(self, what: str, count: int = 1) -> None:
        with self._changed:
            self.counts[what] += count

    def refused(self, code: str) -> None:
        with self._changed:
            self.refusals[code] += 1

    def surprised(self, what: str) -> None:
        with self._changed:
            self.surprises.append(what)

    def is_over(self, outing: Outing) -> None:
        with self._changed:
            self._over.add(outing.number)

    @property
    def over(self) -> int:
        """How many groups have come to the end of their day."""
        with self._changed:
            return len(self._over)
