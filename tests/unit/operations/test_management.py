"""What the management API is asked for, seen by a server that writes it down."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests

from operations.management import Management
from operations.permissions import Permissions, TopicPermission
from tests.support.servers import served


class Server(HTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, dict]] = []
        self.status = 204


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_PUT(self) -> None:  # noqa: N802  the name that http.server looks for
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, json.loads(body)))
        self.send_response(self.server.status)
        self.end_headers()

    def do_GET(self) -> None:  # noqa: N802
        self.send_response(200)
        self.end_headers()
        nodes = [{"name": "rabbit@rabbitmq-1", "running": True}, {"name": "rabbit@rabbitmq-2"}]
        self.wfile.write(json.dumps(nodes if self.path == "/api/nodes" else []).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    with served(server):
        yield server


@pytest.fixture
def api(server: Server) -> Management:
    return Management(f"http://127.0.0.1:{server.server_port}/", "admin", "password")


def test_names_are_quoted_in_the_address(server: Server, api: Management):
    api.vhost("/")
    assert server.asked == [("/api/vhosts/%2F", {})]


def test_a_user_gets_a_password_and_no_tag(server: Server, api: Management):
    api.user("lockers", "random")
    assert server.asked == [("/api/users/lockers", {"password": "random", "tags": ""})]


def test_permissions_name_what_may_be_configured_written_and_read(server: Server, api: Management):
    api.permissions("kunjungan", "lockers", Permissions("^a$", "^b$", "^c$"))
    api.topic_permission("kunjungan", "lockers", TopicPermission("x.events", "^$", "^d$"))
    assert server.asked == [
        ("/api/permissions/kunjungan/lockers", {"configure": "^a$", "write": "^b$", "read": "^c$"}),
        (
            "/api/topic-permissions/kunjungan/lockers",
            {"exchange": "x.events", "write": "^$", "read": "^d$"},
        ),
    ]


def test_nodes_that_are_away_are_members_too(api: Management):
    assert api.members() == 2


def test_a_refusal_of_the_api_is_an_error(server: Server, api: Management):
    server.status = 401
    with pytest.raises(requests.HTTPError, match="401"):
        api.policy("kunjungan", "rpc", "^rpc-", {"max-length": 1})


def test_an_api_that_is_not_there_does_not_answer():
    assert not Management("http://127.0.0.1:9", "admin", "password").answers()
