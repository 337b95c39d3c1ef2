"""The form of the registration desk: for who has come, and for who books."""

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

from nicegui import ui

from console.alerts import Act, Alert
from console.desk import Desk
from console.elements import Words, block, heading, primary, secondary
from console.pages.registration_extras import Contact, Permit, When
from console.pages.registration_inmate import InmateSearch
from console.pages.registration_visitor import Field, VisitorFields
from console.problems import Away, Problem
from console.texts import say
from console.words.refusals import FIELD_FAULTS, refusal

Submit = Callable[[], Awaitable[None]]
VISIT_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
"""What the picture on a pass says, among whatever a reader types around it."""
AT_PERSON = {
    "birth_date_in_future": "birth_date",
    "child_without_adult": "birth_date",
    "lead_is_minor": "birth_date",
    "same_person_twice": "id_number",
}
"""Which field of a person a refusal is about; the name, when it is about all of him or her."""


class Form:
    """``submit`` is called when somebody wants to register, by button or key; ``scanned`` with a
    visit's id when a pass was read while the focus was at the start of the form."""

    def __init__(self, desk: Desk, submit: Submit, scanned: Callable[[str], Awaitable[None]]):
        self._desk = desk
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
            self.alert = FormAlert(self)
            with block(classes="buttons"):
                self.button = primary("", submit, "how_to_reg")
                secondary(say("Empty the form"), self.start_again)
                text = say("Enter goes to the next empty field, and registers when none is left.")
                Words("p", text, "hint")
        self.inmate.input.on("keydown.enter", self._enter_at_inmate)
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

    def names(self) -> dict[str, str]:
        """Of the persons, as a refusal calls them."""
        return {f"p{n}": one.name.value or "" for n, one in enumerate(self._visitors, start=1)}

    def mark(self, problem: Problem) -> None:
        """At the fields that a refusal is about; the focus goes to the first."""
        marked = list(self._marked(problem))
        if marked:
            marked[0].run_method("focus")

    def _marked(self, problem: Problem) -> Iterator[Field]:
        for path, text in faults(problem.errors):
            if found := self._field(path):
                found.error = say(FIELD_FAULTS.get(text, FIELD_FAULTS["otherwise"]))
                yield found
        title = refusal(problem)[0]
        for place, one in enumerate(self._visitors, start=1):
            if f"p{place}" in persons_of(problem):
                found = one.named_fields()[AT_PERSON.get(problem.code, "name")]
                found.error = title
                yield found
        if problem.field and (found := self._field(tuple(problem.field.split(".")))):
            found.error = title
            yield found

    def _field(self, path: tuple[str, ...]) -> Field | None:
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
        for one in made.named_fields().values():
            if isinstance(one, ui.input):
                one.on("keydown.enter", self._submit)
        return made

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


class FormAlert(Alert):
    """Marks the fields of the form besides."""

    def __init__(self, form: Form):
        super().__init__()
        self._form = form

    def problem(self, problem: Problem | Away, override: Act | None = None) -> None:
        self.names = self._form.names()
        super().problem(problem, override)
        if isinstance(problem, Problem):
            self._form.mark(problem)


def persons_of(problem: Problem) -> list[str]:
    """Whom of the group a refusal names."""
    persons = problem.facts.get("persons")
    lead = problem.facts.get("lead")
    return [*(persons if isinstance(persons, list) else []), *([lead] if lead else [])]


def faults(errors: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[Any]:
    """Each field that could not be read, as its path, and what is wrong with it."""
    for name, wrong in errors.items():
        if isinstance(wrong, Mapping):
            yield from faults(wrong, (*path, name))
        else:
            yield (*path, name), wrong[0] if isinstance(wrong, list) and wrong else str(wrong)
