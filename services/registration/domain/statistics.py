"""Figures of many days, counted from the visits as the day book does, and from nothing else."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
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
    span: Iterable[date],
    figures: Iterable[Figure],
    refusals: Iterable[tuple[str, str]],
    zone: tzinfo,
) -> list[dict[str, Any]]:
    """One line for each day, also for those on which nothing was.

    ``refusals`` are date and code of each time that the desk said no; ``zone`` is the house's.
    """
    by_day: dict[str, list[Figure]] = defaultdict(list)
    for one in figures:
        by_day[one.date].append(one)
    refused: dict[str, Counter[str]] = defaultdict(Counter)
    for on, code in refusals:
        refused[on][code] += 1
    dates = [day.isoformat() for day in span]
    return [_day(on, by_day[on], refused[on], zone) for on in dates]


def _day(on: str, figures: list[Figure], refused: Counter[str], zone: tzinfo) -> dict[str, Any]:
    admitted = [one for one in figures if one.started_at]
    waited = _waited(figures)
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
        "waiting_minutes": {"visits": len(waited), **_average_and_longest(waited)},
        "hours": _hours(figures, zone),
    }


def _hours(figures: list[Figure], zone: tzinfo) -> list[dict[str, Any]]:
    """By the clock of the house, only hours in which something was. How long somebody waited
    belongs to the hour of the call: by the hour of arrival, those who still wait would be missing
    and the present hour would look better than it is."""

    def by_hour(moment: str) -> dict[int, list[Figure]]:
        found: dict[int, list[Figure]] = defaultdict(list)
        for one in figures:
            if at := getattr(one, moment):
                found[at.astimezone(zone).hour].append(one)
        return found

    registered, called, started = map(by_hour, ("registered_at", "called_at", "started_at"))
    return [
        {
            "hour": hour,
            "registered": len(registered.get(hour, ())),
            "called": len(called.get(hour, ())),
            "started": len(started.get(hour, ())),
            "waiting_minutes": _average_and_longest(_waited(called.get(hour, ()))),
        }
        for hour in sorted({*registered, *called, *started})
    ]


def _waited(figures: Iterable[Figure]) -> list[float]:
    """Minutes from registration until the call, of those who were called."""
    return [
        (one.called_at - one.registered_at).total_seconds() / 60
        for one in figures
        if one.registered_at and one.called_at
    ]


def _average_and_longest(waited: list[float]) -> dict[str, float | None]:
    return {
        "average": round(sum(waited) / len(waited), 1) if waited else None,
        "longest": round(max(waited), 1) if waited else None,
    }
