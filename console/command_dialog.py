"""A dialog that sends one command, and stays open with what was typed until it was done."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from nicegui import ui

from console.alerts import Alert
from console.button import Button
from console.desk import Desk, Done
from console.dialogs import Asking
from console.elements import block, danger, primary, secondary
from console.texts import say

Body = Mapping[str, Any]


class CommandDialog(Asking):
    """Fill ``card`` with fields, then call `sends`. The list behind it may change meanwhile.
    ``names``: of the persons of the group, for refusals."""

    def __init__(self, desk: Desk, title: str, text: str = ""):
        with desk.client.content:  # not in the row that was clicked: it would go with the row
            super().__init__(title, text)
        self._desk = desk
        self.names: dict[str, str] = {}
        self.on("hide", self.delete)

    def sends(
        self,
        path: str,
        body: Callable[[], Body | None],
        yes: str,
        done: Done,
        grave: bool = False,
        method: str = "POST",
    ) -> Button:
        """``body`` answers None as long as something is wrong. Opens the dialog."""
        with self.card:
            alert = Alert()
            alert.names = self.names
            with block(classes="dialog-buttons"):
                secondary(say("Cancel"), self.close)
                button = (danger if grave else primary)(yes)

        async def finished(answer: Any) -> None:
            self.close()
            if inspect.isawaitable(after := done(answer)):
                await after

        async def submit() -> None:
            told = body()
            if told is not None:
                await self._desk.do(method, path, told, finished, alert=alert, button=button)

        button.on_click(submit)
        self.on("keydown.ctrl.enter", submit)
        self.open()
        return button


def reason_field(usual: tuple[str, ...], needed: bool = True) -> ui.textarea:
    """A sentence that will be kept, and the usual ones to choose by one click."""
    label = say("Reason") if needed else say("Reason, if there is something to say")
    reason = ui.textarea(label).props("outlined rows=2 maxlength=300 hide-bottom-space")
    with block(classes="quick"):
        for one in usual:
            secondary(one, lambda one=one: reason.set_value(one)).classes("small")
    ui.label(say("Write no names and no numbers of documents here.")).classes("hint")
    return reason
