"""Who is inside now, as a list that prints: for the door, and for a count in an emergency."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from nicegui import ui

from console.desk import Desk
from console.elements import Words, around, block, fill, markup, named, primary, region
from console.kept import Kept, list_at
from console.part import Part
from console.shell import desk_page, stylesheet
from console.texts import mark, say, say_count
from console.words import word
from console.words.persons import kind
from console.words.visits import STATUSES

TITLE = mark("Who is inside")
ROLES = ("registrar", "screener", "locker_officer", "room_officer", "supervisor")
EVENTS = ("visit_started", "visit_ended", "visitor_departed", "visit_extended", "visit_ending_soon")
COLUMNS = (mark("Table"), mark("No."), mark("Name"), mark("Sex and age"), mark("Visits the inmate"),
           mark("Until"))  # fmt: skip
PRINT = """
document.body.dataset.printing = 'yes';
addEventListener('afterprint', () => delete document.body.dataset.printing, {once: true});
window.print();
"""
"""Without it the paper stays empty: what leaves the house on paper is audited."""


@desk_page("/inside", TITLE, "groups", *ROLES)
async def inside(desk: Desk) -> None:
    stylesheet("inside.css")
    with Part().classes("inside-top"):
        count = Words("p", "", "inside-count").props("role=status")
        button = primary(say("Print the list"), icon="print").classes("no-print")
    printed = Words("p", "", "only-print")
    Words("p", say("Print with the button on the page: printing is recorded."), "not-this-way")
    with region(say("Who is inside"), "inside-list"):
        people = People(desk)

    kept = Kept(list_at(desk, "/inside", "visits"))

    def show(visits: Sequence[Any]) -> None:
        by_table = sorted(visits, key=lambda one: one["table"])
        count.set_text(headline(by_table))
        people.show(by_table)

    async def to_paper() -> None:
        answer = await desk.attempt(lambda: desk.get("/inside/printout"))
        if answer is None:
            return
        show(answer["visits"])
        who = desk.sign_in.who
        now = f"{desk.clock.now():%d-%m-%Y %H:%M}"
        text = say("{house} · printed {time} by {name}", house=desk.house["name"], time=now,
                   name=who["name"] or who["username"])  # fmt: skip
        printed.set_text(text)
        ui.run_javascript(PRINT)

    button.on_click(to_paper)
    await desk.watch_each(kept.source(EVENTS, show, asked="registration")).whole()


def headline(visits: Sequence[Any]) -> str:
    """``17 persons inside, 4 of them children, in 8 groups``."""
    persons = [one for visit in visits for one in visit["persons"]]
    inside = say_count("{n} person inside", "{n} persons inside", len(persons))
    children = sum(one["minor"] for one in persons)
    among = say_count("{n} child among them", "{n} children among them", children)
    groups = say_count("{n} group", "{n} groups", len(visits))
    return say("{inside} · {children} · {groups}", inside=inside, children=among, groups=groups)


class People:
    """A table, as it is read line by line. Nothing in it can be clicked, so it is one element."""

    def __init__(self, desk: Desk):
        self._desk = desk
        self._shown: Sequence[Any] | None = None
        with named(block("table", "people"), say("Who is inside")):
            with block("thead"), block("tr"):
                for title in COLUMNS:
                    Words("th", say(title), scope="col")
            self._body = block("tbody")
        self._nobody = Words("p", say("Nobody is inside."), "empty")

    def show(self, visits: Sequence[Any]) -> None:
        if visits == self._shown:
            return
        self._shown = visits
        self._nobody.set_visibility(not visits)
        fill(self._body, *(row for visit in visits for row in self._rows(visit)))

    def _rows(self, visit: Mapping[str, Any]) -> Iterator[str]:
        running = visit["status"] == "started"
        table = str(visit["table"]) if running else "–"  # another group may sit there by now
        until = self._desk.clock.hour(visit["ends_at"]) if running else ""
        for place, one in enumerate(visit["persons"]):
            first = place == 0
            yield around(
                "tr", "first" if first else "",
                markup("td", table if first else "", "big"),
                markup("td", str(visit["queue_number"]) if first else "", "big"),
                markup("td", one["name"], "name"),
                around("td", "", markup("span", kind(one), "tag warn" if one["minor"] else "")),
                markup("td", visit["inmate_number"] if first else ""),
                markup("td", until or word(STATUSES, visit["status"]) if first else ""),
            )  # fmt: skip
