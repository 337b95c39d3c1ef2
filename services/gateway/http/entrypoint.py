"""The nameko entrypoint that takes every request there is."""

from typing import Any

from nameko.web.handlers import HttpRequestHandler
from werkzeug.wrappers import Request, Response

from services.gateway.http.connection import CONNECTION
from services.gateway.http.problems import problem
from services.gateway.http.server import EveryPath


class Http(HttpRequestHandler):
    """Who comes when as many as may are waiting is told at once to come back, instead of waiting
    for an answer that nobody will be there to read."""

    server = EveryPath()

    def __init__(self, **how: Any):
        super().__init__("any", "/", **how)

    def stop(self) -> None:
        self.server.close_door()
        super().stop()

    def get_entrypoint_parameters(self, request: Request) -> tuple[tuple[Any, ...], dict[str, Any]]:
        return (request,), {}

    def handle_request(self, request: Request) -> Response:
        if self.server.closing:
            request.environ[CONNECTION].refuse()
            return problem("unavailable", "this gateway is being stopped; ask again")
        config: dict[str, Any] = self.container.config
        if self.server.in_flight >= config["REQUESTS_AT_ONCE"]:
            return problem("unavailable", "too many requests are waiting; try again in a moment")
        self.server.in_flight += 1
        try:
            return super().handle_request(request)
        finally:
            self.server.in_flight -= 1


http = Http.decorator
