"""A list on a page that changes while somebody works in it.

Only what differs is drawn anew: the others keep focus, scroll and what was typed.
"""

from collections.abc import Callable, Iterable
from typing import Any

from nicegui import ui

from console.part import Part

Draw = Callable[[Any], None]


class Keyed:
    """``draw`` fills one item's element from its row; ``key`` says which row is which."""

    def __init__(self, draw: Draw, key: Callable[[Any], Any], tag: str = "div", classes: str = ""):
        self._draw = draw
        self._key = key
        self._tag = tag
        self._container = ui.element("ul" if tag == "li" else "div").classes(classes)
        self._shown: dict[Any, tuple[Any, ui.element]] = {}

    def show(self, rows: Iterable[Any]) -> None:
        wanted = {self._key(row): row for row in rows}
        for key in self._shown.keys() - wanted.keys():
            self._shown.pop(key)[1].delete()
        for place, (key, row) in enumerate(wanted.items()):
            before, element = self._shown.get(key, (None, None))
            if element is None:
                with self._container:
                    element = Part(self._tag)
                with element:
                    self._draw(row)
            elif before != row:
                element.clear()
                with element:
                    self._draw(row)
            self._shown[key] = (row, element)
            if self._container.default_slot.children.index(element) != place:
                element.move(self._container, place)
