"""Groups whose visit is over: their belongings, and the count at the exit."""

from collections.abc import Mapping, Sequence
from typing import Any

from nicegui import ui

from console.alerts import Toast
from console.command_dialog import Body, CommandDialog
from console.desk import Desk, Done
from console.dialogs import required
from console.elements import Words, block, named, primary, secondary
from console.pages.room_line import DoorLine
from console.problems import Away, Problem
from console.texts import say, say_count
from console.words import word
from console.words.persons import how_many, kind
from console.words.visits import BELONGINGS

FREE_TO_GO = ("none", "returned", "unclaimed")
Visit = Mapping[str, Any]


def may_go(visit: Visit) -> bool:
    return visit["belongings"] in FREE_TO_GO


class Leaving:
    """Of the groups inside, those whose visit has ended."""

    def __init__(self, desk: Desk, done: Done):
        self._desk = desk
        self._done = done
        nobody = say("Nobody is on the way out.")
        self._line = DoorLine(say("On the way out"), nobody, self._draw, "count")

    @property
    def next(self) -> str:
        """Id of the button that counts out the first group."""
        return self._line.next

    def show(self, visits: Sequence[Visit]) -> None:
        ordered = sorted(visits, key=lambda one: (not may_go(one), one["queue_number"] or 0))
        self._line.show(ordered)

    def _draw(self, visit: Visit) -> None:
        with block(classes="row-line"):
            Words("span", str(visit["queue_number"]), "number")
            with block(classes="grow"):
                Words("div", how_many(visit["persons"]))
            with block(classes="row-end"):
                if may_go(visit):
                    Words("span", word(BELONGINGS, visit["belongings"]), "tag good")
                else:
                    Words("span", say("fetch belongings at the lockers first"), "tag warn")
                make = primary if may_go(visit) else secondary
                button = make(say("Count out"), lambda: count_out(self._desk, visit, self._done))
                number = visit["queue_number"]
                button.classes("small").props(f"id=count-{visit['id']}")
                named(button, say("Count out number {number}", number=number))


def count_out(desk: Desk, visit: Visit, done: Done) -> None:
    """The officer counts and types what was counted; nothing says how many are expected."""
    title = say("Count out number {number}", number=visit["queue_number"])
    dialog = CommandDialog(desk, title, say("Count the people at the gate, then type how many."))
    with dialog.card:
        if not may_go(visit):
            _where_things_are(desk, visit)
        counted = ui.number(say("People counted"), min=0, max=50, precision=0, format="%d")
        counted.props("outlined autofocus autocomplete=off hide-bottom-space").classes("count")
        with block("fieldset", "identities"):
            Words("legend", say("Tick each person whose face and document you have looked at"))
            boxes = {
                one["person"]: ui.checkbox(f"{one['name']} · {kind(one)}")
                for one in visit["persons"]
            }

    dialog.names = {one["person"]: one["name"] for one in visit["persons"]}

    def told() -> Body | None:
        if not required(counted):
            counted.run_method("focus")
            return None
        checked = [person for person, box in boxes.items() if box.value]
        return {"persons": int(counted.value), "identities_checked": checked}

    def departed(answer: Mapping[str, Any]) -> Any:
        Toast.done(say_count("{n} person has left.", "{n} persons have left.",
                             len(visit["persons"])))  # fmt: skip
        return done(answer)

    dialog.sends(f"/visits/{visit['id']}/depart", told, say("All counted: open the gate"), departed)


def _where_things_are(desk: Desk, visit: Visit) -> None:
    """The number of the locker, for who may know it."""
    with block(classes="alert warning"):
        place = Words("strong", say("The belongings of this group are still in the locker."))
    if not desk.may("locker_officer", "supervisor"):
        return

    async def ask() -> None:
        try:
            deposit = await desk.get(f"/lockers/{visit['id']}/deposit")
        except (Problem, Away):
            return  # what is said already is enough
        text = say("Their belongings are in locker {locker}, card {card}.",
                   locker=deposit["locker"], card=deposit["card"])  # fmt: skip
        place.set_text(text)

    ui.timer(0, ask, once=True)
