"""Ways to answer without typing: one of a few, and how many."""

from collections.abc import Callable, Mapping
from typing import Any

from console.elements import Words, block, named
from console.texts import say


class Pick:
    """A few buttons of which one is pressed; ``value`` is its code, None before the first press.
    With a ``prefix`` each button has an id of it and its code."""

    def __init__(
        self,
        label: str,
        options: Mapping[str, str],
        on_pick: Callable[[str], Any],
        value: str | None = None,
        classes: str = "",
        prefix: str = "",
    ):
        self._on_pick = on_pick
        self._buttons: dict[str, Words] = {}
        self.box = named(block(classes=f"picks {classes}").props("role=group"), label)
        with self.box:
            for code, text in options.items():
                button = Words("button", text, f"pick {code}", type="button")
                if prefix:
                    button.props(f"id={prefix}-{code}")
                button.on("click", lambda _, code=code: self._press(code))
                self._buttons[code] = button
        self.show(value)

    def show(self, value: str | None) -> None:
        self.value = value
        for code, button in self._buttons.items():
            button.props["aria-pressed"] = "true" if code == value else "false"
            button.update()

    def forbid(self, code: str) -> None:
        """What is no longer possible."""
        self._buttons[code].props["disabled"] = True
        self._buttons[code].update()

    def _press(self, code: str) -> None:
        self.show(code)
        self._on_pick(code)


class Counter:
    """How many, by − and +."""

    def __init__(
        self,
        label: str,
        on_change: Callable[[int], Any],
        value: int = 0,
        least: int = 0,
        most: int = 1000,
    ):
        self.value = value
        self._range = least, most
        self._on_change = on_change
        with named(block(classes="counter").props("role=group"), label):
            less = Words(
                "button", "−", type="button", aria_label=say("one fewer: {what}", what=label)
            )
            less.on("click", lambda: self._step(-1))
            self._shown = Words("output", str(value))
            more = Words(
                "button", "+", type="button", aria_label=say("one more: {what}", what=label)
            )
            more.on("click", lambda: self._step(1))

    def show(self, value: int) -> None:
        least, most = self._range
        self.value = max(least, min(most, value))
        self._shown.set_text(str(self.value))

    def _step(self, by: int) -> None:
        self.show(self.value + by)
        self._on_change(self.value)
