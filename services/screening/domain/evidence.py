"""Evidence numbers: ``RTBPN-20260117-0003``, the third seizure of that day in that house.

A number is drawn before the result that needs it is saved. When that result is then never saved
(the visit was cancelled in that moment, or the process died and nobody tried again), its number
stays unused. Such a gap is left open: the number may already stand on a bag, so giving it to
another find would be worse than a gap.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class EvidenceDay:
    """How many numbers a house has drawn on one of its days (a date, "2026-01-17")."""

    id: str
    facility: str
    date: str
    last: int = 0


def day_id(facility: str, date: str) -> str:
    return f"{facility}:{date}"


def drawn(state: EvidenceDay | None, facility: str, date: str,
          count: int) -> tuple[EvidenceDay, list]:
    """The day after ``count`` more numbers."""
    day = state or EvidenceDay(day_id(facility, date), facility, date)
    return replace(day, last=day.last + count), []


def numbers(facility: str, date: str, last: int, count: int) -> Sequence[str]:
    """The ``count`` numbers that end with ``last``, as they are written on a bag."""
    day = f"{facility.upper()}-{date.replace('-', '')}"
    return [f"{day}-{number:04d}" for number in range(last - count + 1, last + 1)]
