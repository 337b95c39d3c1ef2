"""A lost card, step by step: whose, identity, the things, and a second officer's signature."""

from collections.abc import Callable
from typing import Any

from nicegui import ui

from console.dialogs import Signature, field
from console.elements import Words, block, danger, focus, heading, primary, secondary
from console.pages.lockers_groups import names_of
from console.pages.lockers_panel import Panel, Room
from console.texts import mark, say
from console.words import word
from console.words.things import KINDS

STEPS = (
    mark("Whose card is it?"),
    mark("Check the identity"),
    mark("Describe the things"),
    mark("A second officer signs"),
)
SIGNING = mark(
    "The second officer reads this, and signs with user name and password at this desk. The card is"
    " blocked then, and the things go back by identity."
)


class LostPanel(Panel):
    """``deposit`` and ``visit`` when it is known already whose card it is."""

    def __init__(
        self, room: Room, deposit: dict[str, Any] | None = None,
        visit: dict[str, Any] | None = None,
    ):  # fmt: skip
        super().__init__(room, say("Lost card"))
        self._deposit, self._visit = deposit, visit
        with self.content:
            self._steps = block("ol", "steps")
            with self._steps:
                self._marks = [Words("li", say(step), "step") for step in STEPS]
            bodies: tuple[Callable[[], None], ...] = (
                self._whose, self._identity, self._describe, self._sign,
            )  # fmt: skip
            self._bodies = []
            for build in bodies:
                with block(classes="step-body") as body:
                    build()
                self._bodies.append(body)
        self._go(1 if deposit else 0)

    def follow(self, state: dict[str, Any]) -> None:
        if self._deposit is None:
            return
        visit_id = self._deposit["visit_id"]
        if not any(one["visit_id"] == visit_id for one in state["lockers"]):
            self.warn(say("These things are no longer here: another officer was faster."))

    def _go(self, step: int) -> None:
        for place, (sign, body) in enumerate(zip(self._marks, self._bodies, strict=True)):
            body.set_visibility(place == step)
            sign.props["aria-current"] = "step" if place == step else False
            sign.classes(replace="step" + (" past" if place < step else ""))
            sign.update()
        self.alert.clear()
        if step:
            self._show_whose()
        focus(("lost-search", "lost-identity", "lost-description", "lost-username")[step])

    def _whose(self) -> None:
        heading(3, say(STEPS[0]))
        self._wanted = field(say("Queue number, or part of a name"))
        self._wanted.props("for=lost-search maxlength=60").on("keydown.enter", self._search)
        with block(classes="panel-buttons"):
            primary(say("Look it up"), self._search, "search")
        Words("p", say("Or open the locker on the wall."), "hint")
        self._found = block("ul", "rows")

    async def _search(self) -> None:
        text = (self._wanted.value or "").strip()
        if not text:
            return
        found = await self.desk.attempt(lambda: self.desk.get("/visits", q=text), self.alert)
        if found is None:
            return
        held = {
            one["visit_id"]: one["number"]
            for one in self.room.state["lockers"]
            if one["state"] == "occupied"
        }
        mine = [one for one in found["items"] if one["id"] in held]
        self._found.clear()
        with self._found:
            if not mine:
                Words("li", say("Nobody of that name or number has things in a locker."), "empty")
            for visit in mine:
                with block("li", "row-line"):
                    Words("span", str(visit["queue_number"]), "number")
                    Words("span", ", ".join(one["name"] for one in visit["members"]), "grow")
                    Words("span", say("locker {n}", n=held[visit["id"]]), "tag")
                    secondary(say("This one"), lambda visit=visit: self._chosen(visit["id"]))

    async def _chosen(self, visit_id: str) -> None:
        async def ask() -> Any:
            deposit = await self.desk.get(f"/lockers/{visit_id}/deposit")
            return deposit, await self.desk.get(f"/visits/{visit_id}")

        if both := await self.desk.attempt(ask, self.alert):
            self._deposit, self._visit = both
            self._go(1)

    def _identity(self) -> None:
        heading(3, say(STEPS[1]))
        self._about = Words("p", "", "whose")
        self._checked = ui.checkbox(say("The document was seen, and it is one of these persons"))
        self._checked.props("id=lost-identity")
        self._next(2, self._is_checked)

    def _show_whose(self) -> None:
        if self._deposit is None or self._visit is None:
            return
        names = ", ".join(names_of(self._visit).values())
        text = say(
            "Number {n}: {names}. Locker {locker}, card {card}.",
            n=self._visit["queue_number"] or "–", names=names, locker=self._deposit["locker"],
            card=self._deposit["card"],
        )  # fmt: skip
        self._about.set_text(text)
        inside = ", ".join(_thing(one) for one in self._deposit["items"])
        self._inside.set_text(say("For you alone, counted in: {things}", things=inside))
        self._last.set_text(text)

    def _is_checked(self) -> bool:
        if self._checked.value:
            return True
        self.alert.say(say("Check the identity first."), kind="warning")
        return False

    def _describe(self) -> None:
        heading(3, say(STEPS[2]))
        Words("p", say("Let the visitor describe the things, without seeing them."), "hint")
        self._description = ui.textarea(say("Description by the visitor"))
        self._description.props("for=lost-description outlined dense rows=3 maxlength=500")
        self._inside = Words("p", "", "hint")
        self._next(3, self._is_described)

    def _is_described(self) -> bool:
        given = bool((self._description.value or "").strip())
        self._description.error = None if given else say("This is needed.")
        return given

    def _sign(self) -> None:
        heading(3, say(STEPS[3]))
        self._last = Words("p", "", "whose")
        Words("p", say(SIGNING), "hint")
        with block(classes="signature").props("id=signature"):
            self._signature = Signature()
        with block(classes="panel-buttons"):
            secondary(say("One step back"), lambda: self._go(2))
            self._button = danger(say("Write the card off"), self._submit).props("id=save-lost")

    def _next(self, step: int, ready: Callable[[], bool]) -> None:
        with block(classes="panel-buttons"):
            back = step - 2
            secondary(say("One step back"), lambda: self._go(back))
            primary(say("Go on"), lambda: self._go(step) if ready() else None)

    async def _submit(self) -> None:
        signed = self._signature.given()
        if signed is None or self._deposit is None:
            return
        body = {
            "visit_id": self._deposit["visit_id"], "identity_checked": self._checked.value,
            "description": self._description.value.strip(), "second_officer": signed,
        }  # fmt: skip
        path = f"/cards/{self._deposit['card']}/lost"
        await self.desk.do("POST", path, body, self._done, alert=self.alert, button=self._button)

    async def _done(self, answer: dict[str, Any]) -> None:
        await self.room.page.open_visit(answer["visit_id"])


def _thing(one: dict[str, Any]) -> str:
    about = f" ({one['description']})" if one["description"] else ""
    return f"{one['count']} × {word(KINDS, one['kind'])}{about}"
