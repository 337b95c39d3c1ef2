"""What a person carries: a button for each usual thing, a line for each that there is."""

from collections.abc import Callable
from typing import Any

from console.dialogs import choice, field
from console.elements import Words, block, named, secondary, sign
from console.inputs import Counter
from console.searching import Search, Thing
from console.texts import say
from console.words import word
from console.words.things import CONTRABAND, DISPOSITIONS, KINDS, SEIZED


class Things:
    def __init__(self, search: Search, person: str, name: str, changed: Callable[[], None]):
        self._search, self._person, self._changed = search, person, changed
        self._lines: dict[Thing, _Line] = {}
        quick = named(
            block(classes="quick").props("role=group"), say("Things of {name}", name=name)
        )
        with quick:
            for kind, text in KINDS.items():
                secondary(say(text), lambda kind=kind: self._add(kind), "add").classes("small")
            self._other = field(say("Another thing (Enter)")).classes("other-thing")
            self._other.props("maxlength=60").on("keydown.enter", self._add_other)
        self._rows = block("ul", "rows")

    def _add(self, kind: str) -> None:
        thing = self._search.add(self._person, kind)
        if thing in self._lines:
            self._lines[thing].show()
        else:
            with self._rows:
                self._lines[thing] = _Line(thing, self._changed, self._remove)
        self._changed()

    def _add_other(self) -> None:
        if kind := self._other.value.strip():
            self._other.set_value("")
            self._add(kind)

    def _remove(self, thing: Thing) -> None:
        self._search.things.remove(thing)
        self._changed()
        self._lines.pop(thing).box.delete()  # last: it is where this runs


class _Line:
    def __init__(self, thing: Thing, changed: Callable[[], None], remove: Callable[[Thing], None]):
        self._thing, self._changed = thing, changed
        name = word(KINDS, thing.kind)
        with block("li", "thing") as self.box:
            with block(classes="thing-line"):
                Words("span", name, "thing-name")
                self._count = Counter(name, self._counted, thing.count, least=1)
                where = {code: say(text) for code, text in DISPOSITIONS.items()}
                choice(
                    say("Where it goes: {what}", what=name), where, thing.disposition,
                    on_change=self._goes,
                ).classes("thing-where")  # fmt: skip
                sign("close", say("Remove: {what}", what=name), lambda: remove(thing))
            self._seizure = block(classes="seizure-place")

    def show(self) -> None:
        self._count.show(self._thing.count)

    def _details(self) -> None:
        thing = self._thing
        categories = {code: say(text) for code, text in CONTRABAND.items()}
        choice(
            say("Kind of forbidden thing"), categories, thing.category,
            on_change=lambda event: setattr(thing, "category", event.value),
        ).classes("span-4")  # fmt: skip
        self._text(say("Witness (user name of another officer)"), "witness", "span-4", 64)
        self._text(say("Handed over to"), "handed_to", "span-4", 100)
        self._text(say("Description for the record"), "description", "span-12", 300)

    def _text(self, label: str, name: str, classes: str, longest: int) -> None:
        def typed(event: Any) -> None:
            setattr(self._thing, name, event.value or "")
            self._changed()

        element = field(label, getattr(self._thing, name)).classes(classes)
        element.props(f"maxlength={longest}").on_value_change(typed)

    def _counted(self, count: int) -> None:
        self._thing.count = self._thing.quantity = count
        self._changed()

    def _goes(self, event: Any) -> None:
        self._thing.disposition = event.value
        self._seizure.clear()
        if event.value == SEIZED:
            with self._seizure, block(classes="fields seizure"):
                self._details()
        self._changed()
