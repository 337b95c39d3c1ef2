"""Visits that were flagged: something changed while the group was on its way."""

from collections.abc import Callable
from typing import Any

from nicegui import ui

from console.alerts import Toast
from console.command_dialog import CommandDialog, reason_field
from console.dates import written
from console.desk import Desk
from console.dialogs import required
from console.elements import Words, block, heading, primary, region
from console.keyed import Keyed
from console.source import Source
from console.texts import say
from console.words import word
from console.words.supervision import rule
from console.words.visits import SESSIONS, STATUSES

Now = Callable[[], None]
EVENTS = ("visit_flagged", "visit_started", "visit_cancelled", "visit_no_show")


def build(desk: Desk, now: Now) -> tuple[Source, ...]:
    with region(say("Visits to review")):
        heading(2, say("Visits to review"))
        Words("p", say(
            "Nobody serves these groups before you have looked. What the flag is about is checked "
            "once more when they are admitted."), "hint")  # fmt: skip
        none = Words("p", say("Nothing waits for you."), "empty")
        shown = Keyed(lambda one: _case(desk, now, one), lambda one: one["id"], "li", "rows")

    async def refresh() -> None:
        found = await desk.get("/visits", flagged=True, page_size=200)
        shown.show(found["items"])
        none.set_visibility(not found["items"])

    return (Source(EVENTS, refresh, asked="registration"),)


def _case(desk: Desk, now: Now, visit: dict[str, Any]) -> None:
    with block(classes="case"):
        with block(classes="case-head"):
            if visit["queue_number"]:
                Words("span", str(visit["queue_number"]), "number")
            Words("strong", f"{written(visit['date'])} · {word(SESSIONS, visit['session'])}")
            Words("span", word(STATUSES, visit["status"]), "tag")
            Words("span", say("Inmate {number}", number=visit["inmate_number"]))
        for flag in visit["flags"]:
            with block(classes="case-head"):
                Words("span", rule(flag["reason"]), "tag bad")
                Words("span", ", ".join(_name(visit, person) for person in flag["persons"]))
        with block(classes="buttons"):
            primary(say("Review …"), lambda: _review(desk, now, visit))


def _name(visit: dict[str, Any], person: str) -> str:
    return next(one["name"] for one in visit["members"] if one["person"] == person)


def _review(desk: Desk, now: Now, visit: dict[str, Any]) -> None:
    about = {person for flag in visit["flags"] for person in flag["persons"]}
    text = say("Who is ticked stays outside; the others go on.")
    dialog = CommandDialog(desk, say("Review the visit"), text)
    with dialog.card:
        boxes = {
            one["person"]: ui.checkbox(one["name"], value=one["person"] in about)
            for one in visit["members"]
            if one["decision"] != "refused"
        }
        reason = reason_field(())

    def body() -> dict[str, Any] | None:
        if not required(reason):
            return None
        why = reason.value.strip()
        refused = [person for person, box in boxes.items() if box.value]
        return {"refused": refused, "reason": why, "override": {"reason": why}}

    path = f"/visits/{visit['id']}/review"
    dialog.sends(path, body, say("The visit goes on"), lambda _: _done(now))


def _done(now: Now) -> None:
    Toast.done(say("The visit is reviewed."))
    now()
