"""The audit, for those who hold the auditor's role: who did what, when, and how it ended."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from console.desk import Desk
from console.dialogs import field
from console.elements import Words, block, heading, named, primary, region, secondary
from console.keyed import Keyed
from console.source import Source
from console.texts import say

SIZE = 50


def build(desk: Desk, now: Callable[[], None]) -> tuple[Source, ...]:
    """Searched at a click, not at each event: reading the audit is an entry, too."""
    at: dict[str, int] = {"page": 0}
    with region(say("Search the audit")):
        heading(2, say("Search the audit"))
        with block(classes="fields"):
            staff = field(say("Officer")).classes("span-3")
            action = field(say("Action, such as visits.register")).classes("span-3")
            subject = field(say("What it is about: the id of a visit, a ban …")).classes("span-6")
            outcome = field(say("Outcome, such as done")).classes("span-3")
            since = field(say("From")).props("type=datetime-local").classes("span-3")
            until = field(say("Before")).props("type=datetime-local").classes("span-3")
            button = primary(say("Search"), icon="search").classes("span-3")
    with region(say("Entries")):
        heading(2, say("Entries"))
        shown = Keyed(lambda page: _table(desk, page), lambda page: 0)
        with block(classes="buttons"):
            newer = secondary(say("Newer"), lambda: search(at["page"] - 1))
            older = secondary(say("Older"), lambda: search(at["page"] + 1))
    newer.disable()
    older.disable()

    async def search(page: int = 1) -> None:
        asked = {
            "staff": staff.value.strip(), "action": action.value.strip(),
            "subject": subject.value.strip(), "outcome": outcome.value.strip(),
            "from": _moment(desk, since.value), "to": _moment(desk, until.value),
        }  # fmt: skip
        desk.alert.clear()
        found = await desk.attempt(lambda: desk.get("/audit", page=page, page_size=SIZE, **asked))
        if found is None:
            return
        at["page"] = page
        shown.show([found])
        newer.set_enabled(page > 1)
        older.set_enabled(found["more"])

    button.on_click(lambda: search())
    for one in (staff, action, subject, outcome):
        one.on("keydown.enter", lambda: search())

    async def refresh() -> None:
        if not at["page"]:
            await search()

    return (Source((), refresh),)


def _moment(desk: Desk, typed: str | None) -> str | None:
    """On the clock of the house, as the fields are."""
    if not typed:
        return None
    return datetime.fromisoformat(typed).replace(tzinfo=desk.clock.zone).isoformat()


def _table(desk: Desk, page: dict[str, Any]) -> None:
    if not page["entries"]:
        Words("p", say("No entry is like that."), "empty")
        return
    scroll = named(block("div", "scroll"), say("Entries")).props("tabindex=0 role=group")
    with scroll, block("table", "lines"):
        with block("tr"):
            for title in (say("Time"), say("Officer"), say("Action"), say("Outcome"),
                          say("Reason"), say("What it is about"), say("More")):  # fmt: skip
                Words("th", title, scope="col")
        for entry in page["entries"]:
            with block("tr"):
                Words("td", f"{desk.clock.local(entry['at']):%d-%m-%Y %H:%M:%S}")
                for name in ("staff", "action", "outcome", "reason", "subject"):
                    Words("td", entry[name])
                Words("td", " · ".join(f"{name}: {it}" for name, it in entry["facts"].items()))
