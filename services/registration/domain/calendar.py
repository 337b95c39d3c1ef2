"""One day at a house: its sessions and breaks as moments, and who may still come."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.registration.domain import refusals
from services.registration.domain.settings import WEEKDAYS, Settings


@dataclass(frozen=True)
class Session:
    """A session of one day. Moments are aware, in the facility's zone; ``closes`` and
    ``registration_closes`` are the first moment at which it is too late."""

    name: str
    date: date
    opens: datetime
    closes: datetime
    registration_closes: datetime
    quota_groups: int
    quota_persons: int

    def takes_registrations(self, now: datetime) -> bool:
        """Walk-ins may be registered before it opens, and bookings checked in."""
        return now < self.registration_closes

    def check_registration(self, now: datetime) -> None:
        """Raises RegistrationClosed."""
        if not self.takes_registrations(now):
            raise _registration_closed(self)


@dataclass(frozen=True)
class Break:
    name: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class Day:
    """``settings`` are the limits of that day (a special period applied). ``blocked`` is the
    reason why nobody is received, or None. ``sessions`` are in order of opening."""

    date: date
    settings: Settings
    sessions: tuple[Session, ...]
    breaks: tuple[Break, ...]
    blocked: str | None = None

    def check_receives(self) -> None:
        """Raises DateBlocked or NoSession."""
        if self.blocked is not None:
            raise refusals.DateBlocked(
                f"nobody is received on {self.date}: {self.blocked}",
                "date",
                date=self.date.isoformat(),
            )
        if not self.sessions:
            raise refusals.NoSession(
                f"no session is held on {self.date}", "date", date=self.date.isoformat()
            )

    def session(self, name: str) -> Session:
        """The session of that name. Raises DateBlocked, NoSession, SessionUnknown."""
        self.check_receives()
        for session in self.sessions:
            if session.name == name:
                return session
        raise refusals.SessionUnknown(
            "that day has no such session", "session", sessions=[s.name for s in self.sessions]
        )

    def open_sessions(self, now: datetime) -> tuple[Session, ...]:
        """The sessions that a walk-in may still join, the running or next one first; never
        empty. Raises DateBlocked, NoSession, RegistrationClosed."""
        self.check_receives()
        found = tuple(s for s in self.sessions if s.takes_registrations(now))
        if not found:
            raise _registration_closed(self.sessions[-1])
        return found

    def check_no_break(self, now: datetime) -> None:
        """Nobody is admitted during a break. Raises OnBreak."""
        for pause in self.breaks:
            if pause.starts <= now < pause.ends:
                raise refusals.OnBreak(
                    f"nobody is admitted during the break {pause.name}",
                    until=pause.ends.isoformat(),
                )

    def last_close(self) -> datetime | None:
        return max((s.closes for s in self.sessions), default=None)


def day_of(settings: Settings, zone: ZoneInfo, on: date) -> Day:
    """The day as the settings of the house make it."""
    limits = settings.on(on)
    weekday = WEEKDAYS[on.weekday()]

    def at(clock: str) -> datetime:
        return datetime.combine(on, time.fromisoformat(clock), tzinfo=zone)

    sessions = [
        Session(
            name=rule.name,
            date=on,
            opens=at(rule.opens),
            closes=at(rule.closes),
            registration_closes=at(rule.closes)
            - timedelta(minutes=limits.registration_closes_minutes),
            quota_groups=_first(rule.quota_groups, limits.quota_groups),
            quota_persons=_first(rule.quota_persons, limits.quota_persons),
        )
        for rule in limits.sessions
        if weekday in rule.weekdays
    ]
    breaks = [
        Break(rule.name, at(rule.starts), at(rule.ends))
        for rule in limits.breaks
        if weekday in rule.weekdays
    ]
    blocked = next((b.reason for b in settings.blocked_dates if b.date == on), None)
    return Day(on, limits, tuple(sorted(sessions, key=lambda s: s.opens)), tuple(breaks), blocked)


def _first(own: int | None, usual: int) -> int:
    return usual if own is None else own


def _registration_closed(session: Session) -> refusals.RegistrationClosed:
    return refusals.RegistrationClosed(
        f"registration for the session {session.name} closed at "
        f"{session.registration_closes:%H:%M}",
        "session",
        closed_at=session.registration_closes.isoformat(),
    )
