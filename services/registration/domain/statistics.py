"""Figures of many days, counted from the visits as the day book does, and from nothing else."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from services.registration.domain.day_book import visitors
from services.registration.domain.refusals import RangeReversed, RangeTooLong
from services.registration.domain.visit import Status

MOST_DAYS = 366


@dataclass(frozen=True)
class Counted:
    """A person who was let in."""

    sex: str
    minor: bool


@dataclass(frozen=True)
class Figure:
    """What is counted of one visit. ``admitted`` are those who passed the search."""

    date: str
    status: str
    outcome: str | None
    registered_at: datetime | None
    called_at: datetime | None
    started_at: datetime | None
    admitted: tuple[Counted, ...]


def days(first: date, last: date) -> Iterator[date]:
    """Raises RangeReversed, RangeTooLong."""
    if last < first:
        raise RangeReversed("the range ends before it begins", "to")
    if (last - first).days >= MOST_DAYS:
        raise RangeTooLong(f"at most {MOST_DAYS} days", "to", most_days=MOST_DAYS)
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def statistics(
    span: Iterable[date], figures: Iterable[Figure], refusals: Iterable[tuple[str, str]]
) -> list[dict[str, Any]]:
    """One line for each day, also for those on which nothing was.

    ``refusals`` are date and code of each time that the desk said no.
    """
    by_day: dict[str, list[Figure]] = defaultdict(list)
    for one in figures:
        by_day[one.date].append(one)
    refused: dict[str, Counter[str]] = defaultdict(Counter)
    for on, code in refusals:
        refused[on][code] += 1
    dates = [day.isoformat() for day in span]
    return [_day(on, by_day[on], refused[on]) for on in dates]


def _day(on: str, figures: list[Figure], refused: Counter[str]) -> dict[str, Any]:
    admitted = [one for one in figures if one.started_at]
    waited = [
        (one.called_at - one.registered_at).total_seconds() / 60
        for one in figures
        if one.registered_at and one.called_at
    ]
    return {
        "date": on,
        "visits": {
            "all": len(figures),
            "registered": sum(one.registered_at is not None for one in figures),
            "admitted": len(admitted),
        },
        "visitors": visitors(admitted),
        "outcomes": dict(sorted(Counter(one.outcome for one in figures if one.outcome).items())),
        "refusals": dict(sorted(refused.items())),
        "no_shows": sum(one.status == Status.NO_SHOW for one in figures),
        "waiting_minutes": {
            "visits": len(waited),
            "average": round(sum(waited) / len(waited), 1) if waited else None,
            "longest": round(max(waited), 1) if waited else None,
        },
    }
