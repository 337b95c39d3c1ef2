"""The visiting room: admission, the timer, and the end."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from services.registration.domain import refusals
from services.registration.domain.visit import (
    Belongings,
    Events,
    Officer,
    Status,
    Visit,
    acting,
    by_service,
)

TERMINATED = "terminated_by_staff"
END_OUTCOMES = ("completed", "ended_early_by_visitor", "ended_early_by_inmate", TERMINATED)
SAFE_TO_ENTER = (Belongings.NONE, Belongings.DEPOSITED)


def check_admission(visit: Visit, briefing_acknowledged: bool) -> None:
    """What a group must have behind it before it enters.

    Raises WrongState, VisitFlagged, NobodyCleared, BelongingsNotDeposited,
    BriefingNotAcknowledged. Bans, the inmate and the day are checked by their own rules.
    """
    visit.need("start")
    if visit.flags:
        raise refusals.VisitFlagged(
            "a supervisor must look at this visit first",
            "visit_id",
            flags=sorted({flag.reason for flag in visit.flags}),
        )
    if all(one.minor for one in visit.admitted):
        raise refusals.NobodyCleared("no adult of the group may enter", "visit_id")
    if visit.belongings not in SAFE_TO_ENTER:
        raise refusals.BelongingsNotDeposited(
            "the group's things are not locked away yet",
            "visit_id",
            belongings=visit.belongings.value,
        )
    if not briefing_acknowledged:
        raise refusals.BriefingNotAcknowledged(
            "the house rules must be explained and accepted", "briefing_acknowledged"
        )


def choose_table(asked: int | None, taken: Collection[int], tables: int) -> int:
    """The table asked for, or the free one with the lowest number (from 1 to ``tables``).

    Raises TableUnknown, TableTaken, RoomFull.
    """
    if asked is not None:
        if not 1 <= asked <= tables:
            raise refusals.TableUnknown("the room has no such table", "table", tables=tables)
        if asked in taken:
            raise refusals.TableTaken("another group sits there", "table", table=asked)
        return asked
    free = next((table for table in range(1, tables + 1) if table not in taken), None)
    if free is None:
        raise refusals.RoomFull("every table is taken", limit_of="tables", limit=tables)
    return free


def check_room(persons: int, inside: int, limit: int) -> None:
    """Raises RoomFull when ``persons`` more than ``inside`` are too many."""
    if inside + persons > limit:
        raise refusals.RoomFull("the room is full", limit_of="persons", limit=limit)


def start(
    visit: Visit, table: int, minutes: int, warning_minutes: int, officer: Officer, now: datetime
) -> tuple[Visit, Events]:
    """The group sits down at a table for so many minutes."""
    visit.need("start")
    ends_at = now + timedelta(minutes=minutes)
    visit = visit.noted(
        now,
        officer,
        "started",
        status=Status.STARTED,
        started_at=now,
        ends_at=ends_at,
        table=table,
        warn_minutes=warning_minutes,
        warn_at=ends_at - timedelta(minutes=warning_minutes),
    )
    return visit, [
        (
            "visit_started",
            {
                "started_at": visit.local(now),
                "ends_at": visit.local(ends_at),
                "table": table,
                "members": [one.as_member() for one in visit.admitted],
            },
        )
    ]


def extend(
    visit: Visit, minutes: int, reason: str, limit: int, officer: Officer, now: datetime
) -> tuple[Visit, Events]:
    """Move the end; a negative number of minutes shortens. ``limit``: minutes in all.

    Raises WrongState, ExtensionTooLong (a supervisor may go beyond), EndInPast.
    """
    visit.need("extend")
    assert visit.ends_at is not None
    total = visit.extended_minutes + minutes
    if minutes > 0 and total > limit and not officer.supervisor:
        raise refusals.ExtensionTooLong(
            f"a visit is extended by at most {limit} minutes in all",
            "minutes",
            limit=limit,
            used=visit.extended_minutes,
        )
    before, after = visit.ends_at, visit.ends_at + timedelta(minutes=minutes)
    if after <= now:
        raise refusals.EndInPast(
            "that would end the visit before now", "minutes", ends_at=visit.local(after)
        )
    action = "extended" if minutes > 0 else "shortened"
    visit = visit.noted(
        now,
        officer,
        action,
        reason,
        ends_at=after,
        extended_minutes=total,
        warn_at=after - timedelta(minutes=visit.warn_minutes),
    )
    return visit, [
        (
            "visit_extended",
            {
                "previous_ends_at": visit.local(before),
                "ends_at": visit.local(after),
                "minutes": minutes,
                "reason": reason,
            },
        )
    ]


def warn(visit: Visit, now: datetime) -> tuple[Visit, Events]:
    """Say once that the end is near. Nothing when it is too early or was said."""
    if visit.status != Status.STARTED or visit.warn_at is None or now < visit.warn_at:
        return visit, []
    assert visit.ends_at is not None
    ends_at = visit.ends_at
    left = max(0, ceil((ends_at - now) / timedelta(minutes=1)))
    return visit.noted(now, by_service("registration"), "warned", warn_at=None), [
        (
            "visit_ending_soon",
            {"ends_at": visit.local(ends_at), "minutes_left": left, "table": visit.table},
        )
    ]


def end(
    visit: Visit, outcome: str, reason: str | None, officer: Officer, now: datetime
) -> tuple[Visit, Events]:
    """The visit is over; the group is still in the house. Raises WrongState, ReasonRequired."""
    visit.need("end")
    if outcome == TERMINATED and not reason:
        raise refusals.ReasonRequired("a visit is terminated with a reason", "reason")
    return ended(visit, outcome, reason, officer, now)


def ended_by(visit: Visit, command: Mapping[str, Any], now: datetime) -> tuple[Visit, Events]:
    return end(visit, command["outcome"], command.get("reason"), acting(command), now)


def ended(
    visit: Visit, outcome: str, reason: str | None, officer: Officer, now: datetime
) -> tuple[Visit, Events]:
    assert visit.started_at is not None
    started_at = visit.started_at
    visit = visit.noted(
        now,
        officer,
        outcome,
        reason,
        status=Status.ENDED,
        outcome=outcome,
        ended_at=now,
        warn_at=None,
    )
    return visit, [
        (
            "visit_ended",
            {
                "outcome": outcome,
                "started_at": visit.local(started_at),
                "ended_at": visit.local(now),
                "reason": reason,
            },
        )
    ]


def without(visit: Visit, persons: Iterable[str]) -> Visit:
    """The visit with ``persons`` refused; another adult leads if the lead is among them."""
    gone = set(persons)
    members = tuple(
        replace(one, decision="refused") if one.person in gone else one for one in visit.members
    )
    staying = [one for one in members if one.decision != "refused"]
    leads = [one.person for one in staying if not one.minor]
    lead = visit.lead if visit.lead in leads or not leads else leads[0]
    return replace(visit, members=members, lead=lead)
