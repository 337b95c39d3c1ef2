"""Signing in and out, and the choice of language."""

from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import RedirectResponse
from nicegui import Client, app, ui

from console.alerts import Alert
from console.browser import address_of, browser_of, sessions, speak
from console.dialogs import field, required
from console.elements import Words, block, heading, primary
from console.problems import Away, Problem
from console.shell import PLACES, style
from console.texts import LANGUAGES, language, say


def add() -> None:
    app.get("/language/{code}")(_set_language)
    app.get("/sign-out")(_sign_out)
    app.get("/")(_first)
    ui.page("/sign-in")(_sign_in)


def _set_language(code: str, request: Request) -> RedirectResponse:
    if code in LANGUAGES:
        request.session["language"] = code
    return RedirectResponse(_local(request.headers.get("referer", "")), 303)


async def _sign_out(request: Request) -> RedirectResponse:
    await sessions().sign_out(browser_of(request))
    return RedirectResponse("/sign-in", 303)


def _first(request: Request) -> RedirectResponse:
    """The first page that the officer may see."""
    signed = sessions().of(browser_of(request))
    if signed is None:
        return RedirectResponse("/sign-in")
    for place in PLACES:
        if signed.roles & place.roles:
            return RedirectResponse(place.path)
    return RedirectResponse("/account")


def _sign_in(request: Request, client: Client, next: str = "/") -> Any:
    speak(request, client)
    ui.page_title(f"{say('Sign in')} · Kunjungan")
    style()
    browser, address = browser_of(request), address_of(request)
    with block(classes="page lonely"), ui.card().classes("sign-in"):
        with block(classes="languages"):
            for code, name in LANGUAGES.items():
                if code != language():
                    Words("a", name, href=f"/language/{code}", lang=code)
        Words("p", "Kunjungan", "brand-large")
        heading(1, say("Sign in"), "page-title")
        username = field(say("User name")).props("autofocus autocomplete=username")
        password = field(say("Password")).props("type=password autocomplete=current-password")
        alert = Alert()

        async def submit() -> None:
            if not (required(username) and required(password)):
                return
            button.disable()
            try:
                name = username.value.strip()
                await sessions().sign_in(browser, address, name, password.value)
            except (Problem, Away) as problem:
                alert.problem(problem)
            else:
                ui.navigate.to(_local(next))
            finally:
                button.enable()

        button = primary(say("Sign in"), submit).classes("wide")
        username.on("keydown.enter", submit)
        password.on("keydown.enter", submit)
        Words(
            "p", say("Visits are free of charge. Everything that is done here is recorded."), "hint"
        )


def _local(address: str) -> str:
    """The path of an address of ours, never that of another site."""
    path = urlsplit(address).path
    # browsers take a backslash for a slash
    return path if path.startswith("/") and path[1:2] not in ("/", "\\") else "/"
