"""When the visit is: now, or on a day to come."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from nicegui import ui

from console.dates import read_date, written
from console.desk import Desk
from console.dialogs import choice, field, required
from console.elements import Words, block
from console.pages.registration_visitor import Field
from console.texts import say
from console.timetable import sessions_on
from console.words import word
from console.words.visits import SESSIONS

NOW, LATER = "now", "later"


class When:
    """Now, or on a day and in a session to come. ``changed`` is called when it is another day."""

    def __init__(self, desk: Desk, changed: Callable[[], None]):
        self._desk = desk
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
        return (
            read_date(self.date.value) if self.booking else None
        ) or self._desk.clock.now().date()

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
        names = sessions_on(self._desk.house["settings"], day) if day else []
        self.session.set_options({name: word(SESSIONS, name) for name in names})
        self.session.set_value(names[0] if len(names) == 1 else None)
        self._about.set_text(say("No session is held on that day.") if day and not names else "")
        self._changed()


def written_day(told: dict[str, Any]) -> str:
    """Day and session of a visit."""
    return f"{written(told['date'])} · {word(SESSIONS, told['session'])}"
