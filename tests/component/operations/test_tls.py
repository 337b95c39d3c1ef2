"""TLS to broker and database, with certificates made here: all of a service goes over it, and
whatever does not hold is refused, never gone around."""

import json
import os
import shutil
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, ClassVar
from urllib.parse import urlsplit

import eventlet
import pytest

import contracts
from chassis.broker import connect
from chassis.calling import RpcClient
from chassis.checks import count_parked
from chassis.events import event_handler
from chassis.mongo import open_database
from chassis.publishing import ConfirmedPublisher, Outgoing
from chassis.service import Service
from operations.broker import answers
from operations.database import wait_for_database
from operations.demo.board import Board
from operations.topology import declare
from operations.waiting import Unavailable
from services.gateway.stream_source import Source
from tests.support.broker_node import BrokerNode
from tests.support.certificates import Authority
from tests.support.containers import Services
from tests.support.eventually import eventually
from tests.support.messages import event
from tests.support.servers import database_server

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may start a node as rabbitmq")

BAD: dict[str, tuple[str, timedelta, str]] = {
    "for another host": ("elsewhere.example", timedelta(days=1), "Hostname mismatch"),
    "run out": ("localhost", timedelta(days=-1), "expired"),
}


@pytest.fixture(scope="module")
def directory() -> Iterator[Path]:
    """Readable by the node, which pytest's own are not."""
    made = Path(mkdtemp(prefix="kunjungan-tls-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def authority(directory: Path) -> Authority:
    return Authority(directory)


@pytest.fixture(scope="module")
def node(directory: Path, authority: Authority) -> Iterator[BrokerNode]:
    """It asks its clients for a certificate."""
    certificate, key = authority.issue("localhost", "broker")
    options = {
        "ssl_options.cacertfile": str(authority.file),
        "ssl_options.certfile": str(certificate),
        "ssl_options.keyfile": str(key),
        "ssl_options.verify": "verify_peer",
        "ssl_options.fail_if_no_peer_cert": "true",
    }
    with BrokerNode(config=options, tls=True) as started:
        yield started


@pytest.fixture
def trusting(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate, key = authority.issue("lockers", "client")
    monkeypatch.setenv("AMQP_TLS_CA_FILE", str(authority.file))
    monkeypatch.setenv("AMQP_TLS_CERT_FILE", str(certificate))
    monkeypatch.setenv("AMQP_TLS_KEY_FILE", str(key))


@pytest.fixture
def over_tls(node: BrokerNode, settings: dict[str, Any], trusting: None) -> dict[str, Any]:
    return {**settings, "AMQP_URI": node.uri}


class Failing(Service):
    """Fails once with each event, so that it is tried again."""

    name = "lockers"
    tried: ClassVar[list[str]] = []

    @event_handler(contracts.ALL["visit_ended"])
    def on_visit_ended(self, event: dict[str, Any]) -> None:
        self.tried.append(event["id"])
        if len(self.tried) == 1:
            raise ValueError("the first time")


@pytest.fixture
def running(over_tls: dict[str, Any]) -> Iterator[Services]:
    declare(over_tls["AMQP_URI"], over_tls)
    services = Services(over_tls)
    yield services
    services.stop()


def test_a_service_is_asked_hears_tries_again_and_parks_over_tls(
    running: Services, over_tls: dict[str, Any]
):
    uri = over_tls["AMQP_URI"]
    running.start(Failing)
    with RpcClient(uri, timeout=10) as client:
        assert client.call("lockers", "ping", {})["status"] == "ok"
    told = event("visit_ended")
    publisher = ConfirmedPublisher(uri, timeout=10)
    for body in (told, {}):
        message = Outgoing("registration.events", "visit_ended", json.dumps(body).encode(), "m", {})
        assert publisher.publish([message])
    publisher.close()
    eventually("it is tried again", lambda: Failing.tried == [told["id"]] * 2)
    eventually("what cannot be read is parked", lambda: count_parked(uri, "lockers") == 1)


def test_the_stream_and_the_board_follow_over_tls(over_tls: dict[str, Any]):
    declare(over_tls["AMQP_URI"], over_tls)
    config = {**over_tls, "STREAM_RESUME_SECONDS": 3600}
    source = Source(config, lambda _: None, lambda *_: None, lambda: None)
    follower = eventlet.spawn(source.run)
    with Board(over_tls["AMQP_URI"], lambda _: None):
        eventually("it follows", lambda: source.following)
    source.stopping = True
    follower.wait()


def test_a_client_without_a_certificate_is_not_let_in(
    over_tls: dict[str, Any], monkeypatch: pytest.MonkeyPatch
):
    assert answers(over_tls["AMQP_URI"])
    monkeypatch.delenv("AMQP_TLS_CERT_FILE")
    monkeypatch.delenv("AMQP_TLS_KEY_FILE")
    assert not answers(over_tls["AMQP_URI"])


def test_a_broker_of_another_authority_is_refused_in_a_sentence(
    over_tls: dict[str, Any], directory: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("AMQP_TLS_CA_FILE", str(Authority(directory, "another").file))
    with pytest.raises(Unavailable, match="RabbitMQ's certificate is refused: .*signed"):
        answers(over_tls["AMQP_URI"])


@pytest.mark.parametrize(("host", "lasts", "reason"), BAD.values(), ids=BAD)
@pytest.mark.usefixtures("trusting")
def test_a_broker_with_a_certificate_that_does_not_hold_is_refused_in_a_sentence(
    authority: Authority, host: str, lasts: timedelta, reason: str
):
    refused = pytest.raises(Unavailable, match=f"RabbitMQ's certificate is refused: .*{reason}")
    with listening(*authority.issue(host, "bad", lasts)) as port, refused:
        answers(f"amqps://guest:guest@localhost:{port}//")


@pytest.mark.usefixtures("trusting")
def test_nobody_talks_in_the_clear_where_tls_is_asked_for(amqp_uri: str):
    with pytest.raises(ValueError, match="AMQP_URI is not amqps://"):
        connect(amqp_uri)


@contextmanager
def listening(certificate: Path, key: Path) -> Iterator[int]:
    """The port of something that shows this certificate; nobody gets further with it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    listener = eventlet.listen(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            accepted, _ = listener.accept()
            with suppress(OSError):
                context.wrap_socket(accepted, server_side=True).close()

    server = eventlet.spawn(serve)
    try:
        yield listener.getsockname()[1]
    finally:
        server.kill()
        listener.close()


@contextmanager
def database(directory: Path, certificate: Path, key: Path, authority: Authority) -> Iterator[str]:
    options = ("--tls-cert-file", str(certificate), "--tls-key-file", str(key))
    with database_server(directory, *options, ready=listens) as uri:
        port = urlsplit(uri).port
        yield f"mongodb://localhost:{port}/?tls=true&tlsCAFile={authority.file}"


def listens(uri: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", urlsplit(uri).port or 0)) == 0


def test_a_service_opens_its_database_over_tls(
    tmp_path: Path, authority: Authority, settings: dict[str, Any]
):
    with database(tmp_path, *authority.issue("localhost", "database"), authority) as uri:
        wait_for_database(uri, 10, "no answer")
        opened = open_database({**settings, "MONGO_URI": uri}, "lockers")
        opened["visits"].insert_one({"_id": 1})
        assert opened["visits"].find_one() == {"_id": 1}
        opened.client.close()
        plain = f"mongodb://localhost:{urlsplit(uri).port}/"
        with pytest.raises(Unavailable, match="no answer"):
            wait_for_database(plain, 1, "no answer")


@pytest.mark.parametrize(("host", "lasts", "reason"), BAD.values(), ids=BAD)
def test_a_database_with_a_certificate_that_does_not_hold_is_refused_in_a_sentence(
    tmp_path: Path, authority: Authority, host: str, lasts: timedelta, reason: str
):
    refused = pytest.raises(Unavailable, match=f"MongoDB's certificate is refused: .*{reason}")
    with database(tmp_path, *authority.issue(host, "bad", lasts), authority) as uri, refused:
        wait_for_database(uri, 10, "no answer")


def test_a_database_of_another_authority_is_refused_in_a_sentence(
    tmp_path: Path, directory: Path, authority: Authority
):
    other = Authority(directory, "another")
    refused = pytest.raises(Unavailable, match="MongoDB's certificate is refused: .*issuer")
    with database(tmp_path, *authority.issue("localhost", "database"), other) as uri, refused:
        wait_for_database(uri, 10, "no answer")
