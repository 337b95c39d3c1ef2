"""One connection of a client: how much of our time it may take, and what is no HTTP."""

import logging
import re
import socket
from contextlib import suppress
from email.errors import FirstHeaderLineIsContinuationDefect, MissingHeaderBodySeparatorDefect
from typing import Any

import eventlet
from nameko.web.server import HttpOnlyProtocol

logger = logging.getLogger(__name__)

CONNECTION = "kunjungan.connection"
"""Key of the connection in the WSGI environment."""
NO_HEADER = (MissingHeaderBodySeparatorDefect, FirstHeaderLineIsContinuationDefect)
"""After such a line the others would be taken for the body."""
LINGER_SECONDS = 2
"""Time for a client that is still sending to read why it was refused."""
TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
DIGITS = re.compile(r"[0-9]{1,18}")
ABSOLUTE = re.compile(r"https?://[^/?]*", re.IGNORECASE)


class BoundedProtocol(HttpOnlyProtocol):
    """A socket's own timeout begins anew with each byte, so a client that trickles would never
    meet it. Here a request has to be complete, headers and body, in that time."""

    path: str
    lingers = False
    """Whether the client may still be sending when we close."""

    def handle_one_request(self) -> None:
        self.hurry = eventlet.Timeout(self.server.socket_timeout)
        try:
            super().handle_one_request()
        except eventlet.Timeout as late:
            if late is not self.hurry:
                raise
            self.close_connection = True
        finally:
            self.hurry.cancel()

    def parse_request(self) -> bool:
        if not super().parse_request():
            return False
        if not self._is_http():
            self.send_error(400)
            return False
        asked: str = self.path
        asked = ABSOLUTE.sub("", asked, count=1)
        self.path = asked if asked.startswith("/") else f"/{asked}"
        return True

    def get_environ(self) -> dict[str, Any]:
        return {**super().get_environ(), CONNECTION: self}

    def refuse(self) -> None:
        """The answer is the last one: what the client may still send is not read as a request."""
        self.close_connection = self.lingers = True

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Without a word of what was sent, and without telling what we are."""
        phrase = self.responses[code][0]
        self.wfile.write(
            f"HTTP/1.1 {code} {phrase}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".encode()
        )
        self.refuse()

    def log_message(self, format: str, *args: Any) -> None:
        """Not to stderr, and not what a stranger wrote."""

    def finish(self) -> None:
        if self.lingers:
            with suppress(OSError), eventlet.Timeout(LINGER_SECONDS, False):
                self.wfile.flush()
                self.connection.shutdown(socket.SHUT_WR)
                while self.connection.recv(65536):
                    pass
        super().finish()

    def _is_http(self) -> bool:
        """Whatever a proxy before us could read in another way than we do would let one client
        hide a request in its body, to be answered to another client."""
        headers = self.headers
        if self.request_version not in ("HTTP/1.0", "HTTP/1.1"):
            return False
        if any(isinstance(one, NO_HEADER) for one in headers.defects):
            return False
        for name, value in headers.raw_items():
            if not TOKEN.fullmatch(name) or re.search(r"[\r\n\0]", value):
                return False
        hosts = len(headers.get_all("Host", ()))
        if hosts > 1 or (hosts == 0 and self.request_version == "HTTP/1.1"):
            return False
        lengths, codings = (
            headers.get_all("Content-Length", ()),
            headers.get_all("Transfer-Encoding", ()),
        )
        if len(lengths) + len(codings) > 1:
            return False
        return all(DIGITS.fullmatch(one) for one in lengths) and all(
            one.lower() == "chunked" for one in codings
        )
