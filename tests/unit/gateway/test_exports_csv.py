"""The day book as a CSV file, read back with the standard library."""

import csv
import io

from services.gateway.exports import export
from tests.unit.gateway import day_books
from tests.unit.gateway.day_book_lines import TITLES, lines_of


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def written(book: dict, **house: str) -> list[list[str]]:
    return read(export("csv", book, day_books.house(**house)).content)


def test_every_cell_is_the_books():
    book = day_books.usual(40)
    head, *rows = written(book)
    assert head == ["UPT", "Tanggal", "Zona waktu", *TITLES, "ID kunjungan", "ID orang"]
    about = ["Rutan Kelas IIA Balikpapan", "2026-01-17", "Asia/Makassar"]
    assert rows == [
        [
            *about,
            *("" if cell is None else str(cell) for cell in said),
            line["visit"],
            line["person"],
        ]
        for said, line in zip(lines_of(book), book["lines"], strict=True)
    ]


def test_the_titles_and_codes_follow_the_houses_language():
    head, row, *_ = written(day_books.usual(), language="en")
    assert head[3:6] == ["No.", "Session", "Queue"]
    assert row[4] == "morning"
    assert row[-3] == "completed"


def test_excel_is_told_the_encoding_and_lines_end_as_the_standard_says():
    content = export("csv", day_books.usual(), day_books.house()).content
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\n") == content.count(b"\r\n") == 13


def test_a_comma_and_a_quotation_mark_stay_in_their_cell():
    (_, row) = written(day_books.named('Drs. H. "Amir", S.H.'))
    assert row[11] == 'Drs. H. "Amir", S.H.'


def test_a_time_is_shown_on_the_houses_own_clock():
    book = day_books.usual()
    book["lines"][0]["registered_at"] = "2026-01-16T23:30:15.250000+00:00"
    assert written(book)[1][6] == "2026-01-17 07:30:15"


def test_a_semicolon_does_not_begin_a_formula_where_it_begins_a_cell():
    (_, row) = written(day_books.named("Ali;=1+1"))
    assert row[11] == "Ali;'=1+1"


def test_the_name_of_the_house_does_not_calculate_either():
    assert written(day_books.usual(), name="=1+1")[1][0] == "'=1+1"


def test_an_empty_day_is_a_head_without_lines():
    assert len(written(day_books.empty())) == 1
