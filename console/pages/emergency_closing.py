"""Closing the house: what will happen and why, then once more whether it shall be."""

from collections.abc import Callable, Mapping
from typing import Any

from nicegui import ui

from console.alerts import Alert
from console.command_dialog import reason_field
from console.desk import Desk
from console.dialogs import field, required
from console.elements import Words, block, danger, heading, primary, region, secondary
from console.roll import ROLLS, Roll
from console.texts import mark, say, say_count

EFFECTS = (
    mark("Nobody is registered, called or admitted any more, at any desk."),
    mark("Running visits end at once; groups that wait are sent home."),
    mark("Everybody in the house is called by name, from a list on this page."),
    mark("Belongings still go back, and every group is still counted out."),
    mark("All desks see it at once. You open the house again on this page."),
)
USUAL = (mark("Fire or smoke"), mark("Disturbance in the blocks"), mark("Attempted escape"),
         mark("Earthquake or flood"), mark("Long power failure"))  # fmt: skip


class Closing:
    """Two steps; going back loses nothing."""

    def __init__(self, desk: Desk, changed: Callable[[], None]):
        self._desk = desk
        self._changed = changed
        self._first = region(say("Step 1 of 2"), "emergency-step")
        with self._first:
            self._ask()
        self._second = region(say("Step 2 of 2"), "emergency-step grave")
        with self._second:
            self._ask_again()
        self._second.set_visibility(False)

    def leave(self) -> None:
        """Nothing listens."""

    async def refresh(self) -> None:
        """How many it concerns."""
        answer = await self._desk.get("/inside")
        text = say_count("{n} person is inside now.", "{n} persons are inside now.",
                         answer["persons"])  # fmt: skip
        self._concerned.set_text(text)

    def _ask(self) -> None:
        heading(2, say("Step 1 of 2: close the house in an emergency"))
        Words("p", say("What will happen:"))
        with block("ul", "effects"):
            for text in EFFECTS:
                Words("li", say(text))
        self._reason = reason_field(tuple(say(one) for one in USUAL))
        label = say("Type {word} or {house}", word=say("CLOSE"), house=self._desk.facility)
        self._word = field(label).props("autocomplete=off").classes("word")
        with block(classes="buttons"):
            primary(say("Go on to step 2"), self._go_on)
        self._word.on("keydown.enter", self._go_on)

    def _ask_again(self) -> None:
        heading(2, say("Step 2 of 2: close it now?"))
        self._concerned = Words("p", "", "concerned")
        self._because = Words("p", "")
        self._alert = Alert()
        with block(classes="buttons"):
            secondary(say("Back"), self._go_back)
            self._close = danger(say("Yes, close the house now"), self._do, icon="emergency")

    def _go_on(self) -> None:
        if not required(self._reason) or not required(self._word):
            return
        typed = self._word.value.strip().casefold()
        if typed not in {say("CLOSE").casefold(), "close", self._desk.facility.casefold()}:
            self._word.error = say("That is another word.")
            return
        self._because.set_text(say("Reason: {reason}", reason=self._reason.value.strip()))
        self._first.set_visibility(False)
        self._second.set_visibility(True)
        ui.run_javascript(f"setTimeout(() => getHtmlElement({self._close.id}).focus(), 50)")

    def _go_back(self) -> None:
        self._second.set_visibility(False)
        self._first.set_visibility(True)

    async def _do(self) -> None:
        desk = self._desk

        async def closed(answer: Mapping[str, Any]) -> None:
            called = answer["roll_call"]
            await desk.load_house()
            if closure := desk.house["closure"]:
                roll = Roll(called["inside"], called["waiting"])
                ROLLS.keep(desk.facility, closure["at"], roll)
            self._changed()

        path, body = f"/facilities/{desk.facility}/close", {"reason": self._reason.value.strip()}
        await desk.do("POST", path, body, closed, alert=self._alert, button=self._close)
