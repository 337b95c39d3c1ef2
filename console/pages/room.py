"""The visiting room: who may come in, who sits where and for how long, who goes out."""

from collections.abc import Callable
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
OF_THE_HOUSE = ("facility_closed", "facility_reopened", "facility_configured")
AT_THE_DOOR = (
    "visitor_screened", "belongings_deposited", "locker_unavailable", "visit_started",
    "visit_cancelled", "visit_no_show", "visit_flagged", *OF_THE_HOUSE,
)  # fmt: skip
INSIDE = (
    "visit_started", "visit_extended", "visit_ending_soon", "visit_ended", "belongings_returned",
    "belongings_unclaimed", "visitor_departed", *OF_THE_HOUSE,
)  # fmt: skip
EVENTS = tuple(dict.fromkeys(AT_THE_DOOR + INSIDE))
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
                await watch.whole()
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

    def show_inside(visits: list[Any]) -> None:
        now["running"] = [one for one in visits if one["status"] == "started"]
        tables.show(now["running"])
        leaving.show([one for one in visits if one["status"] == "ended"])
        persons = sum(len(one["persons"]) for one in visits)
        load.show(desk.house["settings"], now["running"], persons)

    inside = Kept(list_at(desk, "/inside", "visits"))
    cleared = Kept(list_at(desk, "/visits", status="cleared", page_size=200))
    watch = desk.watch_each(
        inside.source(INSIDE, show_inside, asked="registration"),
        cleared.source(AT_THE_DOOR, entering.show, asked="registration"),
    )
    await watch.whole()
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
