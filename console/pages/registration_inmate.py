"""Whom the visitors ask for: an inmate, found while a name or number is typed."""

from collections.abc import Callable
from datetime import date
from typing import Any

from console.dates import written
from console.desk import Desk
from console.dialogs import field
from console.elements import Words, block, named
from console.problems import Away, Problem, SignedOut
from console.texts import say
from console.timetable import stopped
from console.typed import Typed
from console.words import word
from console.words.supervision import INMATE_STATUSES

SHOWN = 8


class InmateSearch:
    """A combobox as the ARIA practices describe it. ``chosen`` is the inmate or None; ``decided``
    is called with it when one is chosen by Enter or a click, and with None when that is undone."""

    def __init__(self, desk: Desk, day: Callable[[], date], decided: Callable[[Any], None]):
        self.chosen: dict[str, Any] | None = None
        self._desk, self._day, self._decided = desk, day, decided
        self._found: list[dict[str, Any]] = []
        self._place = 0
        self.input = field(say("Inmate: name or number"), on_change=self._changed)
        self._typed = Typed(self.input, self._look)
        self.input.props("autofocus autocomplete=off role=combobox aria-autocomplete=list")
        with block(classes="under"):
            self._list = named(block("ul", "choices").props("role=listbox"), say("Inmates"))
            self._about = block(classes="inmate").props("aria-live=polite")
        self.input.props(f"aria-expanded=false aria-controls={self._list.html_id}")
        self.input.on("keydown.down.prevent", lambda: self._move(1))
        self.input.on("keydown.up.prevent", lambda: self._move(-1))
        self.input.on("keydown.esc", self._close)
        self._show_list()

    @property
    def searching(self) -> bool:
        """Whether something is typed, and nobody chosen yet."""
        return self.chosen is None and bool(self._text)

    async def take(self) -> bool:
        """Chooses what is marked in the list, or is the only one that is meant."""
        self._typed.done()
        if not self._found:
            await self._look()
        if self._found:
            self._choose(self._found[self._place])
        return self.chosen is not None

    def clear(self) -> None:
        self.chosen = None
        self.input.set_value("")
        self.input.error = None
        self._close()
        self.draw()

    def draw(self) -> None:
        """Anew: the day of the visit is another, or what is known of the inmate."""
        self._about.clear()
        if (inmate := self.chosen) is None:
            return
        with self._about:
            _state(inmate, self._day())
            Words("strong", inmate["name"])
            Words("span", inmate["number"])
            if inmate["block"]:
                Words("span", say("Block {block}", block=inmate["block"]))
            if inmate["legal_status"] == "detainee":
                Words("span", say("detainee"), "tag")

    @property
    def _text(self) -> str:
        return (self.input.value or "").strip()

    def _changed(self) -> None:
        if self.chosen and self._text != _label(self.chosen):
            self.chosen = None
            self.draw()
            self._decided(None)
        if self.chosen is None:
            self._typed.again()

    async def _look(self) -> None:
        text = self._text
        if not text:
            self._found = []
            return self._show_list()
        try:
            answer = await self._desk.get("/inmates", q=text, page_size=SHOWN)
        except SignedOut:
            await self._desk.sign_in_again()
            return await self._look()
        except (Problem, Away) as problem:
            return self._desk.alert.problem(problem)
        if text != self._text:
            return None
        self._found, self._place = answer["items"], 0
        self.input.error = None if self._found else say("Nobody is found by this.")
        return self._show_list()

    def _move(self, by: int) -> None:
        if self._found:
            self._place = (self._place + by) % len(self._found)
            self._show_list()

    def _close(self) -> None:
        self._found = []
        self._show_list()

    def _choose(self, inmate: dict[str, Any]) -> None:
        self.chosen = inmate
        self.input.set_value(_label(inmate))
        self.input.error = None
        self._close()
        self.draw()
        self._decided(inmate)

    def _show_list(self) -> None:
        self._list.clear()
        self._list.set_visibility(bool(self._found))
        marked = ""
        with self._list:
            for place, inmate in enumerate(self._found):
                here = place == self._place
                line = block("li", "choice here" if here else "choice").props("role=option")
                line.props["aria-selected"] = "true" if here else "false"
                line.on("click", lambda _, one=inmate: self._choose(one))
                marked = line.html_id if here else marked
                with line:
                    _state(inmate, self._day())
                    Words("strong", inmate["name"])
                    Words("span", inmate["number"])
                    Words("span", inmate["block"] or "")
        self.input.props["aria-expanded"] = "true" if self._found else "false"
        self.input.props["aria-activedescendant"] = marked


def _label(inmate: dict[str, Any]) -> str:
    return f"{inmate['number']} · {inmate['name']}"


def _state(inmate: dict[str, Any], day: date) -> None:
    why = stopped(inmate, day)
    if why is None:
        Words("span", say("can be visited"), "tag good")
        return
    if why == "refuses_visits":
        Words("span", say("does not wish visits"), "tag bad")
        return
    Words("span", word(INMATE_STATUSES, why), "tag bad")
    if inmate["status_until"]:
        Words("span", say("until {date}", date=written(inmate["status_until"])))
