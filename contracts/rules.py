"""What values are held against, in events and in calls alike."""

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import ValidationError, validate

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)
"""No date that anybody means lies outside, and from these one can still count on, either way and in
any time zone; from those of the calendar's ends one cannot."""


class Pattern(validate.Regexp):
    """The whole text must match. Elsewhere ``$`` is the very end of a text, in Python a line break
    may follow; and the ``\\Z`` that would say it is no regular expression to readers of the
    OpenAPI document."""

    def __call__(self, value: Any) -> Any:
        if re.fullmatch(str(self.regex.pattern), value) is None:
            raise ValidationError(self._format_error(value))
        return value


def unicode_text(text: str) -> None:
    """Half a letter can be written in JSON, and be stored nowhere."""
    if any(0xD800 <= ord(letter) <= 0xDFFF for letter in text):
        raise ValidationError("Not valid Unicode.")


def in_living_memory(moment: date | datetime) -> None:
    day = moment.date() if isinstance(moment, datetime) else moment
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValidationError(f"Must be from {FIRST_DAY} to {LAST_DAY}.")


def time_zone(name: str) -> None:
    """A name of the IANA time zone database."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValidationError("Not a time zone.") from None
