"""The whole system, started once for the tests of a module that do not disturb each other."""

import json
import socket
from typing import Any

from operations.database import free_port
from services.gateway.service import GatewayService
from services.lockers.service import LockersService
from services.notifications.service import NotificationsService
from services.registration.service import RegistrationService
from services.screening.service import ScreeningService
from tests.component.gateway.desk import Desk
from tests.support.containers import Services
from tests.support.staff import HOUSE, hire

PATIENCE = 12
AS_DEPLOYED = {"max_workers": 64}
"""The tests' settings have those of a service."""


class System:
    """``desk`` signs somebody in; ``raw`` sends bytes and reads until the server closes."""

    def __init__(self, settings: dict[str, Any], **gateway: Any):
        self.settings = settings
        self.services = Services(settings)
        for service in (
            RegistrationService, ScreeningService, LockersService, NotificationsService,
        ):  # fmt: skip
            self.services.start(service)
        self.port = free_port()
        own = {"WEB_SERVER_ADDRESS": f"127.0.0.1:{self.port}", "HEALTH_PORT": 0, **AS_DEPLOYED}
        self.gateway = self.services.start(GatewayService, **{**own, **gateway})
        self.address = f"http://127.0.0.1:{self.port}"
        self._desks: dict[Any, Desk] = {}

    def desk(self, role: str, *houses: str, another: str = "") -> Desk:
        key = (role, houses or (HOUSE,), another)
        if key not in self._desks:
            username = f"{role}-{len(self._desks)}"
            hire(self.settings, username, role, houses=key[1])
            self._desks[key] = Desk(self.address, username)
        return self._desks[key]

    def open(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def raw(self, sent: bytes) -> bytes:
        """AssertionError, by the socket's timeout, when the server hangs."""
        with self.open() as client:
            client.sendall(sent)
            return rest_of(client)

    def stop(self) -> None:
        for one in self._desks.values():
            one.close()
        self.services.stop()


def rest_of(client: socket.socket) -> bytes:
    found = b""
    while True:
        try:
            piece = client.recv(65536)
        except ConnectionResetError:
            return found
        if not piece:
            return found
        found += piece


def status(answer: bytes) -> int:
    assert answer.startswith(b"HTTP/1."), answer[:200]
    return int(answer.split(b" ", 2)[1])


def token_of(desk: Desk) -> str:
    return str(desk._http.headers["Authorization"]).removeprefix("Bearer ")


def request(
    desk: Desk, method: str = "GET", path: str = "/api/v1/me", body: bytes = b"", **headers: str
) -> bytes:
    """Bytes of a request that closes the connection; ``headers`` with _ for -."""
    named = {"Host": "x", "Authorization": f"Bearer {token_of(desk)}", "Connection": "close"}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    if body and "Transfer-Encoding" not in named:
        named.setdefault("Content-Length", str(len(body)))
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode("latin-1") + body


def code_of(answer: bytes) -> str:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head, answer[:300]
    return str(json.loads(body)["code"])
