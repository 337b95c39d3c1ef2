"""A line of groups at one of the doors of the visiting room."""

from collections.abc import Mapping, Sequence
from typing import Any

from console.elements import Words, heading
from console.keyed import Draw, Keyed


class DoorLine:
    """``next`` is the id of the button that serves the first group: ``prefix`` and its id."""

    def __init__(self, title: str, nobody: str, draw: Draw, prefix: str):
        self._prefix = prefix
        self._first = ""
        heading(2, title)
        self._nobody = Words("p", nobody, "empty")
        self._rows = Keyed(draw, lambda one: one["id"], "li", "rows")

    @property
    def next(self) -> str:
        return f"{self._prefix}-{self._first}"

    def show(self, ordered: Sequence[Mapping[str, Any]]) -> None:
        self._nobody.set_visibility(not ordered)
        self._first = ordered[0]["id"] if ordered else ""
        self._rows.show(ordered)
