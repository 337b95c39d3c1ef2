"""The visiting room: who may come in, who sits where and for how long, who goes out."""

import asyncio
from collections.abc import Callable, Collection
from typing import Any

from nicegui import ui

from console.desk import Desk, Done
from console.elements import Words, block, focus, named, region
from console.kept import Kept, list_at
from console.pages.room_entering import Entering
from console.pages.room_leaving import Leaving
from console.pages.room_tables import Tables
from console.part import Part
from console.problems import Away, Problem
from console.shell import desk_page, stylesheet
from console.texts import mark, say, say_count

TITLE = mark("Visiting room")
EVENTS = (
    "visitor_screened", "belongings_deposited", "belongings_returned", "locker_unavailable",
    "visit_started", "visit_extended", "visit_ending_soon", "visit_ended", "visitor_departed",
    "visit_cancelled", "visit_flagged", "visit_no_show", "facility_closed", "facility_reopened",
    "facility_configured",
)  # fmt: skip
TICK_SECONDS = 5.0
"""A bar is at most so far behind the clock; its text has whole minutes. Each step of it makes the
browser render its card anew."""


@desk_page("/room", TITLE, "chair", "room_officer", "supervisor")
async def room(desk: Desk) -> None:
    stylesheet("room.css")
    load = Load()
    now: dict[str, list[Any]] = {"running": []}

    def then(next_id: Callable[[], str]) -> Done:
        """What follows a command: the lists show it, and the focus is where it goes on."""

        async def done(_: Any) -> None:
            try:
                await refresh()
            except (Problem, Away):
                watch.now()  # it tells, and tries again
            focus(next_id())

        return done

    with block(classes="room"):
        with region(say("May come in"), "entering"):
            entering = Entering(desk, then(lambda: entering.next), lambda: free_tables(desk, now))
        with region(say("Tables"), "middle"):
            tables = Tables(desk, lambda element_id: then(lambda: element_id))
        with region(say("On the way out"), "leaving"):
            leaving = Leaving(desk, then(lambda: leaving.next))

    inside = Kept(list_at(desk, "/inside", "visits"))
    waiting = Kept(list_at(desk, "/visits", status="cleared", page_size=200))

    async def refresh() -> None:
        show(*await asyncio.gather(inside.whole(), waiting.whole()))

    async def refresh_some(visit_ids: Collection[str]) -> None:
        show(*await asyncio.gather(inside.some(visit_ids), waiting.some(visit_ids)))

    def show(visits: list[Any], cleared: list[Any]) -> None:
        now["running"] = [one for one in visits if one["status"] == "started"]
        tables.show(now["running"])
        leaving.show([one for one in visits if one["status"] == "ended"])
        entering.show(cleared)
        persons = sum(len(one["persons"]) for one in visits)
        load.show(desk.house["settings"], now["running"], persons)

    watch = desk.watch(EVENTS, refresh, refresh_some, asked="registration")
    await refresh()
    ui.timer(TICK_SECONDS, tables.tick)


def free_tables(desk: Desk, now: dict[str, list[Any]]) -> list[int]:
    taken = {one["table"] for one in now["running"]}
    return [n for n in range(1, desk.house["settings"]["room_tables"] + 1) if n not in taken]


class Load:
    """How full the room is, of what the house allows."""

    def __init__(self) -> None:
        with named(Part().classes("load").props("role=group"), say("How full the room is")):
            self._tables = Meter(say("Tables"))
            self._persons = Meter(say("Persons"))
            self._inside = Words("span", "", "load-inside")

    def show(self, limits: dict[str, Any], running: list[Any], inside: int) -> None:
        self._tables.show(len(running), limits["room_tables"])
        self._persons.show(sum(len(one["persons"]) for one in running), limits["room_persons"])
        text = say_count("{n} person in the house", "{n} persons in the house", inside)
        self._inside.set_text(text)


class Meter:
    def __init__(self, label: str):
        self._label = label
        self._text = Words("span", "", "load-text")
        self._bar = named(block("progress", "load-bar"), label)

    def show(self, taken: int, of: int) -> None:
        self._text.set_text(say("{label}: {taken} of {of}", label=self._label, taken=taken, of=of))
        self._bar.props(f"max={of} value={taken}")
        self._bar.classes(add="full" if taken >= of else "", remove="" if taken >= of else "full")
