"""Which post this is and whom its officers can search, remembered until signing out."""

import re
from collections.abc import Callable
from typing import Any

from nicegui import ui

from console.desk import Desk
from console.dialogs import field
from console.elements import Words
from console.texts import mark, say

SEXES = ("female", "male")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")
OWN = {
    "female": mark("You can search women and children."),
    "male": mark("You can search men."),
}
COLLEAGUE = {
    "female": mark("A male officer is at this post, too"),
    "male": mark("A female officer is at this post, too"),
}
"""By the sex of the officer who is signed in."""


class Post:
    """``on_duty`` are the sexes of the officers here, ``name`` is what the display shows."""

    def __init__(self, desk: Desk, changed: Callable[[], Any]):
        self._changed = changed
        self._own: str | None = desk.sign_in.who["sex"]
        self._kept = desk.sign_in.remembered.setdefault("post", {"name": "", "both": False})

    @property
    def on_duty(self) -> list[str]:
        return list(SEXES) if self._own is None or self._kept["both"] else [self._own]

    @property
    def name(self) -> str | None:
        return self._kept["name"] or None

    def build(self) -> None:
        self._name = field(say("Name of this post, as on the display"), self._kept["name"])
        self._name.props("maxlength=20 for=post-name").on_value_change(self._named)
        if self._own:
            Words("p", say(OWN[self._own]), "hint")
            both = ui.checkbox(say(COLLEAGUE[self._own]), value=self._kept["both"])
            both.on_value_change(self._duty)

    def valid(self) -> bool:
        """Whether the name can be shown; marks the field if not."""
        text = self._kept["name"]
        fits = not text or NAME.fullmatch(text) is not None
        self._name.error = None if fits else say("Letters and digits, without spaces.")
        return fits

    def _named(self, event: Any) -> None:
        self._kept["name"] = (event.value or "").strip()
        self.valid()

    def _duty(self, event: Any) -> None:
        self._kept["both"] = event.value
        self._changed()
