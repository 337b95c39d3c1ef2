"""The time of one visit: more, less, over, stopped."""

from collections.abc import Mapping
from typing import Any

from nicegui import ui

from console.command_dialog import Body, CommandDialog, reason_field
from console.desk import Desk, Done
from console.dialogs import required
from console.elements import Words, named
from console.texts import mark, say

Visit = Mapping[str, Any]
LONGER = (
    mark("The search or the locker took long"),
    mark("The family came from far away"),
    mark("Small children or old people"),
    mark("Nobody waits for a table"),
)
SHORTER = (
    mark("Roll call of the inmates"),
    mark("Others wait for a table"),
    mark("Order of the supervisor"),
)
STOPPED = (
    mark("Forbidden things were passed"),
    mark("Quarrel or violence"),
    mark("House rules broken in spite of a warning"),
)
ENDINGS = {
    "completed": mark("Time used, visit completed"),
    "ended_early_by_visitor": mark("The visitor ended it earlier"),
    "ended_early_by_inmate": mark("The inmate ended it earlier"),
}


def longer(desk: Desk, visit: Visit, minutes: int, done: Done) -> None:
    """By so many minutes, or others."""
    title = say("Table {number}: more time", number=visit["table"])
    _move(desk, visit, title, (5, 10, 15), minutes, LONGER, say("Extend"), done)


def shorter(desk: Desk, visit: Visit, done: Done) -> None:
    title = say("Table {number}: less time", number=visit["table"])
    _move(desk, visit, title, (-5, -10, -15), -5, SHORTER, say("Shorten"), done)


def _move(
    desk: Desk, visit: Visit, title: str, offered: tuple[int, ...], minutes: int,
    usual: tuple[str, ...], yes: str, done: Done,
) -> None:  # fmt: skip
    until = say("It ends at {time} now.", time=desk.clock.hour(visit["ends_at"]))
    dialog = CommandDialog(desk, title, until)
    with dialog.card:
        labels = {n: say("{n} minutes", n=f"{n:+d}".replace("-", "−")) for n in offered}
        chosen = named(ui.radio(labels, value=minutes).props("inline"), say("Minutes"))
        reason = reason_field(tuple(say(one) for one in usual))

    def told() -> Body | None:
        if not required(reason):
            return None
        return {"minutes": chosen.value, "reason": reason.value.strip()}

    dialog.sends(f"/visits/{visit['id']}/extend", told, yes, done)


def end(desk: Desk, visit: Visit, done: Done) -> None:
    """The visit is over; the group goes to the lockers and to the exit."""
    title = say("Table {number}: end the visit", number=visit["table"])
    dialog = CommandDialog(desk, title)
    with dialog.card:
        endings = {code: say(text) for code, text in ENDINGS.items()}
        chosen = named(ui.radio(endings, value="completed"), say("How it ended"))
        reason = ui.input(say("Reason, if there is something to say"))
        reason.props("outlined dense maxlength=300 hide-bottom-space")

    def told() -> Body:
        why = {"reason": reason.value.strip()} if reason.value.strip() else {}
        return {"outcome": chosen.value, **why}

    dialog.sends(f"/visits/{visit['id']}/end", told, say("End the visit"), done)


def stop(desk: Desk, visit: Visit, done: Done) -> None:
    """By order of the officer: grave, with a reason."""
    title = say("Table {number}: stop the visit", number=visit["table"])
    text = say("The visit is stopped by order of the officer. This cannot be taken back.")
    dialog = CommandDialog(desk, title, text)
    with dialog.card:
        Words("p", say("Separate the group and the inmate first; call for help if needed."))
        reason = reason_field(tuple(say(one) for one in STOPPED))

    def told() -> Body | None:
        if not required(reason):
            return None
        return {"outcome": "terminated_by_staff", "reason": reason.value.strip()}

    dialog.sends(f"/visits/{visit['id']}/end", told, say("Stop it now"), done, grave=True)
