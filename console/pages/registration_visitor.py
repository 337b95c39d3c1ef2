"""One person of the group, as the registrar enters it."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from nicegui import ui

from console.dates import read_date, written
from console.dialogs import choice, field, required
from console.documents import NIK_DOCUMENTS, told_by_nik
from console.elements import Words, block, named, sign
from console.texts import say
from console.words import word
from console.words.people import DOCUMENTS, RELATIONSHIPS
from console.words.visits import SEXES

Field = ui.input | ui.select


class VisitorFields:
    """``place`` counts from 1; the first one leads. ``remove`` takes this one out again."""

    def __init__(self, today: date, remove: Callable[["VisitorFields"], None]):
        self._today = today
        self._told: dict[str, str] = {}
        self.box = block("fieldset", "visitor")
        with self.box:
            self._legend = Words("legend")
            with block(classes="fields"):
                self._fields()
            self._remove = sign("person_remove", "", lambda: remove(self)).classes("remove grave")
        self.number.on_value_change(self._prefill)
        self.document.on_value_change(self._prefill)

    def _fields(self) -> None:
        documents = {code: word(DOCUMENTS, code) for code in DOCUMENTS}
        sexes = {code: word(SEXES, code) for code in SEXES}
        self.document = choice(say("Document"), documents, "ktp").classes("span-4")
        self.number = field(say("Document number")).classes("span-4")
        self.number.props("autocomplete=off maxlength=32")
        self.name = field(say("Name")).classes("span-4").props("autocomplete=off maxlength=120")
        self.sex = choice(say("Sex"), sexes).classes("span-4")
        self.birth_date = field(say("Birth date"), placeholder=say("dd-mm-yyyy"))
        self.birth_date.classes("span-4").props("autocomplete=off")
        self.relationship = field(
            say("Relationship"), autocomplete=[word(RELATIONSHIPS, code) for code in RELATIONSHIPS]
        )
        self.relationship.classes("span-4").props("autocomplete=off maxlength=40")
        with self.relationship.add_slot("append"):
            usual = sign("expand_more", say("Usual relationships")).props("tabindex=-1")
            with usual, ui.menu():
                for code in RELATIONSHIPS:
                    text = word(RELATIONSHIPS, code)
                    ui.menu_item(text, lambda text=text: self.relationship.set_value(text))

    def set_place(self, place: int, alone: bool) -> None:
        lead = say("Visitor {n}, leads the group (an adult)", n=place)
        self._legend.set_text(lead if place == 1 else say("Visitor {n}", n=place))
        named(self._remove, say("Take out visitor {n}", n=place))
        self._remove.set_visibility(not alone)

    def missing(self) -> Iterator[Field]:
        """Marks what is not given, and names it."""
        for one in (self.number, self.name, self.sex, self.birth_date, self.relationship):
            if not required(one):
                yield one
            elif one is self.birth_date and read_date(one.value) is None:
                one.error = say("A date is written 31-12-1990.")
                yield one

    def body(self) -> dict[str, Any]:
        born = read_date(self.birth_date.value)
        known = {word(RELATIONSHIPS, code): code for code in RELATIONSHIPS}
        relationship = (self.relationship.value or "").strip()
        return {
            "name": (self.name.value or "").strip(),
            "sex": self.sex.value,
            "birth_date": born.isoformat() if born else "",
            "id_type": self.document.value,
            "id_number": (self.number.value or "").strip(),
            "relationship": known.get(relationship.lower(), relationship),
        }

    def named_fields(self) -> dict[str, Field]:
        """By the API's names."""
        return {
            "name": self.name,
            "sex": self.sex,
            "birth_date": self.birth_date,
            "id_type": self.document,
            "id_number": self.number,
            "relationship": self.relationship,
        }

    def _prefill(self) -> None:
        """What the number tells, into fields that nobody has filled in."""
        if self.document.value not in NIK_DOCUMENTS:
            return
        told = told_by_nik(self.number.value or "", self._today)
        if told is None:
            return
        born, sex = written(told[0]), told[1]
        if not self.birth_date.value or self.birth_date.value == self._told.get("born"):
            self.birth_date.set_value(born)
        if not self.sex.value or self.sex.value == self._told.get("sex"):
            self.sex.set_value(sex)
        self._told = {"born": born, "sex": sex}
