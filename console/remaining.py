"""How much of a visit's time is left, as a card of the visiting room says it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

MINUTE = timedelta(minutes=1)
RUNNING, WARNING, OVER = "running", "warning", "over"


@dataclass(frozen=True)
class Remaining:
    """``minutes``: to go, begun ones whole; when it is over, those that have passed since.
    ``share``: of the usual time of a visit, or of this one's if it is longer, in hundredths; nought
    when it is over."""

    state: str
    minutes: int
    share: int


def remaining(
    started: datetime,
    ends: datetime,
    now: datetime,
    usual_minutes: int,
    warning_minutes: int,
    overdue: bool = False,
) -> Remaining:
    """``overdue``: the house says that it is over, whatever a clock says."""
    left = ends - now
    if overdue or left <= timedelta(0):
        return Remaining(OVER, max(0, -left // MINUTE), 0)
    whole = max(ends - started, usual_minutes * MINUTE)
    share = ceil(100 * min(1.0, left / whole))
    state = WARNING if left <= warning_minutes * MINUTE else RUNNING
    return Remaining(state, ceil(left / MINUTE), share)
