"""Dates as people type and read them."""

from datetime import date

import pytest

from console.dates import read_date, written

TWELFTH_OF_MARCH = date(1990, 3, 12)


@pytest.mark.parametrize(
    "text",
    [
        "12-03-1990",
        "12/3/1990",
        "12.03.1990",
        "12 03 1990",
        "12031990",
        "1990-03-12",
        " 12-3-1990 ",
    ],
)
def test_a_date_is_read_in_any_usual_spelling(text: str) -> None:
    assert read_date(text) == TWELFTH_OF_MARCH


@pytest.mark.parametrize("text", ["", None, "31-02-1990", "03-13-1990", "12-03-90", "soon", "1990"])
def test_what_is_no_date_is_none(text: str | None) -> None:
    assert read_date(text) is None


def test_a_date_is_written_day_first() -> None:
    assert written(TWELFTH_OF_MARCH) == written("1990-03-12") == "12-03-1990"
    assert written(None) == ""
