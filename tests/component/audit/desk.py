"""A small door: GET /audit and one command behind nameko's HTTP entrypoint, without sign-in."""

from typing import Any, ClassVar

from flask import Flask, jsonify
from flask_smorest import Api, Blueprint
from nameko.extensions import DependencyProvider
from nameko.web.handlers import HttpRequestHandler
from werkzeug.wrappers import Request, Response

from chassis.watching import Watching
from services.gateway.audit import Audit
from services.gateway.domain.staff import Staff
from services.gateway.http import problems
from services.gateway.http.guarding import GATEWAY, guarded
from services.gateway.http.server import BoundedWebServer
from services.gateway.routes import audit


class Http(HttpRequestHandler):
    server = BoundedWebServer()


http = Http.decorator


class Known:
    """Who is signed in, by bearer token."""

    staff: ClassVar[dict[str, Staff]] = {}

    def staff_of(self, token: str) -> Staff | None:
        return self.staff.get(token)


class Door(DependencyProvider):
    def setup(self) -> None:
        self.app = _app()

    def get_dependency(self, worker_ctx: Any) -> Flask:
        return self.app


class AuditDoor:
    name = "gateway"

    audit = Audit()
    watching = Watching()
    app = Door()

    @http("GET,POST", "/<path:path>")
    def answer(self, request: Request, path: str) -> Response:
        self.accounts = Known()
        return Response.from_app(self.app, {**request.environ, GATEWAY: self})


def _app() -> Flask:
    app = Flask("desk", static_folder=None)
    app.config.update(
        API_TITLE="desk", API_VERSION="v1", OPENAPI_VERSION="3.1.0", OPENAPI_URL_PREFIX="/",
        OPENAPI_JSON_PATH="openapi.json", PROPAGATE_EXCEPTIONS=False,
    )  # fmt: skip
    api = Api(app)
    api.register_blueprint(audit.blueprint())
    desk = Blueprint("desk", "desk")
    desk.route("/close", methods=["POST"])(guarded("facilities.close", lambda: jsonify({})))
    api.register_blueprint(desk)
    problems.answer_all_failures_of(app)
    return app
