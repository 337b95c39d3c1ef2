"""Names hold anything that a keyboard, or an attacker, can send."""

import csv
import io
import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from services.gateway.exports import export
from services.gateway.exports.tidying import inert, tidy
from tests.unit.gateway import day_books
from tests.unit.gateway.day_book_lines import NAME
from tests.unit.gateway.read_pdf import register

ANY = st.characters(exclude_categories=())
NASTY = st.one_of(
    st.text(ANY, max_size=40),
    st.text(st.sampled_from("=+-@;\t\r\n ,\"'|\0\x1b\x85\u2028"), max_size=12),
    st.text(st.sampled_from("a مرحبا שלום\u202e\u2066\u200f\u200d\u0301林😀👨"), max_size=40),
    st.text(st.sampled_from("WiÉ "), min_size=450, max_size=500),
    st.sampled_from(
        ["=HYPERLINK(0)", "\ud800", "\ufffe", "\U0001ffff", "_x0041_", "{nb}", "[]()\\"]
    ),
)
FORMULA = re.compile(r"\s*[=+\-@\t\r]")


def read_csv(content: bytes) -> list[list[str]]:
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return list(csv.reader(text, strict=True))[1:]


def read_xlsx(content: bytes) -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]


def group(*names: str, relationship: str = "wife") -> dict[str, Any]:
    members = [day_books.visitor(place, name, relationship) for place, name in enumerate(names, 1)]
    return day_books.book_of(day_books.visit(1, tuple(members)))


@settings(max_examples=80, deadline=None)
@given(NASTY)
def test_a_table_file_has_the_name_in_one_cell_that_calculates_nothing(name: str):
    house = day_books.house()
    book = group(name, "Budi", relationship=name)
    for rows, about in (
        (read_csv(export("csv", book, house).content), 3),
        (read_xlsx(export("xlsx", book, house).content), 0),
    ):
        assert [row[about + NAME] or "" for row in rows] == [inert(tidy(name)), "Budi"]
        assert {len(row) for row in rows} == {about + 19}
        for cell in filter(lambda cell: isinstance(cell, str), rows[0]):
            assert not FORMULA.match(cell)


@settings(max_examples=30, deadline=None)
@given(NASTY)
def test_a_page_has_a_line_for_each_name_whatever_it_is(name: str):
    rows = register(
        export("pdf", group(name, "Budi", relationship=name), day_books.house()).content
    )
    assert len(rows) == 2
    assert rows[1][NAME] == "Budi"


@settings(deadline=None)
@given(st.text(ANY))
def test_a_tidy_text_is_one_line_that_can_be_stored_and_is_not_changed_again(text: str):
    found = tidy(text)
    assert len(found.splitlines()) <= 1
    assert found.encode().decode() == found
    assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in found)
    assert tidy(found) == found


@pytest.mark.parametrize(
    "name", ["Ibu  Sri", "d'Arc-Smith", "محمد", "林", "\u0928\u093e\u092e", "O\u2019Neil"]
)
def test_a_name_of_any_script_stays_as_it_is(name: str):
    assert inert(tidy(name)) == name


def test_a_name_cannot_turn_the_writing_of_its_neighbours():
    assert tidy("\u202eimA\u202c Ani\u2066") == "imA Ani"


def test_a_line_break_in_a_name_does_not_forge_a_line():
    rows = read_csv(export("csv", day_books.named("Ani\r\n99,pagi"), day_books.house()).content)
    assert [row[3 + NAME] for row in rows] == ["Ani 99,pagi"]
