"""Health over HTTP: is the process alive, can it do its work."""

import json
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import eventlet
from amqp.exceptions import NotFound
from eventlet import wsgi
from kombu import Connection
from nameko.extensions import DependencyProvider
from pymongo.errors import PyMongoError

from chassis.mongo import Mongo
from chassis.relay import Relay
from chassis.topology import parked_queue

PATHS = ("/health/live", "/health/ready")
ASK_SECONDS = 5


class Health(DependencyProvider):
    """Serves the two paths on HEALTH_PORT; no port, no server."""

    mongo = Mongo()
    relay = Relay()

    def start(self) -> None:
        port = self.container.config["HEALTH_PORT"]
        if port:
            # two processes on one port would each answer for the other
            listener = eventlet.listen(("0.0.0.0", port), reuse_port=False)
            server = partial(wsgi.server, log_output=False, debug=False, socket_timeout=ASK_SECONDS)
            self.container.spawn_managed_thread(
                lambda: server(listener, self._answer), identifier="health"
            )

    def get_dependency(self, worker_ctx: Any) -> "Health":
        return self

    def report(self) -> dict[str, str]:
        """What the service stands on, each ``ok`` or the kind of failure."""
        return {"database": _outcome(self._ask_database), "broker": _outcome(self._ask_broker)}

    def backlog(self) -> dict[str, int]:
        """Documents with unpublished events, and messages in the service's parking lot."""
        return {"outbox": self.relay.backlog(), "parked": self._count_parked()}

    def _count_parked(self) -> int:
        queue = parked_queue(self.container.service_name).name
        connection = Connection(self.container.config["AMQP_URI"])
        try:
            with eventlet.Timeout(ASK_SECONDS, TimeoutError("the broker is silent")):
                parked = connection.default_channel.queue_declare(queue, passive=True)
                connection.release()
        except NotFound:  # a service without event handlers has no parking lot
            connection.collect()
            return 0
        except BaseException:
            connection.collect()  # a silent broker would not answer the closing handshake either
            raise
        return parked.message_count

    def _ask_database(self) -> None:
        self.mongo.database.command("ping")

    def _ask_broker(self) -> None:
        with Connection(self.container.config["AMQP_URI"], connect_timeout=3) as connection:
            connection.connect()

    def _answer(self, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        report = self.report() if path == PATHS[1] else {}
        healthy = path in PATHS and all(state == "ok" for state in report.values())
        status = (
            "200 OK" if healthy else "404 Not Found" if path not in PATHS else "503 Unavailable"
        )
        start_response(status, [("Content-Type", "application/json")])
        return [json.dumps({"healthy": healthy, **report}).encode()]


def _outcome(ask: Callable[[], None]) -> str:
    try:
        with eventlet.Timeout(ASK_SECONDS):
            ask()
    except (OSError, PyMongoError, eventlet.Timeout, *Connection("amqp://").connection_errors) as e:
        return type(e).__name__
    return "ok"
