"""A desk whose command finds the system away gives it again, under the same key, for a while."""

import json
from collections.abc import Iterator
from contextlib import nullcontext
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import pytest

from chassis.errors import CallTimedOut, Refused
from operations.demo import front as module
from operations.demo.front import Front
from operations.demo.staff import PASSWORDS, REGISTRARS
from tests.support.servers import served

OFFICER = REGISTRARS[0]
SESSION, VISITS = "/api/v1/session", "/api/v1/visits"


class Gateway(HTTPServer):
    """``answers``: the statuses of each path, one after another; 0: the connection is cut; none
    left: 200."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, list[int]] = {SESSION: [], VISITS: []}
        self.keys: list[str | None] = []


class Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:  # noqa: N802  the name that http.server looks for
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == VISITS:
            self.server.keys.append(self.headers["Idempotency-Key"])
        waiting = self.server.answers[self.path]
        status = waiting.pop(0) if waiting else 200
        if not status:
            self.close_connection = True
            return
        self.send_response(status)
        if status == 503:
            self.send_header("Retry-After", "0")
        self.end_headers()
        self.wfile.write(json.dumps({"token": "t", "code": "session_full"}).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    server = Gateway()
    with served(server):
        yield server


@pytest.fixture
def front(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> Front:
    monkeypatch.setitem(PASSWORDS, OFFICER.id, "its password")
    monkeypatch.setattr(module, "AGAIN_SECONDS", 0.0)
    clock = SimpleNamespace(answered_in=lambda _seconds: None, asking=nullcontext)
    return Front(f"http://127.0.0.1:{gateway.server_port}", "RTBPN", clock)  # type: ignore[arg-type]


@pytest.mark.parametrize("trouble", [503, 401, 0])
def test_a_command_is_given_again_under_its_own_key(front: Front, gateway: Gateway, trouble: int):
    gateway.answers[VISITS] = [trouble] * 7
    front.post(OFFICER, "/visits")
    assert len(gateway.keys) == 8
    assert len(set(gateway.keys)) == 1
    assert front.repeated == 7


@pytest.mark.parametrize("trouble", [503, 0])
def test_an_officer_signs_in_when_that_is_possible_again(
    front: Front, gateway: Gateway, trouble: int
):
    gateway.answers[SESSION] = [trouble] * 7
    front.post(OFFICER, "/visits")
    assert len(gateway.keys) == 1


def test_what_a_rule_refuses_is_not_given_again(front: Front, gateway: Gateway):
    gateway.answers[VISITS] = [409]
    with pytest.raises(Refused, match="session_full"):
        front.post(OFFICER, "/visits")
    assert len(gateway.keys) == 1


def test_a_desk_does_not_try_for_ever(
    front: Front, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "PATIENCE", 0.3)
    gateway.answers[VISITS] = [503] * 100_000
    with pytest.raises(CallTimedOut):
        front.post(OFFICER, "/visits")
