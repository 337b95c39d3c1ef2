"""Health over HTTP: who asks learns what the service stands on, and cannot hurt it."""

import socket
from datetime import UTC, datetime, timedelta

import eventlet
import pytest

from chassis.consuming import QueueConsumer
from chassis.errors import Refused
from chassis.service import Service
from tests.component.chassis.processes import wait_until_it_answers
from tests.component.chassis.scraping import Scrape, ask
from tests.support.containers import Services
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
        HEARTBEAT=2,
    )
    wait_until_it_answers(caller)
    return port


def test_a_service_whose_parts_are_there_is_ready(port):
    checks = ("database", "broker", "consumer", "outbox")
    whole = {"healthy": True, **dict.fromkeys(checks, "ok")}
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


def test_a_frozen_broker_is_seen_in_its_consumer_too(port, broker):
    broker.freeze()
    try:
        eventually(
            "the consumer is seen", lambda: ask(port, "/health/ready")[1]["consumer"] != "ok"
        )
        assert ask(port, "/health/live") == (200, {"healthy": True})
    finally:
        broker.restore()
    eventually("ready again", lambda: ask(port, "/health/ready")[0] == 200, seconds=30)


class Deaf(Service):
    name = "deaf"


def test_a_consumer_that_has_died_is_seen_though_its_broker_is_there(lasting, queues):
    port = free_port()
    services = Services({**lasting, "HEALTH_PORT": port})
    container = services.start(Deaf)
    try:
        assert ask(port, "/health/ready")[0] == 200
        consumer = next(one for one in container.extensions if isinstance(one, QueueConsumer))
        consumer._gt.kill()
        status, report = ask(port, "/health/ready")
        assert (status, report["broker"], report["consumer"]) == (503, "ok", "stopped")
        assert ask(port, "/health/live")[0] == 200
        assert Scrape(port)("kunjungan_check_ok", service="deaf", check="consumer") == 0
    finally:
        container.kill()


def test_an_event_that_waits_too_long_for_its_publishing_makes_it_unready(port, counters):
    since = datetime.now(UTC) - timedelta(seconds=61)
    counters.insert_one({"_id": "lying", "version": 1, "inbox": [], "outbox": [{"id": "x"}],
                         "outbox_since": since})  # fmt: skip
    status, report = ask(port, "/health/ready")
    assert (status, report["outbox"], report["database"]) == (503, "old", "ok")
    counters.delete_one({"_id": "lying"})
    assert ask(port, "/health/ready")[0] == 200


def test_the_metrics_of_a_service_without_its_database_say_so_and_invent_nothing(port, database):
    database.cut()
    try:
        eventually("it is seen", lambda: not Scrape(port)("kunjungan_check_ok", check="database"))
        scrape = Scrape(port)
        assert scrape("kunjungan_check_ok", check="broker") == 1
        assert "kunjungan_outbox_documents" not in scrape.names()
        assert "kunjungan_parked_messages" in scrape.names()
    finally:
        database.restore()
    eventually("ready again", lambda: ask(port, "/health/ready")[0] == 200)


def test_a_crowd_that_asks_whether_it_answers_opens_few_connections(port, broker, caller):
    before = broker.accepted
    pool = eventlet.GreenPool(300)
    calls = [pool.spawn(caller.call, "counting", "ping", {}, timeout=60) for _ in range(300)]
    assert all(call.wait()["status"] == "ok" for call in calls)
    assert broker.accepted - before < 150


def test_where_the_outbox_cannot_be_counted_the_service_does_not_say_that_nothing_waits(
    port, database, caller
):
    database.cut()
    try:
        with pytest.raises(Refused, match="unavailable"):
            caller.call("counting", "ping", {}, timeout=30)
    finally:
        database.restore()
    eventually("ready again", lambda: ask(port, "/health/ready")[0] == 200)


@pytest.mark.parametrize("path", ["/", "/health", "/health/ready/", "/%00", "/../etc"])
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
