"""A small door: the live stream behind nameko's HTTP entrypoint, without sign-in."""

from typing import Any, ClassVar

from nameko.web.handlers import HttpRequestHandler
from werkzeug.wrappers import Request, Response

from services.gateway.domain.staff import Staff
from services.gateway.http.server import BoundedWebServer
from services.gateway.http.streaming import streamed
from services.gateway.stream import EventStream


class Http(HttpRequestHandler):
    server = BoundedWebServer()


http = Http.decorator


class GateService:
    name = "gate"
    staff: ClassVar[dict[str, Staff]] = {}
    """Who is signed in, by token. Tests change it."""

    stream = EventStream()

    @http("GET", "/events/<token>")
    def events(self, request: Request, token: str) -> Response:
        found = self.staff[token]
        frames = self.stream.subscribe(
            found,
            request.args.get("facility"),
            request.headers.get("Last-Event-ID"),
            still=lambda: GateService.staff.get(token),
        )
        return Response.from_app(_app(streamed(frames)), request.environ)

    @http("GET", "/ping")
    def ping(self, request: Request) -> str:
        return "here"


def _app(response: Any) -> Any:
    return lambda environ, start_response: response(environ, start_response)
