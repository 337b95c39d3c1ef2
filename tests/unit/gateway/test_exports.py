"""What is true of the day book in every format."""

import re
import time
from typing import Any

import pytest
from eventlet import GreenPool
from eventlet.patcher import original

from services.gateway.exports import FORMATS, Export, aside, export
from tests.unit.gateway import day_books

get_ident = original("threading").get_ident
MOST_SECONDS = 2.0
"""Of one processor, for 2,000 lines."""


@pytest.mark.parametrize("format", FORMATS)
def test_equal_books_give_equal_bytes_whenever_they_are_made(format: str, monkeypatch):
    first = export(format, day_books.usual(), day_books.house())
    later = time.time() + 100_000_000
    monkeypatch.setattr(time, "time", lambda: later)
    assert export(format, day_books.usual(), day_books.house()) == first


@pytest.mark.parametrize("format", FORMATS)
def test_books_of_many_houses_are_made_in_real_threads(
    format: str, monkeypatch: pytest.MonkeyPatch
):
    houses = [
        day_books.house(f"Rutan {name}", language) for name in "ABC" for language in ("id", "en")
    ]
    alone = [export(format, day_books.usual(), house) for house in houses]
    threads = set()

    def made(*book: Any) -> Export:
        threads.add(get_ident())
        return export(*book)

    monkeypatch.setattr(aside, "export", made)
    together = GreenPool(len(houses)).imap(
        lambda house: aside.export_aside(format, day_books.usual(), house), houses
    )
    assert list(together) == alone
    assert get_ident() not in threads
    assert len({one.content for one in alone}) == len(houses)


@pytest.mark.parametrize("format", FORMATS)
def test_a_day_of_two_thousand_lines_is_quick(format: str):
    book, house = day_books.usual(2000), day_books.house()
    assert len(book["lines"]) == 2000
    begun = time.process_time()
    export(format, book, house)
    assert time.process_time() - begun < MOST_SECONDS


@pytest.mark.parametrize("format", FORMATS)
def test_no_file_holds_the_whole_number_of_a_document(format: str):
    content = export(format, day_books.usual(), day_books.house()).content
    assert re.search(rb"6471\d{12}", content) is None


def test_the_name_of_the_file_is_safe_in_a_header():
    house = {**day_books.house(), "facility": 'r:1"\r\n/../x'}
    assert export("csv", day_books.empty(), house).filename == "day-book-r_1____.._x-2026-01-17.csv"


def test_the_kinds_of_files_are_told_by_their_usual_names():
    made = {name: export(name, day_books.empty(), day_books.house()) for name in FORMATS}
    assert {name: one.media_type for name, one in made.items()} == {
        "csv": "text/csv; charset=utf-8",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pdf": "application/pdf",
    }
    assert made["pdf"].filename == "day-book-rutan-bpn-2026-01-17.pdf"


def test_another_format_is_an_error_of_the_caller():
    with pytest.raises(KeyError):
        export("docx", day_books.empty(), day_books.house())
