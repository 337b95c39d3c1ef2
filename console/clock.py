"""What time it is at the facility."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo


class FacilityClock:
    """The gateway's clock, by the ``Date`` of its answers, so that a visit's remaining time is
    right on a machine whose own clock is not (and in the demo, whose day is played fast)."""

    def __init__(self, zone: str = "UTC"):
        self.zone = ZoneInfo(zone)
        self._date: datetime | None = None
        self._heard = 0.0

    def set_zone(self, name: str) -> None:
        """The facility's, an IANA name."""
        self.zone = ZoneInfo(name)

    def heard(self, date: str | None) -> None:
        """What an answer said: an HTTP date, whole seconds."""
        if date is None:
            return
        try:
            self._date = parsedate_to_datetime(date)
        except ValueError:
            return
        self._heard = time.monotonic()

    def now(self) -> datetime:
        """In the facility's zone."""
        if self._date is None:
            return datetime.now(UTC).astimezone(self.zone)
        passed = timedelta(seconds=time.monotonic() - self._heard)
        return (self._date + passed).astimezone(self.zone)

    def before(self, seconds: float) -> str:
        """``09:32``, as it was so many seconds ago."""
        return f"{self.now() - timedelta(seconds=seconds):%H:%M}"

    def local(self, moment: str) -> datetime:
        """A moment with an offset, as answers and events have them."""
        return datetime.fromisoformat(moment).astimezone(self.zone)

    def hour(self, moment: str | None) -> str:
        """``09:32``; empty when there is none."""
        return f"{self.local(moment):%H:%M}" if moment else ""

    def minutes_until(self, moment: str) -> float:
        """Below nought when it has passed."""
        return (self.local(moment) - self.now()).total_seconds() / 60
