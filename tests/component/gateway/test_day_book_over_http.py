"""The day book in each of its formats."""

import csv
import io
from collections.abc import Callable

import pytest

from tests.component.gateway.desk import Desk
from tests.component.registration.front import visitor

Sign = Callable[..., Desk]


@pytest.fixture
def day(house: str, desk: Sign) -> str:
    """The date of a day with one visit."""
    made = desk("registrar").post("/visits", {"inmate_number": "B-1", "visitors": [visitor(0)]})
    return str(made.json()["date"])


@pytest.mark.parametrize(
    ("format", "media_type", "begins"),
    [
        ("csv", "text/csv", b"\xef\xbb\xbf"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("pdf", "application/pdf", b"%PDF-"),
    ],
)
def test_the_day_book_comes_as_a_file(
    day: str, desk: Sign, format: str, media_type: str, begins: bytes
):
    answer = desk("supervisor").get("/day-book", date=day, format=format)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].partition(";")[0] == media_type
    assert f"{day}.{format}" in answer.headers["Content-Disposition"]
    assert answer.content.startswith(begins)


def test_the_file_says_what_the_book_says_and_no_number_in_full(day: str, desk: Sign):
    book = desk("supervisor").get("/day-book", date=day).json()
    text = desk("supervisor").get("/day-book", date=day, format="csv").content.decode("utf-8-sig")
    name = book["lines"][0]["name"]
    assert any(name in cell for row in csv.reader(io.StringIO(text)) for cell in row)
    assert visitor(0)["id_number"] not in text


def test_an_export_is_an_entry_of_the_audit_with_its_format(day: str, desk: Sign):
    desk("supervisor").get("/day-book", date=day, format="pdf")
    found = desk("auditor").get("/audit", action="day_book").json()["entries"]
    assert [(one["outcome"], one["facts"]) for one in found] == [("done", {"format": "pdf"})]


def test_a_format_that_there_is_not_is_named(day: str, desk: Sign):
    answer = desk("supervisor").get("/day-book", date=day, format="docx")
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["format"])
