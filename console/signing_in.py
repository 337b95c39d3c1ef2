"""Signing in again on a page that is in use, when the session is over."""

import asyncio

from nicegui import Client, ui

from console.alerts import Alert
from console.dialogs import field, required
from console.elements import block, heading, named, primary, secondary
from console.problems import Away, Problem
from console.sessions import SignIn
from console.texts import say


async def sign_in_again(client: Client, sign_in: SignIn) -> None:
    """Returns when the officer has. One dialog for a page, whatever asks for it.

    Raises Away on a page of somebody who signed out, or whose browser is another officer's by now.
    """
    if sign_in.over:
        with client.content:
            ui.navigate.to("/")
        await client.disconnected()
        raise Away("signed out")
    signed: asyncio.Event | None = client.storage.get("signing_in")
    if signed is None:
        signed = client.storage["signing_in"] = asyncio.Event()
        with client.content:
            _ask(sign_in, signed)
    await signed.wait()
    client.storage.pop("signing_in", None)


def _ask(sign_in: SignIn, signed: asyncio.Event) -> None:
    with ui.dialog(value=True) as dialog, ui.card().classes("dialog"):
        named(dialog.props("persistent"), say("Sign in again"))
        heading(2, say("Sign in again"))
        ui.label(say("Your session is over. What you typed on this page is kept."))
        field(say("User name"), sign_in.who["username"]).props("readonly")
        password = field(say("Password")).props("type=password autofocus autocomplete=off")
        alert = Alert()

        async def submit() -> None:
            if not required(password):
                return
            try:
                await sign_in.again(password.value)
            except (Problem, Away) as problem:
                alert.problem(problem)
                return
            dialog.close()
            dialog.delete()
            signed.set()

        password.on("keydown.enter", submit)
        with block(classes="dialog-buttons"):
            secondary(say("Somebody else"), lambda: ui.navigate.to("/sign-out"))
            primary(say("Sign in"), submit)
