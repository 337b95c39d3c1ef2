"""nameko's web server, with bounds on what one connection may cost."""

import errno
import socket
from logging import getLogger
from typing import Any

import eventlet
from eventlet import wsgi
from nameko.web.server import WebServer
from werkzeug.http import http_date
from werkzeug.wrappers import Request

from chassis.clock import FileClock, WallClock, open_clock
from services.gateway.http.body import Broken, TooLarge, take_body
from services.gateway.http.connection import CONNECTION, BoundedProtocol
from services.gateway.http.problems import answer_with

SOCKET_SECONDS = 30
"""Where no setting says otherwise; see config.yml."""
MAX_BODY_BYTES, CONNECTIONS = 1_000_000, 4000
SEND_BYTES = 65_536
"""What the kernel keeps for a client that does not read: by itself it would take megabytes each,
and a reader of the live stream that stalled would be noticed only when they are full."""
PAUSE_SECONDS = 0.1
"""When the process has no file descriptor left, until one may have become free."""


logger = getLogger(__name__)


class BoundedWebServer(WebServer):
    """For any entrypoints."""

    connections = 0

    def run(self) -> None:
        """Connections that fail, and too many of them, are no reason to stop the service."""
        while self._is_accepting:
            try:
                sock, address = self._sock.accept()
            except OSError as error:
                if error.errno == errno.EBADF:
                    return  # closed: the service stops
                logger.warning("a connection could not be taken: %s", error.strerror)
                eventlet.sleep(PAUSE_SECONDS)
                continue
            if self.connections >= self.container.config.get("CONNECTIONS", CONNECTIONS):
                sock.close()
                continue
            sock.settimeout(self._serv.socket_timeout)
            self.connections += 1
            self.container.spawn_managed_thread(lambda s=sock, a=address: self._serve(s, a))

    def get_wsgi_app(self) -> Any:
        app = self.routed()
        most = self.container.config.get("MAX_BODY_BYTES", MAX_BODY_BYTES)
        clock = open_clock(self.container.config.get("CLOCK_FILE", ""))

        def handed_on(environ: dict[str, Any], start_response: Any) -> Any:
            connection = environ[CONNECTION]
            start_response = _dated(start_response, clock)
            try:
                take_body(environ, most)
            except (TooLarge, Broken, OSError, eventlet.Timeout) as error:
                if isinstance(error, eventlet.Timeout) and error is not connection.hurry:
                    raise
                connection.refuse()
                return _refused(error)(environ, start_response)
            finally:
                connection.hurry.cancel()
            return app(environ, start_response)

        return handed_on

    def routed(self) -> Any:
        """The WSGI application behind the bounds."""
        return super().get_wsgi_app()

    def _serve(self, sock: Any, address: Any) -> None:
        try:
            self.process_request(sock, address)
        finally:
            self.connections -= 1
            sock.close()

    def process_request(self, sock: Any, address: Any) -> None:
        """A client that goes away in the middle, or a fault in what we answer it, is the affair of
        this connection: an error here would stop the whole service."""
        try:
            super().process_request(sock, address)
        except OSError as error:
            logger.info("a client went away: %s", type(error).__name__)
        except Exception as error:
            logger.error("a connection failed: %s", type(error).__name__, exc_info=error)

    def get_wsgi_server(
        self, sock: Any, wsgi_app: Any, protocol: Any = BoundedProtocol, debug: bool = False
    ) -> wsgi.Server:
        seconds = self.container.config.get("SOCKET_SECONDS", SOCKET_SECONDS)
        # accepted ones inherit both; the kernel's limit also holds where a byte now and then still
        # fits in, so that the socket's own limit begins anew
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BYTES)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, round(seconds * 1000))
        return wsgi.Server(
            sock,
            sock.getsockname(),
            wsgi_app,
            protocol=protocol,
            debug=debug,
            log=logger,
            log_output=False,
            socket_timeout=seconds,
            minimum_chunk_size=1,  # else an event waits until 64 kB have come together
        )


class EveryPath(BoundedWebServer):
    """Hands every request to its one entrypoint: which path and method there are, Flask knows."""

    in_flight = 0
    """Requests that wait or are being worked on."""
    closing = False
    """Whoever still asks, on a connection from before, is sent to the next process."""

    def close_door(self) -> None:
        """No connection is taken any more. nameko itself would go on until the database is closed
        under those who ask (seen in a chaos run: 500 for everybody on an open connection)."""
        self.closing = True
        self._is_accepting = False
        self._sock.close()

    def routed(self) -> Any:
        (entrypoint,) = self._providers

        def handed_on(environ: dict[str, Any], start_response: Any) -> Any:
            # shallow: nothing is parsed before a worker asks for it
            request = Request(environ, shallow=True)
            return entrypoint.handle_request(request)(environ, start_response)

        return handed_on


def _dated(start_response: Any, clock: WallClock | FileClock) -> Any:
    """Front ends reckon by ``Date`` how long a visit still lasts, so it is of the clock that the
    times in the answers are of. Werkzeug's own, which comes with an ETag, is replaced; eventlet
    adds one only where there is none."""

    def started(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        others = [one for one in headers if one[0].lower() != "date"]
        return start_response(status, [*others, ("Date", http_date(clock.now()))], *rest)

    return started


def _refused(error: BaseException) -> Any:
    if isinstance(error, TooLarge):
        return answer_with(413, {"code": "too_large", "detail": "the body is too large"})
    if isinstance(error, Broken):
        return answer_with(400, {"code": "unreadable_request", "detail": "the body is broken"})
    return answer_with(408, {"code": "unreadable_request", "detail": "the body came too slowly"})
