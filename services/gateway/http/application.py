"""The Flask application, made once for the process."""

import time
from typing import Any

from flask import Flask, g, request
from flask_smorest import Api
from nameko.extensions import DependencyProvider
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Request, Response

from chassis import metrics
from chassis.health import LIVE, METRICS, READY
from chassis.tracing import HEADER, current
from services.gateway.http import problems
from services.gateway.http.guarding import GATEWAY
from services.gateway.http.limits import limit
from services.gateway.http.pages import documentation
from services.gateway.http.paths import Id
from services.gateway.http.shown import COOKIE, CSRF_HEADER
from services.gateway.routes.all import register

PREFIX = "/api/v1"
WATCHED = (LIVE, READY, METRICS)
SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "The token of POST /session."},
    "cookie": {
        "type": "apiKey", "in": "cookie", "name": COOKIE,
        "description": f"Of a browser; with {CSRF_HEADER} for all that changes something.",
    },
}  # fmt: skip


class Application(DependencyProvider):
    def setup(self) -> None:
        self._app = make_app(self.container.config)

    def get_dependency(self, worker_ctx: Any) -> "Application":
        return self

    def answer(self, incoming: Request, gateway: Any) -> Response:
        """Answers one request. The body of a stream is produced after the worker has ended."""
        if incoming.path in WATCHED:
            return Response.from_app(gateway.health.answer, incoming.environ)
        environ = {**incoming.environ, GATEWAY: gateway}
        return Response.from_app(self._app, environ)


def make_app(config: dict[str, Any]) -> Flask:
    app = Flask("services.gateway", static_folder=None)
    app.config.update(
        API_TITLE="Kunjungan",
        API_VERSION="v1",
        API_SPEC_OPTIONS={
            "components": {"securitySchemes": SCHEMES},
            "security": [{name: []} for name in SCHEMES],
        },
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=PREFIX,
        OPENAPI_JSON_PATH="openapi.json",
        MAX_CONTENT_LENGTH=config["MAX_BODY_BYTES"],
        PROPAGATE_EXCEPTIONS=False,
    )
    app.url_map.merge_slashes = False  # a redirect goes where the Host header says
    app.url_map.converters["default"] = app.url_map.converters["string"] = Id
    if hops := config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=0, x_host=0, x_port=0, x_prefix=0
        )
    app.before_request(_begun)
    api = ProblemApi(app)
    limit(app, config)
    register(api, PREFIX)
    app.register_blueprint(documentation(f"{PREFIX}/docs", f"{PREFIX}/openapi.json"))
    problems.answer_all_failures_of(app)
    app.after_request(_finished)
    return app


class ProblemApi(Api):
    def _register_error_handlers(self) -> None:
        """Not its own: ours say more."""


def _begun() -> None:
    g.began = time.perf_counter()


def _finished(response: Any) -> Any:
    operation = (request.endpoint or "").rpartition(".")[2]
    seconds = time.perf_counter() - g.began
    metrics.http("gateway", operation, request.method, response.status_code, seconds)
    response.headers[HEADER] = current()
    response.headers["X-Content-Type-Options"] = "nosniff"
    if request.method == "GET" and response.status_code == 200 and not response.is_streamed:
        response.add_etag()
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response.make_conditional(request)
    response.headers.setdefault("Cache-Control", "no-store")
    return response
