"""The national identity number: impossible ones are errors, disagreeing ones are warned of."""

from datetime import date

import pytest

from services.registration.domain import identity, nik

MAN_OF_1985 = "6471021203850001"
WOMAN_OF_1985 = "6471025203850001"
BORN = date(1985, 3, 12)


@pytest.mark.parametrize(
    "number", ["647102120385000", "64710212038500011", "647102120385000A", "", "٦٤٧١٠٢١٢٠٣٨٥٠٠٠١"]
)
def test_other_than_16_digits_is_an_error(number):
    assert nik.error(number) == nik.NOT_16_DIGITS


@pytest.mark.parametrize(
    "ddmmyy",
    ["310299", "000185", "320185", "011385", "010085", "400185", "720185", "710285", "290285"],
)
def test_an_impossible_date_is_an_error(ddmmyy):
    assert nik.error(f"647102{ddmmyy}0001") == nik.IMPOSSIBLE_DATE


@pytest.mark.parametrize("ddmmyy", ["290200", "690200", "710185", "290284", "010100"])
def test_a_date_that_was_in_some_century_is_none(ddmmyy):
    assert nik.error(f"647102{ddmmyy}0001") is None


def test_what_agrees_is_not_warned_of():
    assert nik.warnings(MAN_OF_1985, BORN, "male") == ()
    assert nik.warnings(WOMAN_OF_1985, BORN, "female") == ()


def test_another_birth_date_is_warned_of():
    assert nik.warnings(MAN_OF_1985, date(1985, 3, 13), "male") == ("nik_birth_date_differs",)


def test_another_sex_is_warned_of():
    assert nik.warnings(MAN_OF_1985, BORN, "female") == ("nik_sex_differs",)


def test_the_century_cannot_be_told_and_so_never_disagrees():
    assert nik.warnings("6471020101200001", date(1920, 1, 1), "male") == ()
    assert nik.warnings("6471020101200001", date(2020, 1, 1), "male") == ()


def test_one_nik_on_two_kinds_of_card_is_one_identity():
    assert identity.normal("ktp", MAN_OF_1985) == identity.normal("kia", "6471 0212 0385 0001")


def test_a_passport_is_not_a_nik_though_its_number_looks_like_one():
    assert identity.normal("passport", MAN_OF_1985) != identity.normal("ktp", MAN_OF_1985)


def test_lists_show_the_ends_of_a_number_only():
    assert identity.masked("6471234567890001") == "6471********0001"
    assert identity.masked("A1234567") == "******67"
    assert identity.masked("A12") == "***"
