"""The figures of the day on paper: small tables, two beside each other where they fit."""

from collections.abc import Sequence

from services.gateway.exports.register import Cell
from services.gateway.exports.sheet import FOOT, MARGIN, TOP, Sheet
from services.gateway.exports.summary import Section
from services.gateway.exports.table import LEADING, PADDING, Column, Table

FIRST, FIGURE = 50.0, 18.0
"""Widths of the first column and of the others."""
RIGHT = 118.0
"""Where the right one of two begins."""
TITLE, GAP = 3.5, 4.0
"""Height of a table's title, and what is left free below a table."""


def draw(sheet: Sheet, sections: Sequence[Section], none: str) -> None:
    """``none`` is said of a section without rows."""
    for left, right in zip(sections[::2], sections[1::2], strict=True):
        _pair(sheet, left, right, none)


def _pair(sheet: Sheet, left: Section, right: Section, none: str) -> None:
    needed = max(_height(left), _height(right))
    if needed > sheet.h - TOP - FOOT:
        _section(sheet, left, MARGIN, none)
        _section(sheet, right, MARGIN, none)
        return
    if needed > sheet.left:
        sheet.add_page()
    top = sheet.y
    _section(sheet, left, MARGIN, none)
    bottom = sheet.y
    sheet.set_y(top)
    _section(sheet, right, RIGHT, none)
    sheet.set_y(max(bottom, sheet.y))


def _section(sheet: Sheet, section: Section, left: float, none: str) -> None:
    sheet.style("B", 10)
    sheet.write_at(left, sheet.y + TITLE - 1, section.title)
    sheet.set_y(sheet.y + TITLE)
    figures = len(section.head) - 1
    columns = [
        Column(title, width, align)
        for title, width, align in zip(
            section.head, [FIRST, *[FIGURE] * figures], "L" + "R" * figures, strict=True
        )
    ]
    rows: Sequence[Sequence[Cell]] = section.rows or [[none, *[None] * figures]]
    Table(sheet, columns, left).draw([_shown(cell) for cell in row] for row in rows)
    sheet.set_y(sheet.y + GAP)


def _height(section: Section) -> float:
    """No less than it will be: every row, the head too, is reckoned with two lines."""
    return TITLE + GAP + (len(section.rows) + 2) * (LEADING + 2 * PADDING) + 3 * LEADING


def _shown(cell: Cell) -> str:
    return "" if cell is None else str(cell)
