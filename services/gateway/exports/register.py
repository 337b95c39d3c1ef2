"""The register of the date: one line for each visitor, as a prison's day book has them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from services.gateway.exports.house import House
from services.gateway.exports.tidying import tidy

Cell = str | int | float | datetime | date | None
Row = list[Cell]

TIMES = ("registered_at", "started_at", "ended_at", "departed_at")
CODES = ("session", "sex", "group", "id_type", "relationship", "status", "outcome")
"""Columns whose values have words of their own."""

COLUMNS = (
    "number", "session", "queue_number", *TIMES, "inmate_number", "name", "sex", "group",
    "id_type", "id_number", "relationship", "admitted", "status", "outcome",
)  # fmt: skip
"""What a reader of the paper book expects, in its order."""
IDENTIFIERS = ("visit", "person")
"""By which a file's line is found again in the system; nobody reads them on paper."""


def register(
    book: Mapping[str, Any], house: House, columns: tuple[str, ...] = COLUMNS
) -> list[Row]:
    """``book``: the answer of ``registration.day_book``. Times are the house's wall clock."""
    return [
        [_cell(name, line, number, house) for name in columns]
        for number, line in enumerate(book["lines"], 1)
    ]


def titles(house: House, columns: tuple[str, ...] = COLUMNS) -> list[str]:
    return [house.words.of("column", name) for name in columns]


def date_of(book: Mapping[str, Any]) -> date:
    return date.fromisoformat(book["date"])


def _cell(name: str, line: Mapping[str, Any], number: int, house: House) -> Cell:
    if name == "number":
        return number
    value = line[name]
    if name in TIMES:
        return house.local(value)
    if name == "admitted":
        return house.words.of("admitted", "yes" if value else "no")
    if name in CODES and value:
        return tidy(house.words.of(name, value))
    return tidy(value) if isinstance(value, str) else value
