"""A small door: sign-in, accounts and audit behind nameko's HTTP entrypoint, no other service."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import requests
from flask import Flask, Response
from flask_smorest import Api, Blueprint
from nameko.extensions import DependencyProvider
from nameko.web.handlers import HttpRequestHandler
from werkzeug.wrappers import Request
from werkzeug.wrappers import Response as WerkzeugResponse

from chassis.settings import Settings
from services.gateway.accounts import Accounts
from services.gateway.audit import Audit
from services.gateway.http import problems
from services.gateway.http.documented import documented
from services.gateway.http.guarding import GATEWAY, guarded
from services.gateway.http.server import BoundedWebServer
from services.gateway.identity import IdentityProvider
from services.gateway.routes import me, oidc, session
from tests.support.staff import PASSWORD

PREFIX = "/api/v1"
METHODS = "GET,POST,DELETE"


class Door(DependencyProvider):
    def setup(self) -> None:
        self.app = _app()

    def get_dependency(self, worker_ctx: Any) -> Flask:
        return self.app


class Http(HttpRequestHandler):
    server = BoundedWebServer()


http = Http.decorator


class SessionDoor:
    name = "gateway"

    settings = Settings()
    accounts = Accounts()
    identity = IdentityProvider()
    audit = Audit()
    app = Door()

    @http(METHODS, "/<path:path>")
    def answer(self, request: Request, path: str) -> WerkzeugResponse:
        return WerkzeugResponse.from_app(self.app, {**request.environ, GATEWAY: self})


def _app() -> Flask:
    app = Flask("door", static_folder=None)
    app.config.update(
        API_TITLE="door", API_VERSION="v1", OPENAPI_VERSION="3.1.0", OPENAPI_URL_PREFIX=PREFIX,
        OPENAPI_JSON_PATH="openapi.json", MAX_CONTENT_LENGTH=1_000_000,
        PROPAGATE_EXCEPTIONS=False,
    )  # fmt: skip
    api = Api(app)
    for module in (session, me, oidc):
        api.register_blueprint(module.blueprint(), url_prefix=PREFIX)
    desk = Blueprint("desk", "desk")
    view = documented(desk, "visits.register", lambda: Response("done"), 200)
    desk.route("/visits", methods=["POST"])(guarded("visits.register", view))
    api.register_blueprint(desk, url_prefix=PREFIX)
    problems.answer_all_failures_of(app)
    return app


class Caller:
    """Someone before the door; ``token`` or ``csrf`` once signed in."""

    def __init__(self, port: int):
        self.http = requests.Session()
        self.at = f"http://127.0.0.1:{port}{PREFIX}"
        self.token = self.csrf = ""

    def sign_in(self, username: str, password: str = PASSWORD, **more: Any) -> requests.Response:
        body = {"username": username, "password": password, **more}
        answer = self.http.post(f"{self.at}/session", json=body, timeout=20)
        if answer.status_code == 201:
            self.token = answer.json().get("token", "")
            self.csrf = answer.json().get("csrf_token", "")
        return answer

    def ask(self, method: str, path: str, **how: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= {"X-CSRF-Token": self.csrf} if self.csrf else {}
        headers |= how.pop("headers", {})
        return self.http.request(method, f"{self.at}{path}", headers=headers, timeout=20, **how)

    def get(self, path: str = "/me", **how: Any) -> requests.Response:
        return self.ask("GET", path, **how)

    def post(self, path: str, body: Any = None, **how: Any) -> requests.Response:
        return self.ask("POST", path, json=body, **how)

    def delete(self, path: str, **how: Any) -> requests.Response:
        return self.ask("DELETE", path, **how)


@contextmanager
def callers(port: int) -> Iterator[Callable[[], Caller]]:
    """Makes them, and closes their connections in the end."""
    made: list[Caller] = []

    def new() -> Caller:
        made.append(Caller(port))
        return made[-1]

    yield new
    for one in made:
        one.http.close()
