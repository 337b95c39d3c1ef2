"""The supervisor's page: the day in pictures, decisions, the books, the end of the day, audit."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from nicegui import ui

from console.desk import Desk
from console.elements import Words, block
from console.pages import (
    supervisor_audit,
    supervisor_bans,
    supervisor_books,
    supervisor_day_end,
    supervisor_flags,
    supervisor_today,
)
from console.shell import desk_page, stylesheet
from console.source import Source
from console.texts import mark, say, say_count
from console.watching import Watch

TITLE = mark("Supervision")


class Part(NamedTuple):
    """``build`` draws it, given the desk and what asks for a refresh, and gives its sources."""

    name: str
    title: str
    icon: str
    roles: frozenset[str]
    build: Callable[[Desk, Callable[[], None]], tuple[Source, ...]]


def _part(name: str, title: str, icon: str, build: object, *roles: str) -> Part:
    return Part(name, title, icon, frozenset(roles), build)  # type: ignore[arg-type]


PARTS = (
    _part("today", mark("Today"), "insights", supervisor_today.build,
          "supervisor", "auditor"),
    _part("bans", mark("Bans"), "block", supervisor_bans.build, "supervisor", "auditor"),
    _part("flags", mark("To review"), "flag", supervisor_flags.build, "supervisor"),
    _part("books", mark("Day book"), "menu_book", supervisor_books.build,
          "supervisor", "auditor"),
    _part("end", mark("End of day"), "nightlight", supervisor_day_end.build, "supervisor"),
    _part("audit", mark("Audit"), "manage_search", supervisor_audit.build, "auditor"),
)  # fmt: skip
EVENTS = supervisor_today.EVENTS
"""Of the part that it opens with: it follows no other until somebody turns there."""
LOOK_SECONDS = 15.0
"""A ban proposed at the registration desk and a refusal there are no events, and what a screener
proposes is in the book a moment after its event."""


@desk_page("/supervisor/{part}", TITLE, "", "supervisor", "auditor", within="/supervisor")
@desk_page("/supervisor", TITLE, "supervisor_account", "supervisor", "auditor")
async def supervisor(desk: Desk) -> None:
    """Only the part that is looked at asks."""
    stylesheet("supervisor.css")
    mine = {part.name: part for part in PARTS if desk.may(*part.roles)}
    first = desk.asked.get("part", "")
    sources: list[Source] = []

    def now() -> None:
        watch.now()
        waiting.now()

    def turned() -> None:
        """A reload, or a link, comes back to this part."""
        ui.run_javascript(f"history.replaceState(null, '', '/supervisor/{tabs.value}')")
        now()

    with ui.tabs().classes("parts").props("align=left no-caps inline-label") as tabs:
        counts = {part.name: _tab(part) for part in mine.values()}
    shown = first if first in mine else next(iter(mine))
    with ui.tab_panels(tabs, value=shown, animated=False).classes("panels"):
        for part in mine.values():
            with ui.tab_panel(part.name).classes("panel"), block(classes="part"):
                looked_at = partial(_shows, tabs, part)
                sources += (one.only_while(looked_at) for one in part.build(desk, now))
    watch = desk.watch_each(*sources)
    waiting = _waiting(desk, counts)
    tabs.on_value_change(turned)
    await watch.whole()
    ui.timer(LOOK_SECONDS, now)


def _shows(tabs: ui.tabs, part: Part) -> bool:
    return bool(tabs.value == part.name)


def _tab(part: Part) -> Words:
    """What counts the decisions that wait there."""
    with ui.tab(part.name, say(part.title), part.icon):
        count = Words("span", "", "waits")
    count.set_visibility(False)
    return count


def _waiting(desk: Desk, counts: Mapping[str, Words]) -> Watch:
    def source(name: str, types: Sequence[str], path: str, **wanted: Any) -> Source:
        async def count() -> None:
            total = (await desk.get(path, page_size=1, **wanted))["total"]
            text = say_count("{n} waits", "{n} wait", total) if total else ""
            counts[name].set_text(text)
            counts[name].set_visibility(total > 0)

        return Source(types, count, asked="registration")

    if not desk.may("supervisor"):
        return desk.watch_each(marks=False)
    return desk.watch_each(
        source("bans", supervisor_bans.EVENTS, "/bans", status="proposed"),
        source("flags", supervisor_flags.EVENTS, "/visits", flagged=True),
        marks=False,
    )
