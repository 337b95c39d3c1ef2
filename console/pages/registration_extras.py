"""What a registration may have besides inmate and visitors: a day to come, a permit, a contact."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from nicegui import ui

from console.dates import read_date, written
from console.desk import Desk
from console.dialogs import choice, field, required
from console.elements import Words, block
from console.pages.registration_visitor import Field
from console.texts import LANGUAGES, language, say
from console.timetable import sessions_on
from console.words import word
from console.words.people import ISSUERS
from console.words.visits import SESSIONS

NOW, LATER = "now", "later"


class When:
    """Now, or on a day and in a session to come. ``changed`` is called when it is another day."""

    def __init__(self, desk: Desk, changed: Callable[[], None]):
        self._settings = desk.house["settings"]
        self._today = date.fromisoformat(desk.house["today"]["date"])
        self._changed = changed
        kinds = {NOW: say("Has come now"), LATER: say("Books for another day")}
        self.kind = ui.radio(kinds, value=NOW, on_change=self._kind_changed).props("inline")

    def fields(self) -> None:
        """Below the choice; shown while it is a booking."""
        with block(classes="fields") as self._box:
            self.date = field(say("Day of the visit"), placeholder=say("dd-mm-yyyy"))
            self.date.classes("span-4").props("autocomplete=off")
            self.session = choice(say("Session"), []).classes("span-4")
            self._about = Words("p", "", "hint span-4")
        self.date.on_value_change(self._date_changed)
        self._box.set_visibility(False)

    @property
    def booking(self) -> bool:
        return bool(self.kind.value == LATER)

    def day(self) -> date:
        """That of the visit; today while none is given."""
        return (read_date(self.date.value) if self.booking else None) or self._today

    def clear(self) -> None:
        self.kind.set_value(NOW)
        self.date.set_value("")

    def missing(self) -> Iterator[Field]:
        if not self.booking:
            return
        if not required(self.date):
            yield self.date
        elif read_date(self.date.value) is None:
            self.date.error = say("A date is written 31-12-1990.")
            yield self.date
        if not required(self.session):
            yield self.session

    def body(self) -> dict[str, Any]:
        if not self.booking:
            return {}
        return {"date": self.day().isoformat(), "session": self.session.value}

    def named_fields(self) -> dict[str, Field]:
        return {"date": self.date, "session": self.session}

    def _kind_changed(self) -> None:
        self._box.set_visibility(self.booking)
        if self.booking:
            self.date.run_method("focus")
        self._changed()

    def _date_changed(self) -> None:
        day = read_date(self.date.value)
        self.date.error = None
        names = sessions_on(self._settings, day) if day else []
        self.session.set_options({name: word(SESSIONS, name) for name in names})
        self.session.set_value(names[0] if len(names) == 1 else None)
        self._about.set_text(say("No session is held on that day.") if day and not names else "")
        self._changed()


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


class Contact:
    """How the lead visitor wants to be told, who must have agreed to it."""

    def __init__(self) -> None:
        text = say("The visitor agrees to be told by SMS or e-mail (optional)")
        self.consent = ui.checkbox(text, on_change=self._consent_changed)
        with block(classes="fields") as self._box:
            self.phone = field(say("Phone number")).classes("span-4").props("autocomplete=off")
            self.email = field(say("E-mail")).classes("span-4").props("autocomplete=off")
            self.language = choice(say("Language"), dict(LANGUAGES), language()).classes("span-4")
        self._box.set_visibility(False)

    def clear(self) -> None:
        self.consent.set_value(False)
        self.phone.set_value("")
        self.email.set_value("")

    def missing(self) -> Iterator[Field]:
        if self.consent.value and not ((self.phone.value or "") + (self.email.value or "")).strip():
            self.phone.error = say("A phone number or an e-mail address is needed.")
            yield self.phone

    def body(self) -> dict[str, Any]:
        if not self.consent.value:
            return {}
        given = {
            "phone": (self.phone.value or "").strip(),
            "email": (self.email.value or "").strip(),
            "language": self.language.value,
        }
        return {"contact": {"consent": True, **{k: v for k, v in given.items() if v}}}

    def named_fields(self) -> dict[str, Field]:
        return {"phone": self.phone, "email": self.email, "language": self.language}

    def _consent_changed(self) -> None:
        self._box.set_visibility(bool(self.consent.value))
        self.phone.error = None
        if self.consent.value:
            self.phone.run_method("focus")


def written_day(told: dict[str, Any]) -> str:
    """Day and session of a visit."""
    return f"{written(told['date'])} · {word(SESSIONS, told['session'])}"
