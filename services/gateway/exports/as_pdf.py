"""The day book as pages to sign and file: title, register, figures, signatures."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from services.gateway.exports import figures
from services.gateway.exports.house import House
from services.gateway.exports.register import COLUMNS, Cell, date_of, register, titles
from services.gateway.exports.sheet import BODY, GREY, MARGIN, Sheet
from services.gateway.exports.signing import signatures
from services.gateway.exports.summary import summary
from services.gateway.exports.table import Column, Table

MEDIA_TYPE = "application/pdf"

WIDTHS = {
    "number": 9, "session": 13, "queue_number": 12, "registered_at": 15, "started_at": 11,
    "ended_at": 11, "departed_at": 11, "inmate_number": 23, "name": 44, "sex": 7, "group": 15,
    "id_type": 15, "id_number": 26, "relationship": 18, "admitted": 10, "status": 16,
    "outcome": 21,
}  # fmt: skip
"""Millimetres; together the page less its margins, 277."""
RIGHT = ("number", "queue_number")


def as_pdf(book: Mapping[str, Any], house: House, made_at: datetime | None) -> bytes:
    """``made_at`` is shown at the foot, on the house's clock.

    A letter that the font lacks (it has Latin, Cyrillic and Greek) is a question mark, and a note
    at the end says so.
    """
    words, on = house.words, date_of(book)
    sheet = _sheet(house, on, made_at)
    _title(sheet, house, on)
    _register(sheet, house, book)
    figures.draw(sheet, summary(book, house), words.of("book", "none"))
    signatures(sheet, words)
    return bytes(sheet.output())


def _sheet(house: House, on: date, made_at: datetime | None) -> Sheet:
    words = house.words
    title, clock = words.of("book", "title"), house.local(made_at)
    sheet = Sheet(
        head=(f"{title} · {house.name}", house.in_words(on)),
        foot=f"{words.of('book', 'printed')}: {clock:%Y-%m-%d %H:%M}" if clock else "",
        page=words.of("book", "page"),
        made_at=made_at or house.midnight(on),
    )
    sheet.set_title(f"{title} {on.isoformat()}")
    sheet.set_lang(words.locale)
    return sheet


def _title(sheet: Sheet, house: House, on: date) -> None:
    words = house.words
    for style, size, text in (
        ("B", 15, words.of("book", "title")),
        ("", 11, f"{house.name} · {house.in_words(on)}"),
        ("", BODY, f"{words.of('book', 'clock')}: {house.clock(on)}"),
    ):
        sheet.style(style, size, GREY if size == BODY else 0)
        sheet.write_at(MARGIN, sheet.y + sheet.font_size, text)
        sheet.set_y(sheet.y + 1.35 * sheet.font_size)
    sheet.set_y(sheet.y + 1.5)


def _register(sheet: Sheet, house: House, book: Mapping[str, Any]) -> None:
    on = date_of(book)
    columns = [
        Column(title, WIDTHS[name], "R" if name in RIGHT else "L")
        for name, title in zip(COLUMNS, titles(house), strict=True)
    ]
    Table(sheet, columns).draw([_shown(cell, on) for cell in row] for row in register(book, house))
    if not book["visits"]["all"]:
        sheet.style("", BODY)
        sheet.write_at(MARGIN, sheet.y + 4, house.words.of("book", "no_visits"))
        sheet.set_y(sheet.y + 5)
    sheet.set_y(sheet.y + 5)


def _shown(cell: Cell, on: date) -> str:
    """A time of another date than the book's is shown with it."""
    if isinstance(cell, datetime):
        return f"{cell:%H:%M}" if cell.date() == on else f"{cell:%d/%m %H:%M}"
    return "" if cell is None else str(cell)
