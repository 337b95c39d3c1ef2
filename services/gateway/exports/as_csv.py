"""The register as comma-separated values. The sums are not in it: a CSV file is one table."""

import csv
import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.gateway.exports.house import House
from services.gateway.exports.register import COLUMNS, IDENTIFIERS, Cell, date_of, register, titles
from services.gateway.exports.tidying import inert

MEDIA_TYPE = "text/csv; charset=utf-8"
ABOUT = ("house", "date", "zone")
"""Said in each line, so that files of many houses and days can be laid together."""
FILE_COLUMNS = (*COLUMNS, *IDENTIFIERS)


def as_csv(book: Mapping[str, Any], house: House, made_at: datetime | None) -> bytes:
    """UTF-8 with a byte order mark, without which Excel takes it for another encoding; RFC 4180.

    Times are ``2026-01-17 09:05:00`` on the house's clock. ``made_at`` has no place in it.
    """
    about = [inert(house.name), date_of(book).isoformat(), house.zone.key]
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(
        [*(house.words.of("column", name) for name in ABOUT), *titles(house, FILE_COLUMNS)]
    )
    for row in register(book, house, FILE_COLUMNS):
        writer.writerow([*about, *map(_text, row)])
    return written.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return inert(cell)
    return cell.isoformat(" ") if isinstance(cell, datetime) else cell
