"""nameko's web server, with bounds on what one connection may cost."""

import socket
from logging import getLogger
from typing import Any

from eventlet import wsgi
from nameko.web.server import HttpOnlyProtocol, WebServer

SOCKET_SECONDS = 30
"""A client that sends nothing or reads nothing for so long is cut off."""
SEND_BYTES = 65_536
"""What the kernel keeps for a client that does not read: by itself it would take megabytes each,
and a reader of the live stream that stalled would be noticed only when they are full."""


logger = getLogger(__name__)


class BoundedWebServer(WebServer):
    def process_request(self, sock: Any, address: Any) -> None:
        """A client that goes away in the middle is its own affair: an error here would stop the
        whole service."""
        try:
            super().process_request(sock, address)
        except OSError as error:
            logger.info("a client went away: %s", type(error).__name__)

    def get_wsgi_server(
        self, sock: Any, wsgi_app: Any, protocol: Any = HttpOnlyProtocol, debug: bool = False
    ) -> wsgi.Server:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BYTES)  # accepted ones inherit it
        return wsgi.Server(
            sock,
            sock.getsockname(),
            wsgi_app,
            protocol=protocol,
            debug=debug,
            log=logger,
            log_output=False,
            socket_timeout=SOCKET_SECONDS,
            minimum_chunk_size=1,  # else an event waits until 64 kB have come together
        )
