"""One's own account: another password, and where one is signed in."""

from typing import Any

from nicegui import ui

from console.alerts import Alert, Toast
from console.desk import Desk
from console.dialogs import field, required
from console.elements import Words, block, heading, primary, region, secondary
from console.shell import desk_page
from console.texts import mark, say
from console.words.visits import ROLES

TITLE = mark("My account")


@desk_page("/account", TITLE, "person", *ROLES, within="/")
async def account(desk: Desk) -> None:
    with block(classes="columns fold"):
        with region(say("Another password")):
            heading(2, say("Another password"))
            _password(desk)
        with region(say("Where you are signed in")):
            heading(2, say("Where you are signed in"))
            sessions = block(classes="rows")
    await _show_sessions(desk, sessions)


def _password(desk: Desk) -> None:
    old = field(say("The present password"))
    new = field(say("The new password"))
    again = field(say("The new password once more"))
    for one in (old, new, again):
        one.props("type=password autocomplete=off")
    Words("p", say("At least 12 letters. Several words that nobody would guess are best."), "hint")
    alert = Alert()

    async def change() -> None:
        if not all([required(old), required(new), required(again)]):
            return
        if new.value != again.value:
            again.error = say("This is not the same as above.")
            return
        told = {"current_password": old.value, "new_password": new.value}
        await desk.do("POST", "/me/password", told, changed, alert=alert, button=button)

    def changed(_: Any) -> None:
        for one in (old, new, again):
            one.value = ""
        Toast.done(say("The password is changed. Elsewhere you are signed out."))

    button = primary(say("Change it"), change)


async def _show_sessions(desk: Desk, place: ui.element) -> None:
    found = await desk.attempt(lambda: desk.sign_in.gateway.get("/me/sessions"))
    place.clear()
    with place:
        for one in (found or {}).get("sessions", []):
            _session(desk, one, place)


def _session(desk: Desk, session: dict[str, Any], place: ui.element) -> None:
    async def end() -> None:
        if await desk.do("DELETE", path):
            await _show_sessions(desk, place)

    path = f"/me/sessions/{session['id']}"
    with block(classes="row-line"):
        since = f"{desk.clock.local(session['created']):%d-%m-%Y %H:%M}"
        text = say("since {time}, from {address}", time=since, address=session["address"])
        Words("span", text, "grow")
        if session["current"]:
            Words("span", say("here"), "tag good")
        else:
            secondary(say("Sign out there"), end)
