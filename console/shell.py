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
from console.problems import Away, Problem, SignedOut
from console.texts import LANGUAGES, language, say
from console.words import word
from console.words.refusals import refusal
from console.words.visits import ROLES, SESSIONS

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
    stands in its path in braces is in `desk.asked`."""
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
    desk = Desk(client, sign_in, request.path_params)
    style()
    try:
        await desk.load_house()
    except SignedOut:
        await sessions().sign_out(browser_of(request))
        return RedirectResponse(f"/sign-in?next={quote(str(request.url.path))}")
    except Away:
        return _not_now(request.url.path)
    except Problem as problem:
        _told(*refusal(problem))
        return None
    _header(desk, place)
    with block(classes="page"):
        desk.connection = Connection(desk.clock)
        heading(1, say(place.title), "page-title")
        desk.alert = Alert()
        desk.marker = block().props('id="shown" hidden')
        if not desk.may(*place.roles):
            desk.alert.say(say("Your role does not allow this page."))
            return None
        await _built(desk, build)
        _watch_over(desk)
    return None


async def _built(desk: Desk, build: Build) -> None:
    try:
        await build(desk)
    except (Problem, Away) as problem:
        desk.alert.problem(problem)


def _watch_over(desk: Desk) -> None:
    """A desk that was left is signed out: lists that renew themselves keep its session open."""

    async def look() -> None:
        if desk.sign_in.left:
            ui.navigate.to("/sign-out")

    ui.on("active", desk.sign_in.used)
    ui.timer(30, look)


def _not_now(path: str) -> None:
    """The gateway does not answer: the page comes by itself when it does."""
    _told(say("The server does not answer."), say("This page tries again by itself."))
    ui.timer(3, lambda: ui.navigate.to(path), once=True)


def _told(title: str, text: str) -> None:
    with block("main", "page lonely"):
        heading(1, title)
        ui.label(text)


def style() -> None:
    """Our own, before NiceGUI's."""
    ui.add_head_html(f'<link rel="stylesheet" href="/static/console.css?{_version()}">')
    ui.add_body_html(f'<script src="/static/console.js?{_version()}"></script>')
    ui.colors(
        primary="#0b4f6c", secondary="#33658a", accent="#ffd166", positive="#1b6e43",
        negative="#a8201a", warning="#8a5a00", info="#0b4f6c",
    )  # fmt: skip


def sheet(name: str) -> None:
    """The style of one page, after that of all."""
    ui.add_head_html(f'<link rel="stylesheet" href="/static/{name}.css?{_version()}">')


def script(name: str) -> None:
    """The script of one page."""
    ui.add_body_html(f'<script src="/static/{name}.js?{_version()}"></script>')


def _version() -> int:
    """So that a browser takes the new ones after an upgrade."""
    return int(max(path.stat().st_mtime for path in STATIC.iterdir()))


def _header(desk: Desk, here: Place) -> None:
    with ui.header().classes("head"):
        with block(classes="head-row"):
            Words("a", "Kunjungan", "brand", href="/")
            with block(classes="house"):
                Words("span", desk.house["name"], "house-name")
                Words("span", _today(desk), "house-today")
            ui.space()
            _officer(desk)
        with named(block("nav", "places"), say("Desks")):
            for place in PLACES:
                if desk.may(*place.roles):
                    is_here = place.path in (here.path, here.within)
                    current = {"aria_current": "page"} if is_here else {}
                    with Words("a", "", "place", href=place.path, **current):
                        ui.icon(place.icon).props("aria-hidden=true")
                        Words("span", say(place.title))


def _today(desk: Desk) -> str:
    """The date, and the session that runs or comes next."""
    clock, today = desk.clock, desk.house["today"]
    if desk.house["status"] != "open":
        return say("The house is closed.")
    if today["blocked"]:
        return say("No visits today: {reason}", reason=today["blocked"])
    now = clock.now()
    for one in today["sessions"]:
        if now < clock.local(one["closes"]):
            name = word(SESSIONS, one["name"])
            hours = f"{clock.hour(one['opens'])}–{clock.hour(one['closes'])}"
            return f"{today['date']} · {name} {hours}"
    return say("{date} · no more sessions today", date=today["date"])


def _officer(desk: Desk) -> None:
    who = desk.sign_in.who
    roles = ", ".join(word(ROLES, role) for role in who["roles"])
    if len(who["facilities"]) > 1:
        _house_choice(desk)
    with block(classes="officer"):
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
