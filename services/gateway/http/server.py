"""nameko's web server, with bounds on what one connection may cost."""

from logging import getLogger
from typing import Any

from eventlet import wsgi
from nameko.web.server import HttpOnlyProtocol, WebServer

SOCKET_SECONDS = 30
"""A client that sends nothing or reads nothing for so long is cut off."""


class BoundedWebServer(WebServer):
    def get_wsgi_server(
        self, sock: Any, wsgi_app: Any, protocol: Any = HttpOnlyProtocol, debug: bool = False
    ) -> wsgi.Server:
        return wsgi.Server(
            sock,
            sock.getsockname(),
            wsgi_app,
            protocol=protocol,
            debug=debug,
            log=getLogger(__name__),
            log_output=False,
            socket_timeout=SOCKET_SECONDS,
        )
