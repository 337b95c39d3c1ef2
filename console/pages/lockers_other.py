"""Lockers out of service, and cards that are not where they should be."""

from typing import Any

from console.dialogs import Signature, ask_reason, field, required
from console.elements import Words, block, focus, primary, secondary
from console.pages.lockers_panel import Panel, Room
from console.texts import say
from console.words import word
from console.words.lockers import BLOCKING, CLOSING, FINDERS, OPENING, STATES, UNBLOCKING


class LockerPanel(Panel):
    """A locker in which nothing lies."""

    def __init__(self, room: Room, locker: dict[str, Any]):
        super().__init__(room, say("Locker {n}", n=locker["number"]))
        self._number = locker["number"]
        out = locker["state"] == "out_of_service"
        with self.content:
            Words("p", word(STATES, locker["state"]), "whose")
            if locker["reason"]:
                Words("p", say("Reason: {reason}", reason=locker["reason"]))
            if locker["visit_id"]:
                text = say("Set aside for number {n}.", n=room.number_of(locker["visit_id"]))
                Words("p", text)
            with block(classes="panel-buttons"):
                if out:
                    button = primary(say("Put back into service …"), self._open)
                else:
                    button = secondary(say("Take out of service …"), self._close)
                button.props("id=set-locker")
        focus("set-locker")

    async def _close(self) -> None:
        title = say("Take locker {n} out of service", n=self._number)
        text = say("A group for which it was set aside gets another.")
        await self._set("out_of_service", title, text, CLOSING)

    async def _open(self) -> None:
        title = say("Put locker {n} back into service", n=self._number)
        await self._set("in_service", title, "", OPENING)

    async def _set(self, status: str, title: str, text: str, usual: tuple[str, ...]) -> None:
        reason = await ask_reason(title, text, say("Save it"), usual=[say(one) for one in usual])
        if reason is None:
            return
        body = {"status": status, "reason": reason}
        await self.desk.do("PATCH", f"/lockers/{self._number}", body, self._done, alert=self.alert)

    def _done(self, answer: dict[str, Any]) -> None:
        n = answer["number"]
        if answer["status"] == "in_service":
            self.room.page.done(say("Locker {n} is in service.", n=n), "")
        else:
            self.room.page.done(say("Locker {n} is out of service.", n=n), "")


class HandedInPanel(Panel):
    """Somebody who is not its visitor brings a card."""

    def __init__(self, room: Room):
        super().__init__(room, say("A card was handed in"))
        with self.content:
            text = say("Of a card that its visitor lost. Two officers sign for it.")
            Words("p", text, "hint")
            self._card = field(say("Number of the card"))
            self._card.props("inputmode=numeric for=found-card")
            self._by = field(say("Handed in by (describe, no name)")).props("maxlength=100")
            with block(classes="quick"):
                for one in FINDERS:
                    usual = secondary(say(one), lambda one=one: self._by.set_value(say(one)))
                    usual.classes("small")
            Words("p", say("The second officer:"), "whose")
            self._signature = Signature()
        self._button = primary(say("Card is at the desk"), self._submit).props("id=save-found")
        focus("found-card")

    async def _submit(self) -> None:
        card = _card_number(self._card)
        if card is None or not required(self._by):
            return
        signed = self._signature.given()
        if signed is None:
            return
        body: dict[str, Any] = {"handed_in_by": self._by.value.strip(), "second_officer": signed}
        if visit := self._whose(card):
            body["visit_id"] = visit
        path = f"/cards/{card}/handed-in"
        await self.desk.do("POST", path, body, self._done, alert=self.alert, button=self._button)

    def _whose(self, card: int) -> str | None:
        held = self.room.holder(card=card)
        for one in self.room.state["blocked_cards"]:
            if one["card"] == card:
                return str(one["visit_id"]) if one["visit_id"] else None
        return str(held["visit_id"]) if held else self.room.stored(card)

    def _done(self, answer: dict[str, Any]) -> None:
        text = say("The things of its visitor go back by identity.")
        title = say("Card {n} is at the desk.", n=answer["card"])
        still = answer["status"] in ("deposited", "due", "unclaimed")
        self.room.page.done(title, text if still else say("It may be given out again."))


class BlockPanel(Panel):
    """A card that is damaged or not in its box is not given out."""

    def __init__(self, room: Room):
        super().__init__(room, say("Block a card"))
        with self.content:
            Words(
                "p",
                say("Of a card that no visitor has. A visitor's lost card is reported."),
                "hint",
            )
            self._card = field(say("Number of the card")).props("inputmode=numeric for=block-card")
            self._reason = field(say("Reason")).props("maxlength=300")
            with block(classes="quick"):
                for one in BLOCKING:
                    usual = secondary(say(one), lambda one=one: self._reason.set_value(say(one)))
                    usual.classes("small")
        self._button = primary(say("Block it"), self._submit).props("id=save-block")
        focus("block-card")

    async def _submit(self) -> None:
        card = _card_number(self._card)
        if card is None or not required(self._reason):
            return
        body = {"reason": self._reason.value.strip()}
        path = f"/cards/{card}/block"
        await self.desk.do("POST", path, body, self._done, alert=self.alert, button=self._button)

    def _done(self, answer: dict[str, Any]) -> None:
        self.room.page.done(say("Card {n} is blocked.", n=answer["card"]), "")


async def unblock(room: Room, card: int) -> None:
    title = say("Put card {n} back into use", n=card)
    text = say("Only a card that lies before you.")
    usual = [say(one) for one in UNBLOCKING]
    if reason := await ask_reason(title, text, say("Save it"), usual=usual):
        body = {"reason": reason}
        await room.desk.do("POST", f"/cards/{card}/unblock", body, lambda _: room.page.watch.now())


def _card_number(element: Any) -> int | None:
    text = (element.value or "").strip()
    element.error = None if text.isdigit() else say("The number on the card.")
    return int(text) if text.isdigit() else None
