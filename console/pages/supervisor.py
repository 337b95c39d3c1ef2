"""The supervisor's page: the day in pictures, decisions, the books, the end of the day, audit."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from nicegui import ui

from console.desk import Desk
from console.elements import block
from console.pages import (
    supervisor_audit,
    supervisor_bans,
    supervisor_books,
    supervisor_day_end,
    supervisor_flags,
    supervisor_today,
)
from console.shell import desk_page, stylesheet
from console.texts import mark, say

TITLE = mark("Supervision")
EVENTS = (
    "visitor_registered", "visitor_called", "visitor_held", "visitor_screened", "visit_started",
    "visit_extended", "visit_ended", "visitor_departed", "visit_cancelled", "visit_no_show",
    "visit_booked", "visit_flagged", "ban_proposed", "visitor_banned", "inmate_status_changed",
    "locker_assigned", "belongings_deposited", "belongings_returned", "belongings_unclaimed",
    "card_lost", "locker_status_changed", "facility_closed", "facility_reopened",
    "facility_configured",
)  # fmt: skip
Refresh = Callable[[], Awaitable[None]]


class Part(NamedTuple):
    """``build`` draws it, given the desk and what asks for a refresh, and gives the refresh."""

    name: str
    title: str
    icon: str
    roles: frozenset[str]
    build: Callable[[Desk, Callable[[], None]], Refresh]


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


@desk_page("/supervisor", TITLE, "supervisor_account", "supervisor", "auditor")
async def supervisor(desk: Desk) -> None:
    """Only the part that is looked at asks: looking at people is audited."""
    stylesheet("supervisor.css")
    mine = [part for part in PARTS if desk.may(*part.roles)]
    refreshes: dict[str, Refresh] = {}

    async def refresh() -> None:
        await refreshes[tabs.value]()

    def now() -> None:
        watch.now()

    with ui.tabs().classes("parts").props("align=left no-caps inline-label") as tabs:
        for part in mine:
            ui.tab(part.name, say(part.title), part.icon)
    with ui.tab_panels(tabs, value=mine[0].name, animated=False).classes("panels"):
        for part in mine:
            with ui.tab_panel(part.name).classes("panel"), block(classes="part"):
                refreshes[part.name] = part.build(desk, now)
    watch = desk.watch(EVENTS, refresh)
    tabs.on_value_change(now)
    await refresh()
