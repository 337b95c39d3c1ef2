"""Dates as people in Indonesia write them."""

import re
from datetime import date

_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4})")


def read_date(text: str | None) -> date | None:
    """``12-03-1990``, ``12/3/1990``, ``12031990`` or ISO; None when it is none of them."""
    text = (text or "").strip()
    found = _DAY_FIRST.fullmatch(text) or _DIGITS.fullmatch(text)
    try:
        if found:
            day, month, year = map(int, found.groups())
            return date(year, month, day)
        return date.fromisoformat(text) if "-" in text else None
    except ValueError:
        return None


def written(day: date | str | None) -> str:
    """``12-03-1990``, of a date or of its ISO form; empty when there is none."""
    if not day:
        return ""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{day:%d-%m-%Y}"
