"""The day book as a workbook, read back with openpyxl."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from services.gateway.exports import export
from tests.unit.gateway import day_books
from tests.unit.gateway.day_book_lines import TIMES, TITLES, lines_of


def opened(book: dict[str, Any], made_at: datetime | None = None, **house: str) -> Workbook:
    return load_workbook(
        io.BytesIO(export("xlsx", book, day_books.house(**house), made_at).content)
    )


def rows(workbook: Workbook, sheet: int) -> list[list[Any]]:
    return [list(row) for row in workbook.worksheets[sheet].iter_rows(values_only=True)]


def figures(workbook: Workbook) -> dict[str, list[list[Any]]]:
    """The tables of the second sheet by title, without their heads and empty cells."""
    found: dict[str, list[list[Any]]] = {}
    title = None
    for row in rows(workbook, 1)[4:]:
        cells = [cell for cell in row if cell is not None]
        if not cells:
            title = None
        elif title is None:
            title = cells[0]
            found[title] = []
        else:
            found[title].append(cells)
    return {title: table[1:] for title, table in found.items()}


def test_every_cell_of_the_register_is_the_books():
    book = day_books.usual(40)
    head, *found = rows(opened(book), 0)
    assert head == [*TITLES, "ID kunjungan", "ID orang"]
    expected = lines_of(book)
    for row, line in zip(expected, book["lines"], strict=True):
        row[TIMES] = [time and datetime.fromisoformat(time) for time in row[TIMES]]
        row += [line["visit"], line["person"]]
    assert found == expected


def test_every_figure_is_the_books():
    book = day_books.usual(40)
    visits, visitors = book["visits"], book["visitors"]
    found = figures(opened(book))
    assert [row[1] for row in found["Jumlah"]] == [
        *(visits[name] for name in ("all", "registered", "admitted", "inmates")),
        *(visitors[name] for name in ("men", "women", "children", "all")),
        book["seizures"],
    ]
    assert found["Per sesi"] == [
        [said, one["visits"], one["admitted"], *one["visitors"].values()]
        for said, one in zip(("pagi", "siang"), book["sessions"].values(), strict=True)
    ]
    assert [row[1:] for row in found["Waktu tunggu (menit)"]] == [
        [one["visits"], one["median"], one["p90"]] for one in book["waiting"].values()
    ]
    assert found["Penolakan di meja pendaftaran"] == [["tanpa surat izin", 1], ["sesi penuh", 2]]
    assert found["Status kunjungan"] == [["keluar", 19], ["tidak hadir", 1]]
    assert found["Hasil kunjungan"] == [["terlaksana", 19], ["pengunjung tidak datang", 1]]


def test_the_figures_name_the_house_its_date_and_its_clock():
    assert [row[:2] for row in rows(opened(day_books.usual()), 1)[:4]] == [
        ["Buku Daftar Kunjungan", None],
        ["UPT", "Rutan Kelas IIA Balikpapan"],
        ["Tanggal", "Sabtu, 17 Januari 2026"],
        ["Waktu", "WITA (Asia/Makassar)"],
    ]


@pytest.mark.parametrize("name", ["=1+1", "+62812", "-1+1", "@SUM(A1)", "\t=1+1", "＝1+1"])
def test_what_looks_like_a_formula_is_text(name: str):
    cell = opened(day_books.named(name)).worksheets[0]["I2"]
    assert cell.data_type == "s"
    assert cell.value == f"'{name.strip()}"


def test_times_are_times_and_the_head_stays_in_sight():
    sheet = opened(day_books.usual()).worksheets[0]
    assert sheet["D2"].is_date
    assert sheet["D2"].number_format == "hh:mm"
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"


def test_the_file_says_when_it_was_made():
    made_at = datetime(2026, 1, 18, 1, 2, 3, tzinfo=UTC)
    properties = opened(day_books.usual(), made_at).properties
    assert properties.created == properties.modified == made_at.replace(tzinfo=None)


def test_without_a_time_of_making_the_files_own_date_is_the_books():
    properties = opened(day_books.usual()).properties
    midnight = datetime(2026, 1, 17, tzinfo=day_books.ZONE).astimezone(UTC)
    assert properties.created == properties.modified == midnight.replace(tzinfo=None)


def test_an_empty_day_says_that_there_is_nothing():
    workbook = opened(day_books.empty())
    assert len(rows(workbook, 0)) == 1
    found = figures(workbook)
    assert found["Penolakan di meja pendaftaran"] == found["Per sesi"] == [["tidak ada"]]
    assert {row[1] for row in found["Jumlah"]} == {0}
