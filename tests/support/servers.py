"""A real broker and a real database for the tests."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import HTTPServer
from pathlib import Path

from kombu import Connection
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from tests.support.eventually import eventually

LOCAL_BROKER = "amqp://guest:guest@127.0.0.1:5672"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def database_server(
    directory: Path, *options: str, ready: Callable[[str], bool] | None = None
) -> Iterator[str]:
    """The URI of an embedded server, or of the one that MONGO_URI names.

    ``options`` are the embedded server's; with any of them it is the embedded one. ``ready`` tells
    of an URI whether it is up, where a plain ping does not.
    """
    given = os.environ.get("MONGO_URI")
    if given and not options:
        yield given
        return
    port = free_port()
    program = Path(sys.executable).with_name("secantusd-py")
    arguments = ["--standalone", "--host", "127.0.0.1", "--port", str(port)]
    with (directory / "database.log").open("wb") as log:
        server = subprocess.Popen(
            [program, *arguments, "--storage-path", str(directory / "database"), *options],
            stdout=log,
            stderr=log,
        )
    uri = f"mongodb://127.0.0.1:{port}/?w=majority&journal=true&retryWrites=false"
    try:
        eventually("the database answers", lambda: (ready or _answers)(uri), seconds=60)
        yield uri
    finally:
        server.terminate()
        server.wait()


def _answers(uri: str) -> bool:
    client: MongoClient = MongoClient(uri, serverSelectionTimeoutMS=300)
    with suppress(PyMongoError):
        client.admin.command("ping")
        return True
    return False


@contextmanager
def virtual_host(name: str) -> Iterator[str]:
    """The URI of a virtual host of its own on the local broker, or of what AMQP_URI names."""
    if given := os.environ.get("AMQP_URI"):
        yield given
        return
    _rabbitmqctl("add_vhost", name)
    _rabbitmqctl("set_permissions", "-p", name, "guest", ".*", ".*", ".*")
    try:
        uri = f"{LOCAL_BROKER}/{name}"
        with Connection(uri, connect_timeout=5) as connection:
            connection.connect()
        yield uri
    finally:
        _rabbitmqctl("delete_vhost", name)


def _rabbitmqctl(*arguments: str) -> None:
    subprocess.run(["rabbitmqctl", "-q", *arguments], check=True, capture_output=True)


@contextmanager
def served(server: HTTPServer) -> Iterator[None]:
    """A small server of the test's own, answering in a thread."""
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
