"""The house: its name, zone and settings, and whether it takes visitors in."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.registration.domain import refusals
from services.registration.domain.calendar import Day, day_of
from services.registration.domain.consistency import check_settings, check_timezone
from services.registration.domain.plain import plain
from services.registration.domain.settings import SessionRule, Settings
from services.registration.domain.visit import Entry, Events, Officer

OPEN, CLOSED = "open", "closed"
EMERGENCY, END_OF_DAY = "emergency", "end_of_day"
HISTORY = 50


@dataclass(frozen=True)
class Closure:
    """Why and since when intake is stopped. ``by`` is the officer's id."""

    cause: str
    date: date
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True)
class Facility:
    """``status`` is closed from an emergency close until it is reopened. A day closed at its end
    is in ``days_closed``: it is closed for that date only, so the next day opens by itself."""

    id: str
    facility: str
    name: str
    timezone: str
    settings: Settings = Settings()
    status: str = OPEN
    closure: Closure | None = None
    days_closed: tuple[date, ...] = ()
    history: tuple[Entry, ...] = ()
    """Who did what to the house, the latest ``HISTORY`` entries."""

    def noted(
        self, now: datetime, officer: Officer, action: str, reason: str | None, **changes: Any
    ) -> "Facility":
        """The house after ``changes``, with one line more in its history."""
        entry = Entry(now, officer.id, action, reason, officer.supervisor, officer.because)
        return replace(self, history=(*self.history, entry)[-HISTORY:], **changes)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def local(self, moment: datetime) -> datetime:
        """The same moment on the facility's clock."""
        return moment.astimezone(self.zone)

    def today(self, now: datetime) -> date:
        """The facility's date, which is not UTC's: Balikpapan is eight hours ahead."""
        return self.local(now).date()

    def day(self, on: date) -> Day:
        """Sessions, breaks and limits of a date."""
        return day_of(self.settings, self.zone, on)

    def check_open(self, on: date) -> None:
        """Whether a visit on that date may be taken in, called or admitted. Raises
        FacilityClosed: in an emergency for every date, else for a day that was closed."""
        if self.status == CLOSED:
            raise refusals.FacilityClosed("the house is closed in an emergency", cause=EMERGENCY)
        if on in self.days_closed:
            raise refusals.FacilityClosed("the day is closed", cause=END_OF_DAY)

    def check_bookable(self, on: date, now: datetime) -> None:
        """Raises DateInPast, BookingTooFarAhead."""
        today = self.today(now)
        if on < today:
            raise refusals.DateInPast("that day is over", "date", date=on.isoformat())
        latest = today + timedelta(days=self.settings.on(on).booking_days_ahead)
        if on > latest:
            raise refusals.BookingTooFarAhead(
                f"bookings are taken until {latest}", "date", latest=latest.isoformat()
            )


def configure(
    facility: Facility | None,
    id: str,
    name: str,
    timezone: str,
    changes: dict[str, Any],
    officer: Officer,
    now: datetime,
) -> tuple[Facility, Events]:
    """Set up a house, or change it. Settings that ``changes`` does not name stay as they are.

    Raises SettingsConflict.
    """
    before = facility or Facility(id=id, facility=id, name=name, timezone=timezone)
    settings = before.settings.changed(changes)
    if facility and (name, timezone, settings) == (
        before.name,
        before.timezone,
        before.settings,
    ):
        return facility, []
    check_timezone(timezone)
    check_settings(settings)
    named = ", ".join(sorted(changes)) or None
    after = before.noted(
        now, officer, "configured", named, name=name, timezone=timezone, settings=settings
    )
    return after, [("facility_configured", _public(after))]


def describe(facility: Facility, now: datetime) -> dict[str, Any]:
    """The house as plain JSON: its settings, and the sessions of its present day."""
    day = facility.day(facility.today(now))
    told = plain(facility, facility.zone)
    return told | {"today": plain(day, facility.zone, without=("settings",))}


def _opening(session: SessionRule) -> str:
    return session.opens


def _public(facility: Facility) -> dict[str, Any]:
    """The settings that other services work by."""
    settings = facility.settings
    return {
        "timezone": facility.timezone,
        "language": settings.language,
        "recalls_before_hold": settings.recalls_before_hold,
        "lockers": settings.lockers,
        "cards": settings.cards,
        "unclaimed_days": settings.unclaimed_days,
        "sessions": list(dict.fromkeys(s.name for s in sorted(settings.sessions, key=_opening))),
    }
