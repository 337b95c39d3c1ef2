"""What a NIK tells of its holder."""

from datetime import date

import pytest

from console.documents import told_by_nik

TODAY = date(2026, 11, 25)


def test_a_womans_day_has_forty_added() -> None:
    assert told_by_nik("6471025203900001", TODAY) == (date(1990, 3, 12), "female")


def test_a_mans_day_is_as_it_is() -> None:
    assert told_by_nik("6471021203900001", TODAY) == (date(1990, 3, 12), "male")


def test_the_later_century_is_meant_unless_it_is_to_come() -> None:
    assert told_by_nik("6471021203180001", TODAY) == (date(2018, 3, 12), "male")
    assert told_by_nik("6471022611260001", TODAY) == (date(1926, 11, 26), "male")
    assert told_by_nik("6471022511260001", TODAY) == (TODAY, "male")


def test_a_leap_day_chooses_its_century() -> None:
    assert told_by_nik("6471022902000001", TODAY) == (date(2000, 2, 29), "male")


def test_spaces_and_dots_do_not_matter() -> None:
    assert told_by_nik("6471 0252.0390-0001", TODAY) is not None


@pytest.mark.parametrize("number", ["", "647102520390000", "B1234567", "6471023213900001"])
def test_what_is_no_nik_tells_nothing(number: str) -> None:
    assert told_by_nik(number, TODAY) is None
