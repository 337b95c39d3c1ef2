"""The day book as a workbook: the register on the first sheet, the figures on the second."""

import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from services.gateway.exports.house import House
from services.gateway.exports.register import (
    COLUMNS,
    IDENTIFIERS,
    TIMES,
    Row,
    date_of,
    register,
    titles,
)
from services.gateway.exports.still_zip import StillZip
from services.gateway.exports.summary import summary
from services.gateway.exports.tidying import inert

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILE_COLUMNS = (*COLUMNS, *IDENTIFIERS)
WIDTHS = {"name": 36, "inmate_number": 22, "id_number": 22, "outcome": 26, "visit": 36}
"""In letters; the others have ``USUAL_WIDTH``."""
USUAL_WIDTH = 14
CLOCK = "hh:mm"
A4 = 9

_BOLD, _LARGE = Font(bold=True), Font(bold=True, size=14)
_TITLE = Alignment(wrap_text=True, vertical="top")


def as_xlsx(book: Mapping[str, Any], house: House, made_at: datetime | None) -> bytes:
    """``made_at`` is the file's own date of making; without it, the book's date stands there."""
    workbook = Workbook(write_only=True)
    _properties(workbook, house, made_at or house.midnight(date_of(book)))
    _register(workbook, book, house)
    _summary(workbook, book, house)
    written = io.BytesIO()
    with StillZip(written, "w") as archive:
        # not workbook.save(), which writes the present time into the file
        ExcelWriter(workbook, archive).write_data()
    return written.getvalue()


def _properties(workbook: Workbook, house: House, made_at: datetime) -> None:
    properties = workbook.properties
    properties.creator, properties.title = "Kunjungan", house.words.of("book", "title")
    properties.created = properties.modified = made_at.astimezone(UTC).replace(tzinfo=None)


def _register(workbook: Workbook, book: Mapping[str, Any], house: House) -> None:
    sheet = workbook.create_sheet(house.words.of("book", "register"))
    rows = register(book, house, FILE_COLUMNS)
    for place, name in enumerate(FILE_COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(name, USUAL_WIDTH)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(FILE_COLUMNS))}{len(rows) + 1}"
    sheet.print_title_rows = "1:1"
    _on_paper(sheet)
    sheet.append(_styled(sheet, titles(house, FILE_COLUMNS), _BOLD))
    times = [FILE_COLUMNS.index(name) for name in TIMES]
    for row in rows:
        cells = _safe(row)
        for place in times:
            if row[place]:
                cells[place] = cell = WriteOnlyCell(sheet, row[place])
                cell.number_format = CLOCK
        sheet.append(cells)


def _summary(workbook: Workbook, book: Mapping[str, Any], house: House) -> None:
    words, on = house.words, date_of(book)
    sheet = workbook.create_sheet(words.of("book", "summary"))
    sheet.column_dimensions["A"].width = 40
    _on_paper(sheet)
    sheet.append(_styled(sheet, [words.of("book", "title")], _LARGE))
    sheet.append([words.of("column", "house"), inert(house.name)])
    sheet.append([words.of("column", "date"), house.in_words(on)])
    sheet.append([words.of("book", "clock"), house.clock(on)])
    for section in summary(book, house):
        sheet.append([])
        sheet.append(_styled(sheet, [section.title], _BOLD))
        sheet.append(_styled(sheet, section.head, _BOLD))
        for row in section.rows or [[words.of("book", "none")]]:
            sheet.append(_safe(row))


def _safe(row: Row) -> list[Any]:
    return [inert(cell) if isinstance(cell, str) else cell for cell in row]


def _styled(sheet: Any, texts: Iterable[str], font: Font) -> list[WriteOnlyCell]:
    cells = [WriteOnlyCell(sheet, text) for text in texts]
    for cell in cells:
        cell.font, cell.alignment = font, _TITLE
    return cells


def _on_paper(sheet: Any) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
