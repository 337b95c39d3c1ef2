"""Keeps groups and faults together: neither may run ahead, so that every fault meets people."""

import threading


class Pace:
    """Shared by desks and by what breaks things; ``changed`` guards all that they share."""

    def __init__(self, visits: int, faults: int):
        self.visits, self.faults = visits, faults
        self.begun_visits = self.begun_faults = 0
        self.changed = threading.Condition()

    def next_visit(self) -> int | None:
        """The number of the group that arrives now, if one may."""
        ahead = self.begun_visits * self.faults > (self.begun_faults + 1) * self.visits
        if self.begun_visits == self.visits or ahead:
            return None
        self.begun_visits += 1
        return self.begun_visits - 1

    def fault_is_due(self) -> bool:
        return self.begun_faults * self.visits <= self.begun_visits * self.faults
