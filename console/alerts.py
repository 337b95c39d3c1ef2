"""What went wrong, told where it happened, and what to do about it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from nicegui import ui

from console.elements import Words, block, secondary
from console.problems import Away, Problem
from console.texts import say
from console.words.refusals import refusal

Act = Callable[[], Awaitable[Any] | Any]


class Alert:
    """Empty until something is shown; read out at once by a screen reader. ``names``: of the
    persons of a group, where the page knows them, by "p1", "p2" and so on."""

    def __init__(self) -> None:
        self.names: Mapping[str, str] = {}
        self._box = block(classes="alert-place").props("role=alert")

    def clear(self) -> None:
        self._box.clear()

    def say(self, title: str, advice: str = "", kind: str = "error") -> None:
        """``kind``: error, warning or done."""
        self.clear()
        with self._box, block(classes=f"alert {kind}"):
            Words("strong", title)
            if advice:
                Words("span", advice)
        self._into_view()

    def problem(self, problem: Problem | Away, override: Act | None = None) -> None:
        """``override`` is done when a supervisor wants to set the rule aside."""
        self.clear()
        self._into_view()
        with self._box, block(classes="alert error"):
            if isinstance(problem, Away):
                Words("strong", say("No answer from the server."))
                Words(
                    "span",
                    say("Nothing that you typed is lost. Press the button again: it is done once."),
                )
                return
            title, advice = refusal(problem, self.names)
            Words("strong", title)
            Words("span", advice)
            Words("span", problem.code, "code")
            if override:
                secondary(say("A supervisor allows it …"), override)

    def _into_view(self) -> None:
        """A long form may have been scrolled away from here."""
        box = f"document.getElementById('{self._box.html_id}')"
        self._box.client.run_javascript(
            f"setTimeout(() => {box}?.scrollIntoView({{block: 'nearest'}}), 60)"
        )


class Toast:
    """A short word that something was done; it goes away by itself."""

    @staticmethod
    def done(text: str) -> None:
        ui.notify(text, type="positive", position="bottom", timeout=4000)
