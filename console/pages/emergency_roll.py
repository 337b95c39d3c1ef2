"""The roll call of a closed house: each person by name, then each group out."""

from collections.abc import Callable, Mapping
from typing import Any

from nicegui import ui

from console.command_dialog import CommandDialog, reason_field
from console.desk import Desk
from console.dialogs import required
from console.elements import Words, block, heading, named, primary, region, secondary
from console.keyed import Keyed
from console.pages.room_leaving import count_out, may_go
from console.roll import Group, Roll, from_inside
from console.texts import mark, say, say_count
from console.words.persons import kind

HOME, THINGS, RUNNING, READY, OUT = "home", "things", "running", "ready", "out"
STEPS = {
    HOME: (mark("may go home"), "good"),
    THINGS: (mark("belongings still in the locker"), "warn"),
    RUNNING: (mark("visit still runs"), "bad"),
    READY: (mark("ready to be counted out"), "warn"),
    OUT: (mark("counted out"), "good"),
}


class RollCall:
    """``roll`` is shared by all who call it at this console."""

    def __init__(self, desk: Desk, roll: Roll, changed: Callable[[], None]):
        self._desk = desk
        self._roll = roll
        self._changed = changed
        self._boxes: dict[tuple[str, str], ui.checkbox] = {}
        self._inside: dict[str, Mapping[str, Any]] = {}
        self._draw()
        self.leave = roll.listen(self._counted)
        desk.client.on_delete(self.leave)
        self._counted()

    def _draw(self) -> None:
        closure = self._desk.house["closure"]
        with block(classes="roll-top"):
            self._total = Words("p", "", "inside-count").props("role=status")
            secondary(say("Open the house again …"), self._reopen, icon="lock_open")
        since = self._desk.clock.hour(closure["at"])
        Words("p", say("Closed since {time}: {reason}", time=since, reason=closure["reason"]))
        Words("p", say("Call each name; tick whom you see. The ticks stay when this page is loaded "
                       "again, and all supervisors see them."), "hint")  # fmt: skip
        if not self._roll.complete:
            Words("p", say("This list was made from who is inside. Who waited in front when the "
                           "house closed is not on it."), "alert warning")  # fmt: skip
        with block(classes="columns fold wide-left"):
            self._inside_count, self._inside_list = self._part(say("Inside"))
            if self._roll.complete:
                self._waiting_count, self._waiting_list = self._part(say("Waiting in front"))

    async def refresh(self) -> None:
        inside = (await self._desk.get("/inside"))["visits"]
        self._inside = {one["id"]: one for one in inside}
        self._roll.add(from_inside(inside))
        groups = sorted(self._roll.inside, key=lambda one: one["table"] or 0)
        self._inside_list.show([{**one, "step": self._step(one)} for one in groups])
        if self._roll.complete:
            sent = (await self._desk.get("/visits", status="cancelled", page_size=200))["items"]
            kept = {one["id"] for one in sent if one["belongings"] == "deposited"}
            self._waiting_list.show(
                [{**one, "step": THINGS if one["visit"] in kept else HOME}
                 for one in self._roll.waiting]
            )  # fmt: skip
        self._counted()

    def _part(self, title: str) -> tuple[Words, Keyed]:
        with region(title):
            heading(2, title)
            count = Words("p", "", "roll-count")
            return count, Keyed(self._group, lambda one: one["visit"], "li", "rows")

    def _step(self, group: Group) -> str:
        visit = self._inside.get(group["visit"])
        if visit is None:
            return OUT
        if visit["status"] == "started":
            return RUNNING
        return READY if may_go(visit) else THINGS

    def _group(self, group: Mapping[str, Any]) -> None:
        number = group["queue_number"]
        with block(classes="row-line roll-group"):
            Words("span", str(number), "number")
            if group["table"]:
                Words("span", say("Table {number}", number=group["table"]), "tag")
            text, sign = STEPS[group["step"]]
            Words("span", say(text), f"tag {sign}")
            ui.space()
            if group["step"] in (READY, THINGS) and group["visit"] in self._inside:
                make = primary if group["step"] == READY else secondary
                button = make(say("Count out"), lambda: self._count_out(group["visit"]))
                named(button.classes("small"), say("Count out number {number}", number=number))
            with block(classes="roll-persons"):
                for one in group["persons"]:
                    self._person(group["visit"], one)

    def _person(self, visit: str, one: Mapping[str, Any]) -> None:
        who = (visit, one["person"])
        box = ui.checkbox(f"{one['name']} · {kind(one)}", value=who in self._roll.seen)
        box.on_value_change(lambda event: self._roll.mark(*who, event.value))
        self._boxes[who] = box

    def _counted(self) -> None:
        for who, box in self._boxes.items():
            if not box.is_deleted:
                box.set_value(who in self._roll.seen)
        roll = self._roll
        with self._desk.client.content:
            self._say_seen(self._total, [*roll.inside, *roll.waiting])
            self._say_seen(self._inside_count, roll.inside)
            if roll.complete:
                self._say_seen(self._waiting_count, roll.waiting)

    def _say_seen(self, place: Words, groups: list[Group]) -> None:
        seen, of = self._roll.count(groups)
        place.set_text(say("Seen: {seen} of {of}", seen=seen, of=of))
        place.classes(add="all-seen" if seen == of else "", remove="" if seen == of else "all-seen")

    def _count_out(self, visit: str) -> None:
        count_out(self._desk, self._inside[visit], lambda _: self._changed())

    def _reopen(self) -> None:
        seen, of = self._roll.count([*self._roll.inside, *self._roll.waiting])
        missing = say_count("{n} person was not seen yet.", "{n} persons were not seen yet.",
                            of - seen) if seen < of else ""  # fmt: skip
        dialog = CommandDialog(self._desk, say("Open the house again"), missing)
        with dialog.card:
            usual = (say("The danger is over"), say("It was a false alarm"))
            reason = reason_field(usual)

        def told() -> dict[str, str] | None:
            return {"reason": reason.value.strip()} if required(reason) else None

        path = f"/facilities/{self._desk.facility}/reopen"
        dialog.sends(path, told, say("Open the house"), lambda _: self._changed(), grave=True)
