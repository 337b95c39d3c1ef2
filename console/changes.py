"""To which visits something happened since a page was last brought up to date."""

from collections.abc import Callable
from random import uniform

from console.live import Heard

OF_A_VISIT = frozenset({
    "visit_booked", "visitor_registered", "visitor_called", "visitor_held", "visitor_screened",
    "visit_started", "visit_extended", "visit_ending_soon", "visit_ended", "visitor_departed",
    "visit_cancelled", "visit_no_show", "visit_flagged", "locker_assigned", "locker_unavailable",
    "belongings_deposited", "belongings_returned", "belongings_unclaimed",
})  # fmt: skip
"""Events that change nothing but the visit that is their subject."""
SETTLED_SECONDS = 1.0
"""Another service than the one that tells of it may have its list right a moment later, usually
some hundredths of a second, so what its event names is asked for once more."""
ALONE_SECONDS = 0.6
"""So much longer that waits for a question about something else, to go along with it: a third of
all refreshes were such repeats (measured: docs/performance.md)."""
WHOLE_SECONDS = 60.0
"""How long what no event tells may stay unnoticed, on average."""
SPREAD = 0.25
"""By so much of that it is earlier or later, each time anew: pages that ask for all of it at the
same event would do so a minute later again, and everybody else would wait for them (measured: four
lists of 190 visits, 0.6 s)."""
MOST = 100
"""The API takes no more ids at a time."""


class Changes:
    """``now``: seconds of a clock that only goes on. ``asked``: the service that is asked, whose
    lists are right when it tells of a change. ``whole``: the page cannot ask for certain visits
    only. At first anything may have changed."""

    def __init__(self, now: Callable[[], float], asked: str = "", whole: bool = False):
        self._now = now
        self._whole = whole
        self._source = f"/kunjungan/{asked}"
        self._anything = True
        self._whole_due = self._next_whole()
        self._anything_again: float | None = None
        self._heard: set[str] = set()
        self._of_others: set[str] = set()
        self._again: dict[str, float] = {}

    def anything(self) -> None:
        """It is not known what changed."""
        self._anything = True

    def heard(self, heard: Heard) -> None:
        of_another = bool(heard.type) and heard.event.get("source") != self._source
        if self._whole or heard.type not in OF_A_VISIT:
            self.anything()
            if of_another:
                self._anything_again = self._now() + SETTLED_SECONDS
            return
        self._heard.add(heard.event["subject"])
        if of_another:
            self._of_others.add(heard.event["subject"])

    def take(self) -> frozenset[str] | None:
        """The visits to ask for now, which may be none; None when all must be."""
        now = self._now()
        due = {one for one, at in self._again.items() if at <= now}
        visits = frozenset(self._heard | due)
        for one in due:
            del self._again[one]
        self._again |= dict.fromkeys(self._of_others, now + SETTLED_SECONDS)
        self._heard, self._of_others = set(), set()
        if self._anything_again is not None and self._anything_again <= now:
            self._anything, self._anything_again = True, None
        if self._anything or len(visits) > MOST or now > self._whole_due:
            self._anything, self._whole_due = False, self._next_whole()
            return None
        return visits

    def _next_whole(self) -> float:
        share = uniform(1 - SPREAD, 1 + SPREAD)  # noqa: S311 - nobody gains by knowing it
        return self._now() + WHOLE_SECONDS * share

    def seconds_left(self) -> float | None:
        """Until something must be asked for once more though there is no other question; None
        without such."""
        due = [*self._again.values(), *filter(None, [self._anything_again])]
        return max(0.0, min(due) + ALONE_SECONDS - self._now()) if due else None
