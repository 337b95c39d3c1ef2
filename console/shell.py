"""The frame of every page of a signed-in officer, and who may see which."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse
from nicegui import Client, ui

from console.alerts import Alert
from console.assets import STATIC
from console.browser import browser_of, sessions, speak
from console.connection import Connection
from console.desk import Desk
from console.elements import Words, block, heading, named
from console.house_line import HouseLine
from console.part import Part
from console.problems import Away, Problem, SignedOut
from console.settings import settings
from console.texts import LANGUAGES, language, say
from console.words import word
from console.words.refusals import refusal
from console.words.visits import ROLES

Build = Callable[[Desk], Awaitable[None]]


class Place(NamedTuple):
    """A page of the console: who may open it, in the order of a visitor's way. ``within``: the path
    of the page to which it belongs; then it has no place in the head."""

    path: str
    title: str
    icon: str
    roles: frozenset[str]
    within: str = ""


PLACES: list[Place] = []


def desk_page(
    path: str, title: str, icon: str, *roles: str, within: str = ""
) -> Callable[[Build], Build]:
    """A page for officers with one of these roles. It is built after the house is known; what
    stands in its path in braces, and behind its question mark, is in `desk.asked`."""
    place = Place(path, title, icon, frozenset(roles), within)
    if not within:
        PLACES.append(place)

    def decorate(build: Build) -> Build:
        @ui.page(path, response_timeout=30)
        async def page(request: Request, client: Client) -> Any:
            return await _page(request, client, place, build)

        return build

    return decorate


async def _page(request: Request, client: Client, place: Place, build: Build) -> Any:
    speak(request, client)
    sign_in = sessions().of(browser_of(request))
    if sign_in is None:
        return RedirectResponse(f"/sign-in?next={quote(str(request.url.path))}")
    ui.page_title(f"{say(place.title)} · Kunjungan")
    desk = Desk(client, sign_in, {**request.query_params, **request.path_params})
    style()
    try:
        await desk.load_house()
    except SignedOut:
        await sessions().sign_out(browser_of(request))
        return RedirectResponse(f"/sign-in?next={quote(str(request.url.path))}")
    except Away:
        return _not_now(request.url.path)
    except Problem as problem:
        return _without_house(problem)
    line = _header(desk, place)
    with block(classes="page"):
        desk.connection = Connection(desk.clock)
        heading(1, say(place.title), "page-title")
        desk.alert = Alert()
        with Part():  # it changes with every event
            desk.marker = block().props('id="shown" hidden')
        line.follow()
        if not desk.may(*place.roles):
            desk.alert.say(say("Your role does not allow this page."))
            return None
        ui.on_exception(lambda: _our_fault(desk))
        await _built(desk, build)
        _watch_over(desk)
    return None


async def _built(desk: Desk, build: Build) -> None:
    try:
        await build(desk)
    except (Problem, Away) as problem:
        desk.alert.problem(problem)


def _our_fault(desk: Desk) -> None:
    """It is in the log already. Without a word the officer would press the button again."""
    with desk.client.content:
        desk.alert.say(
            say("Something went wrong here, and it is our fault."),
            say("What you typed is still there. Try again; if it stays so, tell the operator."),
        )


def _watch_over(desk: Desk) -> None:
    """A desk that was left is signed out: lists that renew themselves keep its session open."""

    async def look() -> None:
        if desk.sign_in.left:
            ui.navigate.to("/sign-out")

    ui.on("active", desk.sign_in.used)
    ui.timer(min(30.0, settings()["IDLE_MINUTES"] * 60 / 4), look)


def _not_now(path: str) -> None:
    """The gateway does not answer: the page comes by itself when it does."""
    _told(say("The server does not answer."), say("This page tries again by itself."))
    ui.timer(3, lambda: ui.navigate.to(path), once=True)


def _without_house(problem: Problem) -> None:
    if problem.code == "not_found":
        told = _told(
            say("This house is not set up yet."),
            say("Whoever looks after the system does that. Open this page again afterwards."),
        )
    else:
        told = _told(*refusal(problem))
    with told:
        Words("a", say("Sign out"), href="/sign-out")


def _told(title: str, text: str) -> ui.element:
    """All that such a page says; what else may be done goes into it."""
    with block("main", "page lonely") as told:
        heading(1, title, "page-title")
        Words("p", text)
    return told


def style() -> None:
    """Our own, before NiceGUI's."""
    ui.add_head_html(f'<link rel="stylesheet" href="/static/console.css?{_version()}">')
    ui.add_body_html(f'<script src="/static/console.js?{_version()}"></script>')
    ui.colors(
        primary="#0b4f6c", secondary="#33658a", accent="#ffd166", positive="#1b6e43",
        negative="#a8201a", warning="#8a5a00", info="#0b4f6c",
    )  # fmt: skip


def stylesheet(name: str) -> None:
    """A page's own, after ours."""
    ui.add_head_html(f'<link rel="stylesheet" href="/static/{name}?{_version()}">')


def script(name: str) -> None:
    """A page's own: its keys and the like."""
    ui.add_body_html(f'<script src="/static/{name}?{_version()}"></script>')


def _version() -> int:
    """So that a browser takes the new ones after an upgrade."""
    return int(max(path.stat().st_mtime for path in STATIC.iterdir()))


def _header(desk: Desk, here: Place) -> HouseLine:
    with ui.header().classes("head"):
        with block(classes="head-row"):
            Words("a", "Kunjungan", "brand", href="/")
            with Part().classes("house"):
                Words("span", desk.house["name"], "house-name")
                line = HouseLine(desk)
            ui.space()
            _officer(desk)
        with named(block("nav", "places"), say("Desks")):
            for place in PLACES:
                if desk.may(*place.roles):
                    shown = place.path in (here.path, here.within)
                    current = {"aria_current": "page"} if shown else {}
                    with Words("a", "", "place", href=place.path, **current):
                        ui.icon(place.icon).props("aria-hidden=true")
                        Words("span", say(place.title))
    return line


def _officer(desk: Desk) -> None:
    who = desk.sign_in.who
    roles = ", ".join(word(ROLES, role) for role in who["roles"])
    if len(who["facilities"]) > 1:
        _house_choice(desk)
    with Words("a", "", "officer", href="/account", title=say("My account")):
        Words("span", who["name"] or who["username"], "officer-name")
        Words("span", roles, "officer-roles")
    for code, name in LANGUAGES.items():
        if code != language():
            Words("a", code.upper(), "head-link", href=f"/language/{code}", title=name, lang=code)
    Words("a", say("Sign out"), "head-link", href="/sign-out")


def _house_choice(desk: Desk) -> None:
    def choose(event: Any) -> None:
        desk.sign_in.facility = event.value
        ui.navigate.reload()

    houses = desk.sign_in.who["facilities"]
    ui.select(houses, label=say("House"), value=desk.facility, on_change=choose).props(
        "dense outlined dark"
    )
