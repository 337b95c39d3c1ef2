"""What a house may decide for itself: every setting, its default, and why it is so.

The documentation of settings is generated from the metadata of these fields. "Practice" is what
Indonesian houses publish; Rutan Balikpapan's own timetable is not known, so defaults are ours.
"""

from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKING = WEEKDAYS[:6]


def _setting(default: Any, reason: str, unit: str = "") -> Any:
    return field(default=default, metadata={"reason": reason, "unit": unit})


@dataclass(frozen=True)
class SessionRule:
    """A session as the timetable states it: wall clock ``HH:MM``, on these weekdays.

    A session that is shorter on Friday is two rules of one name on different weekdays.
    A quota of None means the one of the house.
    """

    name: str
    opens: str
    closes: str
    weekdays: tuple[str, ...] = WORKING
    quota_groups: int | None = None
    quota_persons: int | None = None


@dataclass(frozen=True)
class BreakRule:
    """A pause within the sessions in which nobody is admitted: prayer, roll call of inmates."""

    name: str
    starts: str
    ends: str
    weekdays: tuple[str, ...] = WORKING


@dataclass(frozen=True)
class BlockedDate:
    date: date
    reason: str


@dataclass(frozen=True)
class Frequency:
    """At most ``count`` visits per "day" or "week" (Monday to Sunday)."""

    count: int
    per: str


@dataclass(frozen=True)
class SpecialPeriod:
    """Lebaran mode: from ``first`` to ``last``, both included, what is not None replaces the
    setting of the same name."""

    name: str
    first: date
    last: date
    visit_minutes: int | None = None
    group_size: int | None = None
    sessions: tuple[SessionRule, ...] | None = None
    quota_groups: int | None = None
    quota_persons: int | None = None
    visits_per_visitor: Frequency | None = None
    visits_per_inmate: Frequency | None = None
    registration_closes_minutes: int | None = None
    max_extension_minutes: int | None = None
    booking_days_ahead: int | None = None

    def covers(self, on: date) -> bool:
        return self.first <= on <= self.last

    def changes(self) -> dict[str, Any]:
        names = {f.name for f in fields(self)} - {"name", "first", "last"}
        return {name: value for name in names if (value := getattr(self, name)) is not None}


@dataclass(frozen=True)
class Settings:
    """All limits of a house. ``on(date)`` gives those in force on a day."""

    language: str = _setting("id", "Visitors are told in Indonesian unless they ask otherwise.")
    visit_minutes: int = _setting(30, "Practice is 10 to 45.", "minutes")
    warning_minutes: int = _setting(
        5, "Time to say goodbye; a visit that stops without warning stops in anger.", "minutes"
    )
    max_extension_minutes: int = _setting(
        15, "In all, for one visit: more would take the table from those who wait.", "minutes"
    )
    group_size: int = _setting(5, "Children included; practice is 3 to 8.", "persons")
    sessions: tuple[SessionRule, ...] = _setting(
        (SessionRule("morning", "09:00", "11:30"), SessionRule("afternoon", "13:00", "15:00")),
        "Practice is 08 or 09 to 11 or 12, and 13 to 15 or 16, Friday shorter; Rutan Balikpapan "
        "received visitors on a Saturday.",
    )
    breaks: tuple[BreakRule, ...] = _setting(
        (), "The gap between the two sessions holds the noon prayer already."
    )
    quota_groups: int = _setting(100, "Per session. Practice is 100 to 300 a day.", "groups")
    quota_persons: int = _setting(
        300, "Per session. Groups alone would let in any number of people.", "persons"
    )
    registration_closes_minutes: int = _setting(
        30,
        "Before the end of the session: search and locker take time, and a visit should not "
        "be cut short.",
        "minutes",
    )
    visits_per_visitor: Frequency = _setting(
        Frequency(1, "day"), "Practice is one a day or one a week."
    )
    visits_per_inmate: Frequency = _setting(
        Frequency(1, "day"), "Practice is one a day or one a week."
    )
    booking_days_ahead: int = _setting(
        14, "Further ahead too much changes: transfer, release, court.", "days"
    )
    recalls_before_hold: int = _setting(
        3, "A number that does not answer must not stop the line.", "calls"
    )
    room_tables: int = _setting(25, "One group sits at one table.", "tables")
    room_persons: int = _setting(100, "What the room holds safely, visitors only.", "persons")
    lockers: int = _setting(60, "Numbered from 1.", "lockers")
    cards: int = _setting(80, "More than lockers, since some get lost.", "cards")
    unclaimed_days: int = _setting(30, "How long things that nobody fetched are stored.", "days")
    permit_required: bool = _setting(
        True, "A detainee (tahanan) is visited with a permit of the detaining authority."
    )
    permit_issuers: tuple[str, ...] = _setting(
        ("investigator", "prosecutor", "court"),
        "Who detains may change under UU 20/2025, so the list is a setting.",
    )
    ban_days: int = _setting(
        180, "How long a confirmed ban lasts when nobody states its end.", "days"
    )
    blocked_dates: tuple[BlockedDate, ...] = _setting(
        (), "Holidays and works: nobody is received, whatever else is set."
    )
    special_periods: tuple[SpecialPeriod, ...] = _setting(
        (), "Lebaran mode: 2,772 visitors came to Rutan Balikpapan in three days of 2025."
    )

    def on(self, day: date) -> "Settings":
        """The settings in force on a day: a special period's changes over the usual ones."""
        period = next((p for p in self.special_periods if p.covers(day)), None)
        return replace(self, **period.changes()) if period else self

    def changed(self, changes: dict[str, Any]) -> "Settings":
        """These settings with plain ``changes`` (as they come by RPC) over them."""
        return replace(self, **{name: _built(name, value) for name, value in changes.items()})


def _built(name: str, value: Any) -> Any:
    """A plain value (dicts and lists) as the dataclasses and tuples that the setting holds."""
    if value is None:
        return None
    if name in _PARTS:
        return tuple(_part(_PARTS[name], item) for item in value)
    if name in ("visits_per_visitor", "visits_per_inmate"):
        return Frequency(**value)
    return tuple(value) if isinstance(value, list) else value


def _part(kind: type, item: dict[str, Any]) -> Any:
    return kind(**{name: _built(name, value) for name, value in item.items()})


_PARTS = {
    "sessions": SessionRule,
    "breaks": BreakRule,
    "blocked_dates": BlockedDate,
    "special_periods": SpecialPeriod,
}
