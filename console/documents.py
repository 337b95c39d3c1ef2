"""What a document's number tells of its holder, to save typing; the services check it."""

from datetime import date

NIK_DOCUMENTS = ("nik", "ktp", "kia", "kk")
"""They carry the holder's NIK: six digits of region, birth date as DDMMYY with 40 added to the day
for women, four of a serial."""

_WOMEN = 40
_SEPARATORS = str.maketrans("", "", " .-/")


def told_by_nik(number: str, today: date) -> tuple[date, str] | None:
    """Birth date and sex ("male", "female"); None when the number is no NIK.

    It holds no century: the later one that is not in the future, so a visitor of a hundred years
    or more is taken for a child, and the officer puts it right.
    """
    digits = number.translate(_SEPARATORS)
    if len(digits) != 16 or not (digits.isascii() and digits.isdigit()):
        return None
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    sex = "female" if day > _WOMEN else "male"
    day -= _WOMEN if sex == "female" else 0
    for century in (today.year // 100 * 100, today.year // 100 * 100 - 100):
        try:
            born = date(century + year, month, day)
        except ValueError:
            continue
        if born <= today:
            return born, sex
    return None
