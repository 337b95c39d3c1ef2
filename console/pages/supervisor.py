"""The supervisor's page: the day in pictures, decisions, the books, the end of the day, audit."""

from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple

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
from console.texts import mark, say, say_count
from console.watching import Watch

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


COUNTED_BY = (
    "ban_proposed", "visitor_banned", "visit_flagged", "visit_cancelled", "visit_no_show",
    "visit_started",
)  # fmt: skip
"""Events after which another number of decisions may wait."""
LOOK_SECONDS = 15.0
"""A ban proposed at the registration desk and a refusal there are no events, and what a screener
proposes is in the book a moment after its event."""


@desk_page("/supervisor/{part}", TITLE, "", "supervisor", "auditor", within="/supervisor")
@desk_page("/supervisor", TITLE, "supervisor_account", "supervisor", "auditor")
async def supervisor(desk: Desk) -> None:
    """Only the part that is looked at asks: looking at people is audited."""
    stylesheet("supervisor.css")
    mine = {part.name: part for part in PARTS if desk.may(*part.roles)}
    first = desk.asked.get("part", "")
    refreshes: dict[str, Refresh] = {}

    async def refresh() -> None:
        await refreshes[tabs.value]()

    def now() -> None:
        watch.now()
        waiting.now()

    def turned() -> None:
        """A reload, or a link, comes back to this part."""
        ui.run_javascript(f"history.replaceState(null, '', '/supervisor/{tabs.value}')")
        watch.now()

    with ui.tabs().classes("parts").props("align=left no-caps inline-label") as tabs:
        counts = {part.name: _tab(part) for part in mine.values()}
    shown = first if first in mine else next(iter(mine))
    with ui.tab_panels(tabs, value=shown, animated=False).classes("panels"):
        for part in mine.values():
            with ui.tab_panel(part.name).classes("panel"), block(classes="part"):
                refreshes[part.name] = part.build(desk, now)
    watch = desk.watch(EVENTS, refresh)
    waiting = _waiting(desk, counts)
    tabs.on_value_change(turned)
    await refresh()
    ui.timer(LOOK_SECONDS, now)


def _tab(part: Part) -> Words:
    """What counts the decisions that wait there."""
    with ui.tab(part.name, say(part.title), part.icon):
        count = Words("span", "", "waits")
    count.set_visibility(False)
    return count


def _waiting(desk: Desk, counts: Mapping[str, Words]) -> Watch:
    async def count() -> None:
        for name, path, wanted in (
            ("bans", "/bans", {"status": "proposed"}),
            ("flags", "/visits", {"flagged": True}),
        ):
            if name in counts and desk.may("supervisor"):
                total = (await desk.get(path, page_size=1, **wanted))["total"]
                text = say_count("{n} waits", "{n} wait", total) if total else ""
                counts[name].set_text(text)
                counts[name].set_visibility(total > 0)

    return desk.watch(COUNTED_BY, count, marks=False)
