"""The permit to visit a detainee, of the authority that detains."""

from collections.abc import Iterator
from typing import Any

from console.dates import read_date
from console.desk import Desk
from console.dialogs import choice, field, required
from console.elements import Words, block
from console.pages.registration_visitor import Field
from console.texts import say
from console.words import word
from console.words.people import ISSUERS


class Permit:
    """Of the authority that detains; asked for when the inmate needs one."""

    def __init__(self, desk: Desk):
        settings = desk.house["settings"]
        self._required = settings["permit_required"]
        self._inmate: dict[str, Any] | None = None
        issuers = {code: word(ISSUERS, code) for code in settings["permit_issuers"]}
        with block("fieldset", "visitor permit") as self._box:
            Words("legend", say("Permit to visit a detainee"))
            with block(classes="fields"):
                self.number = field(say("Number of the permit")).classes("span-3")
                self.number.props("autocomplete=off maxlength=60")
                self.issuer = choice(say("Issued by"), issuers).classes("span-3")
                self.issued_on = field(say("Issued on"), placeholder=say("dd-mm-yyyy"))
                self.valid_until = field(say("Valid until"), placeholder=say("dd-mm-yyyy"))
                for one in (self.issued_on, self.valid_until):
                    one.classes("span-3").props("autocomplete=off")
        self.show(None)

    @property
    def needed(self) -> bool:
        """Who has none leaves all of it empty, and is refused by the house's rule."""
        detained = self._inmate and self._inmate["legal_status"] == "detainee"
        return bool(self._required and detained)

    def show(self, inmate: dict[str, Any] | None) -> None:
        self._inmate = inmate
        self._box.set_visibility(self.needed)

    def clear(self) -> None:
        for one in self.named_fields().values():
            one.set_value(None if one is self.issuer else "")
        self.show(None)

    @property
    def given(self) -> bool:
        return self.needed and any(one.value for one in self.named_fields().values())

    def missing(self) -> Iterator[Field]:
        if not self.given:
            return
        for one in self.named_fields().values():
            if not required(one):
                yield one
            elif one in (self.issued_on, self.valid_until) and read_date(one.value) is None:
                one.error = say("A date is written 31-12-1990.")
                yield one

    def body(self) -> dict[str, Any]:
        if not (self.given and self._inmate):
            return {}
        issued, until = read_date(self.issued_on.value), read_date(self.valid_until.value)
        told = {
            "number": (self.number.value or "").strip(),
            "issuer": self.issuer.value,
            "issued_on": issued and issued.isoformat(),
            "valid_until": until and until.isoformat(),
            "inmate_number": self._inmate["number"],
        }
        return {"permit": told}

    def named_fields(self) -> dict[str, Field]:
        return {
            "number": self.number,
            "issuer": self.issuer,
            "issued_on": self.issued_on,
            "valid_until": self.valid_until,
        }
