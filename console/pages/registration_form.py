"""The form of the registration desk: for who has come, and for who books."""

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any

from nicegui import ui

from console.desk import Desk
from console.elements import Words, block, heading, primary, secondary
from console.pages.registration_contact import Contact
from console.pages.registration_inmate import InmateSearch
from console.pages.registration_marks import FormAlert
from console.pages.registration_permit import Permit
from console.pages.registration_visitor import Field, VisitorFields
from console.pages.registration_when import When
from console.texts import say

Submit = Callable[[], Awaitable[None]]
VISIT_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
"""What the picture on a pass says, among whatever a reader types around it."""


class Form:
    """``submit`` is called when somebody wants to register, by button or key; ``scanned`` with a
    visit's id when a pass was read while the focus was at the start of the form."""

    def __init__(self, desk: Desk, submit: Submit, scanned: Callable[[str], Awaitable[None]]):
        self._submit = submit
        self._scanned = scanned
        self._today = desk.clock.now().date()
        self._visitors: list[VisitorFields] = []
        with block(classes="form-head"):
            heading(2, say("New visit"))
            self.when = When(desk, self._day_changed)
        self.when.fields()
        self.inmate = InmateSearch(desk, self.when.day, self._inmate_decided)
        self._people = block(classes="people")
        self.permit = Permit(desk)
        with block(classes="buttons"):
            secondary(say("Add a visitor (F2)"), self.add, "person_add")
        self.contact = Contact()
        with block(classes="form-foot"):
            self.alert = FormAlert(self.people, self.field)
            with block(classes="buttons"):
                self.button = primary("", submit, "how_to_reg")
                secondary(say("Empty the form"), self.start_again)
                text = say("Enter goes to the next empty field, and registers when none is left.")
                Words("p", text, "hint")
        self.inmate.input.on("keydown.enter", self._enter_at_inmate)
        for part in (self.when, self.permit, self.contact):
            self._enter_submits(part.named_fields())
        self._add_first()
        self._name_button()

    def add(self) -> None:
        """Another visitor, and the focus with it."""
        self._visitors.append(self._made())
        self._renumber()
        self._visitors[-1].number.run_method("focus")

    def start_again(self) -> None:
        """Empty, for the next group."""
        self.alert.clear()
        for one in self._visitors:
            one.box.delete()
        self._visitors.clear()
        self.when.clear()
        self.permit.clear()
        self.contact.clear()
        self.inmate.clear()
        self._add_first()
        self.inmate.input.run_method("focus")

    def complete(self) -> bool:
        """Marks what is missing; the focus goes to the first of it."""
        missing = list(self._missing())
        if missing:
            missing[0].run_method("focus")
        return not missing

    def body(self) -> dict[str, Any]:
        """As the API takes it."""
        assert self.inmate.chosen is not None
        return {
            **self.when.body(),
            "inmate_number": self.inmate.chosen["number"],
            "visitors": [one.body() for one in self._visitors],
            **self.permit.body(),
            **self.contact.body(),
        }

    def people(self) -> Sequence[VisitorFields]:
        """In their order: the one who leads is the first."""
        return self._visitors

    def field(self, path: tuple[str, ...]) -> Field | None:
        """By the API's names."""
        match path:
            case ("inmate_number",) | ("permit", "inmate_number"):
                return self.inmate.input
            case ("visitors", place, name) if place.isdigit() and int(place) < len(self._visitors):
                return self._visitors[int(place)].named_fields().get(name)
            case ("permit", name):
                return self.permit.named_fields().get(name)
            case ("permit",):
                return self.permit.number
            case ("contact", name):
                return self.contact.named_fields().get(name)
            case (name,):
                return self.when.named_fields().get(name)
        return None

    def _missing(self) -> Iterator[Field]:
        yield from self.when.missing()
        if self.inmate.chosen is None:
            self.inmate.input.error = say("Choose an inmate from the list.")
            yield self.inmate.input
        for one in self._visitors:
            yield from one.missing()
        yield from self.permit.missing()
        yield from self.contact.missing()

    def _made(self) -> VisitorFields:
        with self._people:
            made = VisitorFields(self._today, self._take_out)
        self._enter_submits(made.named_fields())
        return made

    def _enter_submits(self, fields: Mapping[str, Field]) -> None:
        """In a list of choices Enter chooses."""
        for one in fields.values():
            if isinstance(one, ui.input):
                one.on("keydown.enter", self._submit)

    def _add_first(self) -> None:
        self._visitors.append(self._made())
        self._renumber()

    def _take_out(self, visitor: VisitorFields) -> None:
        self._visitors.remove(visitor)
        visitor.box.delete()
        self._renumber()
        self._visitors[-1].number.run_method("focus")

    def _renumber(self) -> None:
        for place, one in enumerate(self._visitors, start=1):
            one.set_place(place, len(self._visitors) == 1)

    async def _enter_at_inmate(self) -> None:
        if found := VISIT_ID.search(self.inmate.input.value or ""):
            self.inmate.clear()
            await self._scanned(found[0])
        elif self.inmate.searching:
            await self.inmate.take()
        else:
            await self._submit()

    def _inmate_decided(self, inmate: dict[str, Any] | None) -> None:
        self.permit.show(inmate)
        if inmate:
            self._visitors[0].number.run_method("focus")

    def _day_changed(self) -> None:
        self.inmate.draw()
        self._name_button()

    def _name_button(self) -> None:
        booking = self.when.booking
        text = say("Book (Ctrl+Enter)") if booking else say("Register (Ctrl+Enter)")
        self.button.set_text(text)
