"""That the desk said no to somebody, kept for the day book: the code, and nobody's name."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class DeskRefusal:
    """``date`` is the facility's date on which it happened."""

    id: str
    facility: str
    date: date
    at: datetime
    code: str
