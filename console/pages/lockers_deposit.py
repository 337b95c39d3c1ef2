"""Counting things into the locker that was set aside for a group."""

from typing import Any

from console.counting import USUAL, CountIn, In
from console.dialogs import field
from console.elements import Words, block, focus, named, primary, secondary
from console.inputs import Counter
from console.pages.lockers_groups import names_of
from console.pages.lockers_panel import Panel, Room
from console.texts import say, say_count
from console.words import word
from console.words.things import KINDS


class DepositPanel(Panel):
    """``visit`` as registration tells of it: an officer must know whom to ask."""

    def __init__(self, room: Room, locker: dict[str, Any], visit: dict[str, Any]):
        n = visit["queue_number"]
        super().__init__(room, say("Deposit: locker {n}", n=locker["number"]))
        self._locker, self._visit_id = locker, visit["id"]
        self._counted = CountIn()
        self._lines: dict[In, tuple[Counter, Any]] = {}
        with self.content:
            who = ", ".join(names_of(visit).values())
            Words("p", say("Number {n}: {names}", n=n or "–", names=who), "whose")
            expected = room.page.groups.expected.get(self._visit_id)
            if expected:
                text = say_count("{n} thing by the search.", "{n} things by the search.", expected)
                Words("p", text, "hint")
            with named(block(classes="quick").props("role=group"), say("Things of the group")):
                for place, kind in enumerate(USUAL):
                    button = secondary(say(KINDS[kind]), lambda kind=kind: self._add(kind), "add")
                    button.classes("small").props("" if place else "id=first-thing")
                self._other = field(say("Something else (Enter)")).classes("other-thing")
                self._other.props("maxlength=60").on("keydown.enter", self._add_other)
            self._rows = block("ul", "rows")
            self._total = Words("p", say("Nothing counted yet."), "summary").props(
                "aria-live=polite"
            )
        self._button = primary(
            say("Locked away: give card {n}", n=locker["card"]), self._submit, "lock"
        ).props("id=save-deposit")  # fmt: skip
        focus("first-thing")

    def follow(self, state: dict[str, Any]) -> None:
        now = self.room.holder(locker=self._locker["number"])
        if not now or now["visit_id"] != self._visit_id or now["state"] != "assigned":
            self.warn(say("This locker is no longer set aside for this group."))

    def _add(self, kind: str) -> None:
        line = self._counted.add(kind)
        if line in self._lines:
            self._lines[line][0].show(line.count)
        else:
            self._draw(line)
        self._changed()

    def _add_other(self) -> None:
        if kind := self._other.value.strip():
            self._other.set_value("")
            self._add(kind)

    def _draw(self, line: In) -> None:
        name = word(KINDS, line.kind)

        def counted(count: int) -> None:
            line.count = count
            if not count:
                self._counted.lines.remove(line)
            self._changed()
            if not count:
                self._lines.pop(line)[1].delete()  # last: it is where this runs

        with self._rows, block("li", "thing") as box, block(classes="thing-line"):
            Words("span", name, "thing-name")
            counter = Counter(name, counted, line.count)
            about = field(say("Description: {what}", what=name)).classes("thing-where")
            about.props("maxlength=200")
            about.on_value_change(lambda event: setattr(line, "description", event.value or ""))
        self._lines[line] = counter, box

    def _changed(self) -> None:
        total = self._counted.total
        text = say_count("{n} thing counted.", "{n} things counted.", total)
        self._total.set_text(text if total else say("Nothing counted yet."))

    async def _submit(self) -> None:
        if not self._counted.total:
            self.alert.say(say("Count the things first."), kind="warning")
            return
        path = f"/lockers/{self._visit_id}/deposit"
        body = {"items": self._counted.body()}
        await self.desk.do("POST", path, body, self._done, alert=self.alert, button=self._button)

    def _done(self, answer: dict[str, Any]) -> None:
        self.room.page.done(
            say("Locker {locker} · give card {card}", **_place(answer)),
            say_count("{n} thing is locked away.", "{n} things are locked away.", answer["items"]),
        )


def _place(answer: dict[str, Any]) -> dict[str, Any]:
    return {"locker": answer["locker"], "card": answer["card"]}
