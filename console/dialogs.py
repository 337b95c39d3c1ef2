"""Questions in front of a page: a reason, another officer's signature, a last look."""

from collections.abc import Sequence
from typing import Any

from nicegui import ui

from console.elements import block, danger, heading, named, primary, secondary
from console.texts import say


class Asking(ui.dialog):
    """A dialog with a title, fields, and two buttons; ``await`` it for what was given, or None."""

    def __init__(self, title: str, text: str = ""):
        super().__init__()
        self.props("persistent no-backdrop-dismiss")
        named(self, title)
        with self, ui.card().classes("dialog") as self.card:
            heading(2, title)
            if text:
                ui.label(text)

    def buttons(self, yes: str, give: Any, grave: bool = False) -> None:
        """``give`` answers with what the dialog is to give; None as long as something is wrong."""

        def submit() -> None:
            given = give()
            if given is not None:
                self.submit(given)

        with block(classes="dialog-buttons"):
            secondary(say("Cancel"), lambda: self.submit(None))
            (danger if grave else primary)(yes, submit)
        self.on("keydown.ctrl.enter", submit)


class Signature:
    """An officer signs with user name and password; they go into the request and nowhere else."""

    def __init__(self, username: str = "") -> None:
        self._username = field(say("User name"), username)
        self._username.props("autocomplete=off")
        self._password = field(say("Password"))
        self._password.props("type=password autocomplete=off")

    def given(self) -> dict[str, str] | None:
        """None, and marked, while one of them is missing."""
        if required(self._username) and required(self._password):
            return {"username": self._username.value.strip(), "password": self._password.value}
        return None


def field(label: str, value: str = "", **more: Any) -> ui.input:
    """An input that looks as all ours do."""
    return ui.input(label, value=value, **more).props("outlined dense hide-bottom-space")


def choice(label: str, options: Any, value: Any = None, **more: Any) -> ui.select:
    return ui.select(options, label=label, value=value, **more).props(
        "outlined dense hide-bottom-space options-dense behavior=menu"
    )


def required(element: ui.input | ui.select | ui.number) -> bool:
    """Whether something was given; marks the field if not."""
    value = element.value
    filled = bool(value.strip() if isinstance(value, str) else value is not None)
    element.error = None if filled else say("This is needed.")
    return filled


async def confirm(title: str, text: str, yes: str, grave: bool = False) -> bool:
    """One clear question."""
    with Asking(title, text) as asking, asking.card:
        asking.buttons(yes, lambda: True, grave)
    return bool(await _asked(asking))


async def ask_reason(
    title: str, text: str, yes: str, grave: bool = False, usual: Sequence[str] = ()
) -> str | None:
    """A sentence that will be kept. ``usual``: reasons to choose by one click."""
    with Asking(title, text) as asking, asking.card:
        reason = ui.textarea(say("Reason")).props("outlined autofocus rows=2 maxlength=300")
        if usual:
            with block(classes="quick"):
                for one in usual:
                    secondary(one, lambda one=one: reason.set_value(one)).classes("small")
        ui.label(say("Write no names and no numbers of documents here.")).classes("hint")
        asking.buttons(yes, lambda: reason.value.strip() if required(reason) else None, grave)
    given: str | None = await _asked(asking)
    return given


async def ask_override(supervisor: bool) -> dict[str, Any] | None:
    """A supervisor's word, as the API takes it: signed unless a supervisor is at the desk."""
    text = say("The rule, your reason and both names are kept in the history of the visit.")
    with Asking(say("A supervisor allows it"), text) as asking, asking.card:
        reason = ui.textarea(say("Reason")).props("outlined autofocus rows=2 maxlength=300")
        signature = None if supervisor else Signature()

        def give() -> dict[str, Any] | None:
            if not required(reason):
                return None
            told: dict[str, Any] = {"reason": reason.value.strip()}
            if signature is None:
                return told
            signed = signature.given()
            return None if signed is None else {**told, "supervisor": signed}

        asking.buttons(say("Allow it"), give)
    given: dict[str, Any] | None = await _asked(asking)
    return given


async def _asked(asking: Asking) -> Any:
    given = await asking
    asking.clear()
    asking.delete()
    return given
