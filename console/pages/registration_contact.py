"""How the lead visitor wants to be told."""

from collections.abc import Iterator
from typing import Any

from nicegui import ui

from console.dialogs import choice, field
from console.elements import block
from console.pages.registration_visitor import Field
from console.texts import LANGUAGES, language, say


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
