"""The date that a page of figures is about: today until another is chosen."""

from collections.abc import Callable

from console.desk import Desk
from console.dialogs import field


class DayField:
    """No later than today at the house; what shows today goes on with the house at midnight."""

    def __init__(self, desk: Desk, label: str, on_change: Callable[[], None]):
        self._desk = desk
        self._today = self.today
        self._field = field(label, self._today).props(f"type=date max={self._today}")
        self._field.on_value_change(on_change)

    @property
    def today(self) -> str:
        return str(self._desk.house["today"]["date"])

    @property
    def date(self) -> str:
        """As the API takes it."""
        return self._field.value or self.today

    def go_on(self) -> None:
        """When a day began since: the page may be open for longer than one."""
        before, self._today = self._today, self.today
        if self._today != before:
            self._field.props(f"max={self._today}")
            if self._field.value == before:
                self._field.set_value(self._today)
