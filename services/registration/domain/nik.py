"""The national identity number (NIK): what can be read from it and what can be wrong with it.

16 digits: 6 region, 6 birth date as DDMMYY with 40 added to the day for women, 4 serial. It has
no century and no check digit, and stays the same for life even when the birth date in it is
wrong. So an impossible number is an error, and a date or sex that disagrees only a warning.
"""

from datetime import date

NOT_16_DIGITS = "nik_not_16_digits"
IMPOSSIBLE_DATE = "nik_impossible_date"
BIRTH_DATE_DIFFERS = "nik_birth_date_differs"
SEX_DIFFERS = "nik_sex_differs"
WARNINGS = (BIRTH_DATE_DIFFERS, SEX_DIFFERS)

_WOMEN = 40


def error(nik: str) -> str | None:
    """The code of what makes this no NIK at all; None when it may be one."""
    if len(nik) != 16 or not (nik.isascii() and nik.isdigit()):
        return NOT_16_DIGITS
    day, month, year, _ = _parts(nik)
    # 1900 was no leap year and 2000 was, so 29 February of year 00 is possible in one century
    if not any(_is_date(century + year, month, day) for century in (1900, 2000)):
        return IMPOSSIBLE_DATE
    return None


def warnings(nik: str, birth_date: date, sex: str) -> tuple[str, ...]:
    """Codes of what disagrees with the birth date and sex ("male", "female") that were entered."""
    day, month, year, nik_sex = _parts(nik)
    found = []
    if (day, month, year) != (birth_date.day, birth_date.month, birth_date.year % 100):
        found.append(BIRTH_DATE_DIFFERS)
    if nik_sex != sex:
        found.append(SEX_DIFFERS)
    return tuple(found)


def _parts(nik: str) -> tuple[int, int, int, str]:
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    return (day - _WOMEN, month, year, "female") if day > _WOMEN else (day, month, year, "male")


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
