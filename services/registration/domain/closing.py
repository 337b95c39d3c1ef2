"""Closing the house, in an emergency or at the end of the day, and opening it again."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from services.registration.domain import refusals
from services.registration.domain.facility import (
    CLOSED,
    EMERGENCY,
    END_OF_DAY,
    OPEN,
    Closure,
    Facility,
)
from services.registration.domain.leaving import close_out
from services.registration.domain.visit import (
    BEFORE_ADMISSION,
    INSIDE,
    Belongings,
    Events,
    Officer,
    Status,
    Visit,
)
from services.registration.domain.visit import OPEN as OPEN_VISIT

END_OF_DAY_REASON = "end of day"
DAYS_REMEMBERED = 62
"""Dates kept in ``days_closed``; older ones are over anyway."""


def close(
    facility: Facility | None, reason: str, officer: Officer, now: datetime
) -> tuple[Facility, Events]:
    """Emergency: intake stops at once, until somebody reopens. Raises NotFound, WrongState."""
    facility = known(facility)
    if facility.status == CLOSED:
        raise refusals.WrongState("the house is closed already", state=CLOSED, needed=[OPEN])
    today = facility.today(now)
    closure = Closure(EMERGENCY, today, reason, now, officer.id)
    after = facility.noted(now, officer, "closed", reason, status=CLOSED, closure=closure)
    return after, [_closed(EMERGENCY, today, reason)]


def reopen(
    facility: Facility | None, reason: str, officer: Officer, now: datetime
) -> tuple[Facility, Events]:
    """After an emergency, or when a day was closed too early. Raises NotFound, WrongState."""
    facility = known(facility)
    today = facility.today(now)
    if facility.status == OPEN and today not in facility.days_closed:
        raise refusals.WrongState("the house is open", state=OPEN, needed=[CLOSED])
    days = tuple(day for day in facility.days_closed if day != today)
    after = facility.noted(
        now, officer, "reopened", reason, status=OPEN, closure=None, days_closed=days
    )
    return after, [("facility_reopened", {"date": today.isoformat(), "reason": reason})]


def close_day(
    facility: Facility | None, on: date, officer: Officer, now: datetime
) -> tuple[Facility, Events]:
    """Close one date for good; the next opens by itself. Raises NotFound, DayAlreadyClosed."""
    facility = known(facility)
    if on in facility.days_closed:
        raise refusals.DayAlreadyClosed("the day is closed", date=on.isoformat())
    days = tuple(sorted((*facility.days_closed, on))[-DAYS_REMEMBERED:])
    after = facility.noted(now, officer, "day_closed", None, days_closed=days)
    return after, [_closed(END_OF_DAY, on, END_OF_DAY_REASON)]


def check_day_can_close(
    facility: Facility | None, visits: Iterable[Visit], now: datetime, overridden: bool
) -> None:
    """Whether the present day can be closed.

    ``visits`` are all that are open or have things in a locker, of whatever date: somebody left
    over from yesterday is inside all the same. A supervisor may close before the last session
    is over; nobody can close over the heads of people inside, or over things in a locker.
    Raises NotFound, DayNotOver, VisitorsInside, LockerOccupied.
    """
    facility = known(facility)
    closes = facility.day(facility.today(now)).last_close()
    if closes is not None and now < closes and facility.status == OPEN and not overridden:
        raise refusals.DayNotOver(
            f"the last session closes at {closes:%H:%M}", closes=closes.isoformat()
        )
    check_nobody_left(visits)


def check_nobody_left(visits: Iterable[Visit]) -> None:
    """Raises VisitorsInside, LockerOccupied."""
    visits = list(visits)
    inside = [visit for visit in visits if visit.status in INSIDE]
    if inside:
        persons = sum(len(visit.admitted) for visit in inside)
        raise refusals.VisitorsInside(
            f"{persons} persons are still inside", visits=[v.id for v in inside], persons=persons
        )
    occupied = [visit for visit in visits if occupies_locker(visit)]
    if occupied:
        raise refusals.LockerOccupied(
            f"belongings of {len(occupied)} visits still lie in a locker",
            visits=[visit.id for visit in occupied],
        )


def occupies_locker(visit: Visit) -> bool:
    """Things that were deposited stay until they are returned or stored as unclaimed; a locker
    that is only assigned is released when the visit does not take place."""
    if visit.belongings == Belongings.DEPOSITED:
        return True
    return visit.belongings == Belongings.ASSIGNED and visit.status in OPEN_VISIT


def settle(
    visit: Visit, cause: str, on: date, closed_at: datetime, reason: str, now: datetime
) -> tuple[Visit, Events]:
    """What a closed house means for one open visit; told again, it changes nothing.

    ``cause``, ``on`` and ``reason`` are those of ``facility_closed``, which happened at
    ``closed_at``. In an emergency whoever is in the room is sent out and whoever waits is sent
    home, but a booking stays: the house may reopen before its session. At the end of a day nobody
    remains to be served. Groups that came after the house was reopened are not touched.
    """
    latest = visit.started_at or visit.registered_at
    if visit.date > on or (latest is not None and latest > closed_at):
        return visit, []
    if cause == EMERGENCY and visit.status == Status.BOOKED:
        return visit, []
    return close_out(visit, now, reason, emergency=cause == EMERGENCY)


def settle_for_night(visit: Visit, facility: Facility, now: datetime) -> tuple[Visit, Events]:
    """What the end of the day means for a visit that was not served. Whoever booked while an
    emergency kept the house closed did not stay away: the house called the visit off."""
    if visit.status not in BEFORE_ADMISSION:
        return visit, []
    emergency = facility.status == CLOSED and visit.status == Status.BOOKED
    return close_out(visit, now, END_OF_DAY_REASON, emergency=emergency)


def known(facility: Facility | None) -> Facility:
    """Raises NotFound: that house was never configured."""
    if facility is None:
        raise refusals.NotFound("no such facility", "facility", what="facility")
    return facility


def _closed(cause: str, on: date, reason: str) -> tuple[str, dict[str, Any]]:
    return ("facility_closed", {"cause": cause, "date": on.isoformat(), "reason": reason})
