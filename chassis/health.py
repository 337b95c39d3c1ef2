"""Health and metrics over HTTP: is the process alive, can it do its work, what has it done."""

import json
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import eventlet
from eventlet import wsgi
from eventlet.semaphore import Semaphore
from nameko.extensions import DependencyProvider

from chassis import metrics
from chassis.checks import ASK_SECONDS, Checks
from chassis.exposition import CONTENT_TYPE, page

LIVE, READY, METRICS = "/health/live", "/health/ready", "/metrics"
FRESH_SECONDS = 1.0
"""How old the metrics page may be: a crowd of readers costs no more than one."""


class Health(DependencyProvider):
    """Serves the three paths on HEALTH_PORT; no port, no server.

    ``live`` asks nothing of anybody: restarting a process mends neither database nor broker.
    ``ready`` names each check and its outcome, and is 503 when one of them is not ok.
    """

    checks = Checks()

    def __init__(self) -> None:
        super().__init__()
        self._writing = Semaphore()
        self._written, self._text = float("-inf"), b""

    def start(self) -> None:
        metrics.build(self.container.service_name)
        port = self.container.config["HEALTH_PORT"]
        if port:
            # two processes on one port would each answer for the other
            listener = eventlet.listen(("0.0.0.0", port), reuse_port=False)
            server = partial(wsgi.server, log_output=False, debug=False, socket_timeout=ASK_SECONDS)
            self.container.spawn_managed_thread(
                lambda: server(listener, self.answer), identifier="health"
            )

    def get_dependency(self, worker_ctx: Any) -> "Health":
        return self

    def report(self) -> dict[str, str]:
        """What the service stands on, each ``ok`` or the kind of failure."""
        return self.checks.examine().outcomes

    def backlog(self) -> dict[str, int]:
        """Documents with unpublished events, and messages in the service's parking lot. Raises
        Unknown."""
        return self.checks.backlog()

    def answer(self, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        """The WSGI application: for a service that serves the paths on a port of its own too."""
        path = environ["PATH_INFO"]
        if path == METRICS:
            start_response("200 OK", [("Content-Type", CONTENT_TYPE)])
            return [self._page()]
        report = self.report() if path == READY else {}
        known = path in (LIVE, READY)
        healthy = known and all(state == "ok" for state in report.values())
        status = "200 OK" if healthy else "503 Unavailable" if known else "404 Not Found"
        start_response(status, [("Content-Type", "application/json")])
        return [json.dumps({"healthy": healthy, **report}).encode()]

    def _page(self) -> bytes:
        with self._writing:  # whoever waits here finds it written
            if time.monotonic() - self._written > FRESH_SECONDS:
                state = self.checks.examine()
                silent = self.checks.queue_consumer.pulse.silent_seconds
                self._text = page(self.container.service_name, state, self.container, silent)
                self._written = time.monotonic()
            return self._text
