"""The live stream as the gateway serves it, without sign-in."""

import chassis.process  # first: it makes sockets cooperative  # isort: skip

import json
import os
from pathlib import Path

from nameko.web.handlers import HttpRequestHandler
from werkzeug.wrappers import Request, Response

import services.gateway
from bench.stream_readers import HOUSE
from services.gateway.domain.staff import Staff
from services.gateway.http.server import BoundedWebServer
from services.gateway.http.streaming import streamed
from services.gateway.stream import EventStream

os.environ.setdefault("SOCKET_SECONDS", "5")  # so that the slow one is cut off while we look


class Http(HttpRequestHandler):
    server = BoundedWebServer()


http = Http.decorator


class BenchService:
    name = "bench"
    stream = EventStream()

    @http("GET", "/events/<who>")
    def events(self, request: Request, who: str) -> Response:
        staff = Staff(who, who, who, frozenset({"supervisor"}), (HOUSE,), None, who)
        return Response.from_app(
            streamed(self.stream.subscribe(staff, None, None)), request.environ
        )

    @http("GET", "/stats")
    def stats(self, request: Request) -> str:
        return json.dumps({"readers": self.stream.readers})


if __name__ == "__main__":
    chassis.process.serve(BenchService, Path(services.gateway.__file__).with_name("config.yml"))
