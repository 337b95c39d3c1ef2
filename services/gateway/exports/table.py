"""A table on paper that goes on over pages, its head over each part."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from services.gateway.exports.sheet import BODY, LINE, MARGIN, Sheet

PADDING = 0.9
LEADING = 3.1
"""From line to line."""
BASE = 2.4
"""From the top of a line to its base."""
HEAD_GREY = 232


class Column(NamedTuple):
    """``width`` in millimetres; ``align``: L or R."""

    title: str
    width: float
    align: str = "L"


class Table:
    """``draw`` begins where the sheet stands and leaves it below the last row."""

    def __init__(self, sheet: Sheet, columns: Sequence[Column], left: float = MARGIN):
        """``left``: of the table, from the paper's edge."""
        self._sheet, self._columns, self._left = sheet, columns, left
        self._top = 0.0
        self.width = sum(one.width for one in columns)

    def draw(self, rows: Iterable[Sequence[str]]) -> None:
        self._begin()
        for row in rows:
            cells = self._laid(row)
            if _height(cells) > self._sheet.left:
                self._end()
                self._sheet.add_page()
                self._begin()
            self._row(cells)
        self._end()

    def _begin(self) -> None:
        sheet = self._sheet
        self._top = sheet.y
        sheet.style("B", BODY)
        cells = self._laid([one.title for one in self._columns])
        sheet.set_fill_color(HEAD_GREY)
        sheet.rect(self._left, sheet.y, self.width, _height(cells), style="F")
        sheet.set_draw_color(LINE)
        sheet.set_line_width(0.15)
        sheet.line(self._left, sheet.y, self._left + self.width, sheet.y)
        self._row(cells)
        sheet.style("", BODY)

    def _end(self) -> None:
        x, sheet = self._left, self._sheet
        for column in (*self._columns, None):
            sheet.line(x, self._top, x, sheet.y)
            x += column.width if column else 0

    def _laid(self, row: Sequence[str]) -> list[list[str]]:
        """Each cell's lines, in the present style."""
        letters, size = self._sheet.letters, self._sheet.font_size
        return [
            letters.lines(letters.known(text), size, column.width - 2 * PADDING) if text else []
            for text, column in zip(row, self._columns, strict=True)
        ]

    def _row(self, cells: list[list[str]]) -> None:
        x, sheet = self._left, self._sheet
        for lines, column in zip(cells, self._columns, strict=True):
            edge = x + column.width - PADDING if column.align == "R" else x + PADDING
            for place, line in enumerate(lines):
                sheet.write_at(edge, sheet.y + PADDING + BASE + place * LEADING, line, column.align)
            x += column.width
        bottom = sheet.y + _height(cells)
        sheet.line(self._left, bottom, self._left + self.width, bottom)
        sheet.set_y(bottom)


def _height(cells: list[list[str]]) -> float:
    return max(1, *map(len, cells)) * LEADING + 2 * PADDING
