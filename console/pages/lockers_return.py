"""Counting things back: against the card, by identity, or out of the store."""

from typing import Any

from nicegui import ui

from console.counting import CountBack
from console.dialogs import Asking, choice, field
from console.elements import Words, block, focus, primary, secondary
from console.pages.lockers_check import CheckLine
from console.pages.lockers_groups import names_of
from console.pages.lockers_panel import Panel, Room
from console.texts import say, say_count
from console.words import word
from console.words.things import KINDS


class ReturnPanel(Panel):
    """``card`` is the one that was shown, None when the panel was opened without it."""

    def __init__(
        self, room: Room, deposit: dict[str, Any], visit: dict[str, Any], card: int | None = None
    ):
        self.stored = deposit["status"] == "unclaimed"
        title = say("Hand out of the store") if self.stored else say(
            "Return: locker {n}", n=deposit["locker"]
        )  # fmt: skip
        super().__init__(room, title)
        self._deposit, self._visit_id = deposit, visit["id"]
        self._by_identity = self.stored or deposit["card_state"] != "visitor"
        self._back = CountBack(deposit["items"])
        with self.content:
            self._whose(visit)
        if self.stored or self.desk.may("locker_officer"):
            self._form(visit, card)
        else:
            self._only_look()

    def _form(self, visit: dict[str, Any], card: int | None) -> None:
        with self.content:
            self._proof(visit, card)
            self._checks()
            self._dispute()
        with block(classes="panel-buttons"):
            text = say("Handed over") if self.stored else say("Handed back")
            self._button = primary(text, self._submit, "lock_open").props("id=save-return")
            if not self.stored:
                self._more()
        self._changed()
        focus("all-there" if card or self._by_identity else "return-card")

    def _only_look(self) -> None:
        """A supervisor gives nothing back in a locker officer's place."""
        with self.content, block("ul", "rows"):
            for line in self._back.lines:
                Words("li", f"{line.put_in} × {word(KINDS, line.kind)}")
        with block(classes="panel-buttons"):
            secondary(say("To the store …"), self._store).props("id=to-store")
        focus("to-store")

    def follow(self, state: dict[str, Any]) -> None:
        stored = {one["visit_id"] for one in state["unclaimed"]}
        inside = {one["visit_id"] for one in state["lockers"] if one["state"] == "occupied"}
        if self._visit_id not in (stored if self.stored else inside):
            self.warn(say("These things are no longer here: another officer was faster."))

    def _whose(self, visit: dict[str, Any]) -> None:
        names = names_of(visit)
        who = ", ".join(names.values())
        Words("p", say("Number {n}: {names}", n=visit["queue_number"] or "–", names=who), "whose")
        if self._deposit["status"] == "deposited":
            with block(classes="alert warning"):
                Words("strong", say("The visit is not over."))
                Words("span", say("Things go back now on a supervisor's word alone."))

    def _proof(self, visit: dict[str, Any], card: int | None) -> None:
        self._card = self._identity = None
        with block(classes="fields"):
            if self._by_identity:
                self._identity = ui.checkbox(say("Identity document checked: it is this visitor"))
                self._identity.classes("span-12").props("id=identity")
            else:
                shown = str(card) if card else ""
                self._card = field(say("Number of the card that was shown"), shown)
                self._card.classes("span-6").props("inputmode=numeric for=return-card")
            names = names_of(visit)
            lead = visit["lead"] if visit["lead"] in names else None
            self._to = choice(say("Handed to"), names, lead).classes("span-6")

    def _checks(self) -> None:
        secondary(say("Everything is there"), self._complete, "done_all").props("id=all-there")
        with block("ul", "rows"):
            self._lines = [CheckLine(line, self._changed) for line in self._back.lines]

    def _dispute(self) -> None:
        self._dispute_box = block(classes="fields dispute")
        with self._dispute_box:
            Words(
                "p", say("Something is missing or damaged: it is recorded as a dispute."), "span-12"
            )
            self._claimed = ui.textarea(say("What the visitor says")).classes("span-12")
            self._claimed.props("outlined dense rows=2 maxlength=500 hide-bottom-space")
            self._witness = field(say("Witness (user name, may be empty)")).classes("span-6")

    def _more(self) -> None:
        if not self._by_identity:
            secondary(say("Card lost …"), lambda: self.room.page.lost(self._visit_id)).props(
                "id=card-lost"
            )
        secondary(say("To the store …"), self._store)

    def _complete(self) -> None:
        self._back.complete()
        for line in self._lines:
            line.show()
        self._changed()
        focus("save-return" if self._identity is None or self._identity.value else "identity")

    def _changed(self) -> None:
        self._dispute_box.set_visibility(self._back.disputed)

    def _body(self) -> dict[str, Any] | None:
        """None, and told, while something is missing."""
        told: dict[str, Any] = {"items": self._back.body(), "returned_to": self._to.value}
        if self._card is not None:
            number = (self._card.value or "").strip()
            if not number.isdigit():
                self._card.error = say("The number on the card.")
                return None
            self._card.error = None
            told["card"] = int(number)
        elif self._identity is not None:
            told["identity_checked"] = bool(self._identity.value)
        if not self._back.counted:
            self.alert.say(
                say("Count every line first, or press: everything is there."), kind="warning"
            )
            return None
        if self._back.disputed:
            if not (self._claimed.value or "").strip():
                self._claimed.error = say("This is needed.")
                return None
            told["dispute"] = {"description": self._claimed.value.strip()}
            if self._witness.value.strip():
                told["dispute"]["witness"] = self._witness.value.strip()
        return {name: value for name, value in told.items() if value is not None}

    async def _submit(self) -> None:
        body = self._body()
        if body is None:
            return
        path = f"/lockers/{self._visit_id}/{'claim' if self.stored else 'return'}"
        await self.desk.do("POST", path, body, self._done, alert=self.alert, button=self._button)

    def _done(self, answer: dict[str, Any]) -> None:
        told = [say("Locker {n} is free again.", n=answer["locker"])] if not self.stored else []
        if self._card is not None:
            told.append(say("Keep card {n} at the desk.", n=answer["card"]))
        if answer["missing"]:
            text = say_count("{n} thing is missing.", "{n} things are missing.", answer["missing"])
            told.append(text)
        if answer["disputed"]:
            told.append(say("The dispute is recorded: tell the supervisor."))
        self.room.page.done(say("Handed back"), " ".join(told), grave=answer["disputed"])

    async def _store(self) -> None:
        text = say("The locker is free then. Without a date the house's usual time holds.")
        with Asking(say("Move the things to the store"), text) as asking, asking.card:
            until = field(say("Keep until (empty: as usual)")).props("type=date stack-label")
            asking.buttons(say("Move"), lambda: {"deadline": until.value} if until.value else {})
        given = await asking
        asking.delete()
        if given is None:
            return
        path = f"/lockers/{self._visit_id}/unclaimed"
        await self.desk.do("POST", path, given, self._is_stored, alert=self.alert)

    def _is_stored(self, answer: dict[str, Any]) -> None:
        title = say("Locker {n} is free again.", n=answer["locker"])
        self.room.page.done(title, say("Kept in the store until {date}.", date=answer["deadline"]))
