"""Settings that contradict each other are refused when they are set, not found out at the desk."""

from collections.abc import Iterator
from datetime import time
from itertools import combinations
from zoneinfo import ZoneInfo

from services.registration.domain.refusals import SettingsConflict
from services.registration.domain.settings import SessionRule, Settings


def check_timezone(name: str) -> None:
    """Raises SettingsConflict unless it is a name of the IANA time zone database."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise SettingsConflict("no such time zone", "timezone") from None


def check_settings(settings: Settings) -> None:
    """Raises SettingsConflict naming the first setting that cannot be."""
    for field, problem in _conflicts(settings):
        raise SettingsConflict(problem, f"settings.{field}")


def _conflicts(settings: Settings) -> Iterator[tuple[str, str]]:
    yield from _session_conflicts(
        "sessions", settings.sessions, settings.registration_closes_minutes
    )
    for pause in settings.breaks:
        if pause.starts >= pause.ends:
            yield "breaks", f"{pause.name} ends before it starts"
    if settings.warning_minutes >= settings.visit_minutes:
        yield "warning_minutes", "the warning comes before the visit has begun"
    if settings.room_persons < settings.group_size:
        yield "room_persons", "the largest group does not fit into the room"
    dates = [blocked.date for blocked in settings.blocked_dates]
    if len(dates) != len(set(dates)):
        yield "blocked_dates", "a date is blocked twice"
    for period in settings.special_periods:
        if period.first > period.last:
            yield "special_periods", f"{period.name} ends before it begins"
        effective = settings.on(period.first)
        yield from _session_conflicts(
            "special_periods", effective.sessions, effective.registration_closes_minutes
        )
    for one, other in combinations(settings.special_periods, 2):
        if one.first <= other.last and other.first <= one.last:
            yield "special_periods", f"{one.name} and {other.name} overlap"


def _session_conflicts(
    field: str, sessions: tuple[SessionRule, ...], closes_minutes: int
) -> Iterator[tuple[str, str]]:
    for session in sessions:
        length = _minutes(session.closes) - _minutes(session.opens)
        if length <= 0:
            yield field, f"{session.name} closes before it opens"
        elif length <= closes_minutes:
            yield field, f"registration for {session.name} closes before the session opens"
    for one, other in combinations(sessions, 2):
        if not set(one.weekdays) & set(other.weekdays):
            continue
        if one.name == other.name:
            yield field, f"{one.name} is held twice on one day"
        if one.opens < other.closes and other.opens < one.closes:
            yield field, f"{one.name} and {other.name} overlap"


def _minutes(clock: str) -> int:
    moment = time.fromisoformat(clock)
    return moment.hour * 60 + moment.minute
