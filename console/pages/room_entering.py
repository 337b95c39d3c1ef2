"""Groups that may come into the visiting room, and their admission."""

from collections.abc import Mapping, Sequence
from typing import Any

from nicegui import ui

from console.alerts import Toast
from console.command_dialog import Body, CommandDialog
from console.desk import Desk, Done
from console.dialogs import choice
from console.elements import Words, block, named, primary, secondary
from console.pages.room_line import DoorLine
from console.texts import mark, say
from console.words import word
from console.words.persons import how_many, kind
from console.words.visits import BELONGINGS

Visit = Mapping[str, Any]
SAFE_TO_ENTER = ("none", "deposited")
HOUSE_RULES = (
    mark("Telephones, cameras, money and sharp things stay in the locker."),
    mark("Hand nothing over and take nothing, unless an officer allows it."),
    mark("Stay at your table; speak and dress politely; do not smoke."),
    mark("Children stay with their own adult all the time."),
    mark("The visit lasts {minutes} minutes. The officer says when it ends."),
    mark("Visits are free. Nobody may ask you for money."),
)


def allowed(visit: Visit) -> list[Visit]:
    """Those who were not refused at the search."""
    return [one for one in visit["members"] if one["decision"] != "refused"]


def ready(visit: Visit) -> bool:
    return visit["belongings"] in SAFE_TO_ENTER and not visit["flags"] and not visit["held"]


class Entering:
    """A list; ``table_of`` the admission asks which tables are free."""

    def __init__(self, desk: Desk, admitted: Done, free_tables: Any):
        self._desk = desk
        self._admitted = admitted
        self._free_tables = free_tables
        nobody = say("Nobody waits at the door of the room.")
        self._line = DoorLine(say("May come in"), nobody, self._draw, "admit")

    @property
    def next(self) -> str:
        """Id of the button that admits the first group."""
        return self._line.next

    def show(self, visits: Sequence[Visit]) -> None:
        ordered = sorted(visits, key=lambda one: (not ready(one), one["cleared_at"] or ""))
        self._line.show(ordered)

    def _draw(self, visit: Visit) -> None:
        with block(classes="row-line"):
            Words("span", str(visit["queue_number"]), "number")
            with block(classes="grow"):
                Words("div", how_many(allowed(visit)))
                Words("div", say("visits {inmate}", inmate=visit["inmate_number"]), "hint")
            with block(classes="row-end"):
                for text, sign in missing(visit):
                    Words("span", text, f"tag {sign}")
                make = primary if ready(visit) else secondary
                button = make(say("Admit"), lambda: self._admit(visit))
                button.classes("small").props(f"id=admit-{visit['id']}")
                named(button, say("Admit number {number}", number=visit["queue_number"]))

    def _admit(self, visit: Visit) -> None:
        admit(self._desk, visit, self._free_tables(), self._admitted)


def missing(visit: Visit) -> list[tuple[str, str]]:
    """What the group still lacks: a text, and how grave it is."""
    if ready(visit):
        return [(word(BELONGINGS, visit["belongings"]), "good")]
    lacks = []
    if visit["flags"]:
        lacks.append((say("supervisor must look first"), "bad"))
    if visit["held"]:
        lacks.append((say("held"), "bad"))
    if visit["belongings"] not in SAFE_TO_ENTER:
        lacks.append((say("belongings not deposited yet"), "warn"))
    return lacks


def admit(desk: Desk, visit: Visit, free: Sequence[int], done: Done) -> None:
    """The house rules are read out, one box is ticked, and the group gets a table."""
    title = say("Admit number {number}", number=visit["queue_number"])
    dialog = CommandDialog(desk, title, say("Read out the house rules:"))
    with dialog.card:
        with block("ul", "house-rules"):
            for rule in HOUSE_RULES:
                Words("li", say(rule).format(minutes=visit_minutes(desk.house)))
        accepted = ui.checkbox(say("The group has heard the house rules and accepts them"))
        accepted.classes("accept").props("autofocus")
        people = ", ".join(f"{one['name']} ({kind(one)})" for one in allowed(visit))
        Words("p", people)
        tables = {0: say("A free table, chosen automatically"),
                  **{n: say("Table {number}", number=n) for n in free}}  # fmt: skip
        table = choice(say("Table"), tables, 0)

    dialog.names = {one["person"]: one["name"] for one in allowed(visit)}

    def told() -> Body:
        chosen = {"table": table.value} if table.value else {}
        return {"briefing_acknowledged": accepted.value, **chosen}

    def admitted(answer: Visit) -> Any:
        until = desk.clock.hour(answer["ends_at"])
        Toast.done(say("Number {number}: table {table}, until {time}.", table=answer["table"],
                       number=answer["queue_number"], time=until))  # fmt: skip
        return done(answer)

    dialog.sends(f"/visits/{visit['id']}/start", told, say("Admit"), admitted)


def visit_minutes(house: Visit) -> int:
    """How long a visit lasts today."""
    settings, today = house["settings"], house["today"]["date"]
    for period in settings["special_periods"]:
        if period["first"] <= today <= period["last"] and period.get("visit_minutes"):
            return int(period["visit_minutes"])
    return int(settings["visit_minutes"])
