"""Health over HTTP: who asks learns what the service stands on, and cannot hurt it."""

import json
import socket
import urllib.request
from urllib.error import HTTPError

import pytest

from tests.component.chassis.processes import wait_until_it_answers
from tests.support.eventually import eventually
from tests.support.proxy import Proxy
from tests.support.servers import free_port


@pytest.fixture(scope="module")
def broker(lasting):
    with Proxy(lasting["AMQP_URI"]) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def database(lasting):
    with Proxy(lasting["MONGO_URI"]) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def port(start, lasting, broker, database, caller):
    port = free_port()
    start(
        AMQP_URI=broker.through(lasting["AMQP_URI"]),
        MONGO_URI=database.through(lasting["MONGO_URI"]),
        MONGO_TIMEOUT_MS=500,
        HEALTH_PORT=port,
    )
    wait_until_it_answers(caller)
    return port


def ask(port, path):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, json.load(answer)
    except HTTPError as error:
        return error.code, json.load(error)


def test_a_service_whose_parts_are_there_is_ready(port):
    whole = {"healthy": True, "database": "ok", "broker": "ok"}
    assert ask(port, "/health/ready") == (200, whole)


def test_without_its_database_it_lives_but_is_not_ready(port, database):
    database.cut()
    status, report = ask(port, "/health/ready")
    assert (status, report["healthy"], report["broker"]) == (503, False, "ok")
    assert report["database"] in ("AutoReconnect", "ServerSelectionTimeoutError")
    assert ask(port, "/health/live") == (200, {"healthy": True})

    database.restore()
    eventually("ready again", lambda: ask(port, "/health/ready")[0] == 200)


def test_without_its_broker_it_lives_but_is_not_ready(port, broker):
    broker.cut()
    status, report = ask(port, "/health/ready")
    assert (status, report["database"]) == (503, "ok")
    assert report["broker"] != "ok"
    assert ask(port, "/health/live") == (200, {"healthy": True})

    broker.restore()
    eventually("ready again", lambda: ask(port, "/health/ready")[0] == 200)


@pytest.mark.parametrize("path", ["/", "/health", "/health/ready/", "/metrics", "/%00", "/../etc"])
def test_there_is_nothing_else_to_see(port, path):
    assert ask(port, path) == (404, {"healthy": False})


@pytest.mark.parametrize("junk", [b"\x00" * 100, b"GET / HTTP/9.9\r\n\r\n", b"GET " + b"x" * 70_000,
                                  b"\x16\x03\x01\x02\x00\x01"])  # fmt: skip
def test_what_is_no_http_does_not_hurt_it(port, junk):
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(junk)
    assert ask(port, "/health/live")[0] == 200


def test_a_port_that_is_taken_ends_the_process(port, start):
    second = start(HEALTH_PORT=port)
    assert second.exit_code() == 1
    assert "Address already in use" in second.log() or "OSError" in second.log()
