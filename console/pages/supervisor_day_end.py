"""The end of the day: what still blocks it, and closing."""

from collections.abc import Callable
from typing import Any, NamedTuple

from nicegui import ui

from console.alerts import Toast
from console.dates import written
from console.desk import Desk
from console.dialogs import confirm
from console.elements import Words, block, danger, heading, region
from console.keyed import Keyed
from console.source import Source
from console.texts import say, say_count
from console.words import word
from console.words.persons import names
from console.words.supervision import DEPOSITS
from console.words.visits import SESSIONS, STATUSES


class Check(NamedTuple):
    """One thing that must be so; ``lines`` name what is in the way. ``kind`` is good, warn, bad."""

    name: str
    kind: str
    title: str
    lines: tuple[str, ...] = ()


EVENTS = (
    "visitor_registered", "visitor_called", "visitor_held", "visitor_screened", "visit_started",
    "visit_extended", "visit_ended", "visitor_departed", "visit_cancelled", "visit_no_show",
    "locker_assigned", "belongings_deposited", "belongings_returned", "belongings_unclaimed",
    "card_lost", "locker_status_changed", "facility_closed", "facility_reopened",
    "facility_configured",
)  # fmt: skip
ICONS = {"good": "check_circle", "warn": "schedule", "bad": "error"}


def build(desk: Desk, now: Callable[[], None]) -> tuple[Source, ...]:
    with region(say("What still blocks the day")):
        heading(2, say("What still blocks the day"))
        checks = Keyed(_draw, lambda check: check.name, "li", "rows")
    with region(say("Close the day")):
        heading(2, say("Close the day"))
        Words("p", say("Groups that were not served are noted as not having come. Nobody is taken "
                       "in any more on this date; the next day opens by itself."))  # fmt: skip

        async def close() -> None:
            title = say("Close the day")
            text = say("This closes {date} for good.", date=written(desk.house["today"]["date"]))
            if await confirm(title, text, title, grave=True):
                path = f"/facilities/{desk.facility}/end-of-day"
                await desk.do("POST", path, {}, closed, button=button)

        def closed(_: Any) -> None:
            Toast.done(say("The day is closed."))
            now()

        button = danger(say("Close the day …"), close, "nightlight")

    async def refresh() -> None:
        await desk.load_house()
        over = desk.house["today"]["date"] in desk.house["days_closed"]
        inside, lockers = await desk.get("/inside"), await desk.get("/lockers")
        line = (await desk.get("/screenings", page_size=1))["counts"]
        found = [
            Check("over", "good", say("The day is closed.")) if over else _sessions(desk),
            _inside(inside),
            _lockers(lockers),
            _line(line),
        ]
        checks.show(found)
        button.set_enabled(not over)

    return (Source(EVENTS, refresh),)


def _draw(check: Check) -> None:
    with block(classes=f"check {check.kind}"):
        ui.icon(ICONS[check.kind], size="24px").props("aria-hidden=true")
        with block():
            Words("strong", check.title)
            if check.lines:
                with block("ul"):
                    for line in check.lines:
                        Words("li", line)


def _sessions(desk: Desk) -> Check:
    """Not in the way of a supervisor who gives a reason."""
    clock, now = desk.clock, desk.clock.now()
    sessions = desk.house["today"]["sessions"]
    left = [one for one in sessions if clock.local(one["closes"]) > now]
    if not left:
        return Check("session", "good", say("The last session is over."))
    lines = tuple(
        say("{session} until {time}", session=word(SESSIONS, one["name"]),
            time=clock.hour(one["closes"]))
        for one in left
    )  # fmt: skip
    title = say("The last session is not over: closing now takes your reason.")
    return Check("session", "warn", title, lines)


def _inside(inside: dict[str, Any]) -> Check:
    if not inside["visits"]:
        return Check("inside", "good", say("Nobody is inside."))
    title = say_count(
        "{n} person is still inside.", "{n} persons are still inside.", inside["persons"]
    )
    lines = tuple(
        say("Number {number}, table {table}: {persons} ({status})", number=one["queue_number"],
            table=one["table"] or "–", persons=names(one["persons"]),
            status=word(STATUSES, one["status"]))
        for one in inside["visits"]
    )  # fmt: skip
    return Check("inside", "bad", title, lines)


def _lockers(lockers: dict[str, Any]) -> Check:
    taken = [one for one in lockers["lockers"] if one["state"] in DEPOSITS]
    if not taken:
        return Check("lockers", "good", say("All lockers are empty."))
    title = say_count("{n} locker is taken.", "{n} lockers are taken.", len(taken))
    lines = tuple(
        say("Locker {locker}, card {card}: {state}", locker=one["number"],
            card=one["card"] or "–", state=word(DEPOSITS, one["state"]))
        for one in taken
    )  # fmt: skip
    return Check("lockers", "bad", title, lines)


def _line(counts: dict[str, int]) -> Check:
    waiting = counts["waiting"] + counts["called"] + counts["held"]
    if not waiting:
        return Check("line", "good", say("Nobody waits for the search."))
    title = say_count(
        "{n} group still waits for the search.", "{n} groups still wait for the search.", waiting
    )
    return Check("line", "warn", title)
