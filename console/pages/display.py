"""The public display: numbers on a wall, for everybody, without a sign-in.

It is a plain page with a small script that asks for JSON, and no NiceGUI page. A screen hangs there
for months and nobody looks after it: what it needs must come back by itself after any cut, from any
state, with requests that each stand alone. A page of NiceGUI lives by a connection and by what this
process remembers of it, and is gone when either is lost for long.

For the same reason it stands before NiceGUI's sessions: those would give each request of a screen
without cookies a session of its own to remember. A screen gets no cookie.
"""

from functools import cache
from html import escape
from pathlib import Path
from re import fullmatch

from nicegui import app
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from console.assets import STATIC
from console.boards import Boards, as_json
from console.browser import address_of
from console.gateway import open_client
from console.headers import Headers

PATH = "/display"
JSON = "application/json"
PAGE = Path(__file__).with_name("display.html")
FACILITY = r"[A-Za-z0-9][A-Za-z0-9._:@-]{0,63}"
OWN = (PAGE, STATIC / "display.js", STATIC / "display.css")


@cache
def boards() -> Boards:
    """Those of this process."""
    return Boards(open_client())


@cache
def version() -> str:
    """Another one after an upgrade, upon which screens load themselves anew."""
    return str(int(max(path.stat().st_mtime for path in OWN)))


async def page(request: Request) -> Response:
    facility = request.query_params.get("facility", "")
    text = PAGE.read_text(encoding="utf-8")
    filled = text.replace("{facility}", escape(facility)).replace("{version}", version())
    return HTMLResponse(filled)


async def board(request: Request) -> Response:
    """What there is to draw, as soon as that is something else than what the screen has: its
    ``If-None-Match``."""
    facility = request.query_params.get("facility", "")
    if not fullmatch(FACILITY, facility):
        return Response(as_json({"state": "unknown", "cut_since": None}), media_type=JSON)
    asked = boards().of(facility, address_of(request))
    has = request.headers.get("If-None-Match", "").strip('"')
    seen = await asked.newer_than(has)
    headers = {
        "ETag": f'"{seen.tag}"',
        "X-House-Time": f"{asked.clock.now():%Y-%m-%dT%H:%M:%S}",
        "X-Version": version(),
    }
    if seen.tag == has:
        return Response(status_code=304, headers=headers)
    return Response(as_json(seen.body), media_type=JSON, headers=headers)


DISPLAY = Starlette(
    routes=[
        Route(PATH, page),
        Route(f"{PATH}/board", board),
        Mount(f"{PATH}/static", StaticFiles(directory=STATIC)),
    ],
    middleware=[Middleware(Headers)],
)


class Before:
    """Answers what is the display's, and hands on everything else."""

    def __init__(self, others: ASGIApp):
        self._others = others

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        ours = scope["type"] == "http" and f"{scope['path']}/".startswith(f"{PATH}/")
        await (DISPLAY if ours else self._others)(scope, receive, send)


def add() -> None:
    def stand_before() -> None:
        # NiceGUI puts its sessions outside of all that is added earlier
        assert app.middleware_stack is not None
        app.middleware_stack = Before(app.middleware_stack)

    app.on_startup(stand_before)
