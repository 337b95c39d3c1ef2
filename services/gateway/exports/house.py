"""The house whose day book it is, and its clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from services.gateway.exports.tidying import tidy
from services.gateway.exports.words import LANGUAGES, Words


@dataclass(frozen=True)
class House:
    """What the pages need of ``registration.facility``'s answer."""

    id: str
    name: str
    zone: ZoneInfo
    words: Words

    def local(self, moment: str | datetime | None) -> datetime | None:
        """A moment (RFC 3339) as the wall clock of the house showed it: no offset, no fractions,
        since spreadsheets know neither."""
        if moment is None:
            return None
        at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        return at.astimezone(self.zone).replace(tzinfo=None, microsecond=0)

    def midnight(self, on: date) -> datetime:
        """When that date began here."""
        return datetime(on.year, on.month, on.day, tzinfo=self.zone)

    def clock(self, on: date) -> str:
        """``WITA (Asia/Makassar)``."""
        return f"{self.midnight(on).tzname()} ({self.zone.key})"

    def in_words(self, on: date) -> str:
        """``Sabtu, 17 Januari 2026``."""
        return format_date(on, "full", locale=self.words.locale)


def house_of(answer: Mapping[str, Any]) -> House:
    """From the answer of ``registration.facility``."""
    settings = answer.get("settings") or {}
    return House(
        answer["facility"],
        tidy(answer["name"]),
        ZoneInfo(answer["timezone"]),
        Words(settings.get("language", LANGUAGES[0])),
    )
