"""Screening's own copy of what it needs to know of a house."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.screening.domain.refusals import FacilityClosed, FacilityNotConfigured

Decided = tuple["Facility", list]

DAY_ENDED = "end_of_day"


@dataclass(frozen=True)
class Facility:
    """A house by its settings and whether it is closed.

    ``configured_by`` and ``door_by`` are the sequence numbers of the events that last set them:
    an older event that arrives later changes nothing. ``sessions`` are the sessions' names in
    the order of the day, empty while registration does not send them.
    """

    id: str
    facility: str
    timezone: str | None = None
    recalls_before_hold: int = 3
    sessions: tuple[str, ...] = ()
    configured_by: int = 0
    closed: bool = False
    closed_on: str | None = None
    closed_because: str | None = None
    door_by: int = 0

    def today(self, now: datetime) -> str:
        """The date at the house, not in UTC: "2026-01-17". Raises FacilityNotConfigured."""
        if self.timezone is None:
            raise FacilityNotConfigured("the settings of this facility have not arrived yet")
        return now.astimezone(ZoneInfo(self.timezone)).date().isoformat()

    def require_open(self, now: datetime) -> None:
        """Raises FacilityClosed. The end of a day closes that day alone; an emergency lasts
        until the house is opened again."""
        today = self.today(now)
        over = self.closed_because == DAY_ENDED and self.closed_on != today
        if self.closed and not over:
            raise FacilityClosed("nobody is called while the house is closed",
                                 cause=self.closed_because)


def unknown(facility: str) -> Facility:
    return Facility(id=facility, facility=facility)


def configured(state: Facility, data: dict[str, Any], sequence: int) -> Decided:
    if sequence <= state.configured_by:
        return state, []
    return replace(
        state,
        timezone=data["timezone"],
        recalls_before_hold=data["recalls_before_hold"],
        sessions=tuple(data.get("sessions", ())),
        configured_by=sequence,
    ), []


def closed(state: Facility, data: dict[str, Any], sequence: int) -> Decided:
    return _door(state, sequence, closed=True, closed_on=data["date"],
                 closed_because=data["cause"])


def reopened(state: Facility, data: dict[str, Any], sequence: int) -> Decided:
    return _door(state, sequence, closed=False, closed_on=None, closed_because=None)


def _door(state: Facility, sequence: int, **changes: Any) -> Decided:
    if sequence <= state.door_by:
        return state, []
    return replace(state, door_by=sequence, **changes), []
