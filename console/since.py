"""Minutes that go by on a page."""

from nicegui import ui

from console.clock import FacilityClock
from console.elements import Words
from console.texts import say_count

AGAIN_SECONDS = 10


class Since:
    """Draws how long ago something was, and keeps it right without drawing its row anew."""

    def __init__(self, clock: FacilityClock):
        self._clock = clock
        self._shown: list[tuple[Words, str]] = []
        ui.timer(AGAIN_SECONDS, self._tick)

    def minutes(self, moment: str, classes: str = "") -> Words:
        label = Words("span", self._said(moment), classes)
        self._shown.append((label, moment))
        return label

    def _tick(self) -> None:
        self._shown = [one for one in self._shown if not one[0].is_deleted]
        for label, moment in self._shown:
            label.set_text(self._said(moment))

    def _said(self, moment: str) -> str:
        passed = max(0, int(-self._clock.minutes_until(moment)))
        return say_count("{n} minute", "{n} minutes", passed)
