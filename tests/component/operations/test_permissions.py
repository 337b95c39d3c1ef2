"""On a real broker: each user can do its work, and nothing of anybody else's."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from amqp.exceptions import AccessRefused
from kombu import Connection, Exchange, Producer, Queue

import contracts
import services.gateway
from chassis.calling import RpcClient
from chassis.service import Service
from chassis.settings import COMMON, load_settings
from chassis.topology import event_stream
from operations import permissions
from operations.topology import declare
from services.gateway.stream import EventStream
from services.lockers.service import LockersService
from tests.support.broker_users import broker_users
from tests.support.containers import Services
from tests.support.eventually import eventually

GATEWAY = Path(services.gateway.__file__).with_name("config.yml")

pytestmark = pytest.mark.skipif(
    "AMQP_URI" in os.environ, reason="users are made with rabbitmqctl, on the local broker"
)


@pytest.fixture(scope="module")
def users(amqp_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """URIs by the role of the user."""
    declare(amqp_uri, load_settings(COMMON))
    rights = {
        name: (permissions.of_service(name), permissions.topics_of_service(name))
        for name in ("registration", "lockers", "notifications")
    }
    rights["gateway"] = (permissions.of_caller("gateway"), permissions.topics_of_caller("gateway"))
    rights["outside"] = (
        permissions.of_subscriber("outside"),
        permissions.topics_of_subscriber("outside"),
    )
    with broker_users(amqp_uri, rights, tmp_path_factory.mktemp("users")) as uris:
        yield uris


def publish(uri: str, exchange: str, routing_key: str) -> None:
    with Connection(uri, transport_options={"confirm_publish": True}) as connection:
        Producer(connection).publish({}, exchange=exchange, routing_key=routing_key, retry=False)


def bind(uri: str, queue: str, exchange: str, routing_key: str) -> None:
    bound = Queue(
        queue, Exchange(exchange, type="topic", no_declare=True), routing_key, exclusive=True
    )
    with Connection(uri) as connection:
        bound(connection.default_channel).declare()


def read(uri: str, queue: str) -> None:
    with Connection(uri) as connection:
        connection.default_channel.basic_get(queue)


def follow(uri: str) -> None:
    """As the gateway does for its live stream."""
    with Connection(uri) as connection:
        channel = connection.default_channel
        event_stream("gateway.stream", contracts.open_to_all(), declare=False)(channel).declare()
        channel.basic_qos(0, 1, False)
        channel.basic_consume("gateway.stream", arguments={"x-stream-offset": "first"})


MAY = [
    (follow, "gateway"),
    (publish, "lockers", "lockers.events", "locker_assigned"),
    (publish, "registration", "registration.events", "contact_recorded"),
    (publish, "lockers", "retry.500", "lockers.registration.visit_ended"),
    (publish, "lockers", "parked", "lockers"),
    (publish, "gateway", "nameko-rpc", "lockers.ping"),
    (publish, "lockers", "nameko-rpc", "0b0e6f0a-7a52-4f5e-9d0f-5f8d9c1c2b11"),
    (read, "lockers", "lockers.registration.visit_ended"),
    (bind, "notifications", "notifications.registration.x", "registration.events",
     "contact_recorded"),
    (bind, "gateway", "rpc-gateway", "nameko-rpc", "gateway.*"),
    (bind, "gateway", "gateway.x", "screening.events", "#"),
    (bind, "gateway", "gateway.x", "registration.events", "visit_ended"),
    (bind, "outside", "outside.x", "lockers.events", "#"),
    (bind, "outside", "outside.x", "registration.events", "visit_ended"),
]  # fmt: skip

MAY_NOT = {
    "forge an event": (publish, "lockers", "registration.events", "visit_ended"),
    "forge an event as a caller": (publish, "gateway", "registration.events", "visit_ended"),
    "forge an event from outside": (publish, "outside", "lockers.events", "locker_assigned"),
    "call a service as a service": (publish, "lockers", "nameko-rpc", "registration.ping"),
    "call a service from outside": (publish, "outside", "nameko-rpc", "registration.ping"),
    "put a message into a foreign queue": (publish, "lockers", "", "rpc-registration"),
    "read a foreign queue": (read, "lockers", "registration.lockers.locker_assigned"),
    "read a parking lot": (read, "outside", "parked.lockers"),
    "take over another service's calls": (
        bind, "lockers", "rpc-lockers-x", "nameko-rpc", "registration.*"),
    "take over a service's calls as the gateway": (
        bind, "gateway", "gateway.x", "nameko-rpc", "lockers.*"),
    "listen to calls": (bind, "gateway", "gateway.x", "nameko-rpc", "#"),
    "publish into its stream past the events": (publish, "lockers", "", "gateway.stream"),
    "read contacts as another service": (
        bind, "lockers", "lockers.registration.x", "registration.events", "contact_recorded"),
    "read contacts through a wildcard": (
        bind, "lockers", "lockers.registration.x", "registration.events", "#"),
    "read contacts through a partial wildcard": (
        bind, "outside", "outside.x", "registration.events", "*"),
    "read contacts as the gateway": (
        bind, "gateway", "gateway.x", "registration.events", "contact_recorded"),
    "follow the gateway's stream": (follow, "outside"),
    "make a queue under another name": (bind, "outside", "other.x", "lockers.events", "#"),
}  # fmt: skip


@pytest.mark.parametrize("attempt", MAY, ids=lambda attempt: " ".join(map(str, attempt[1:])))
def test_a_user_can_do_its_work(users: dict[str, str], attempt: tuple[Any, ...]):
    act, user, *arguments = attempt
    act(users[user], *arguments)


@pytest.mark.parametrize("attempt", MAY_NOT.values(), ids=MAY_NOT)
def test_a_user_may_not(users: dict[str, str], attempt: tuple[Any, ...]):
    act, user, *arguments = attempt
    with pytest.raises(AccessRefused):
        act(users[user], *arguments)


def test_a_service_runs_and_answers_with_no_more_than_its_own_rights(
    users: dict[str, str], settings: dict[str, Any], tmp_path: Path
):
    services = Services({**settings, "RETRY_TIERS_MS": [500]})
    services.start(LockersService, AMQP_URI=users["lockers"], DECLARE_EVENT_EXCHANGES=False)
    try:
        with RpcClient(users["gateway"], timeout=10, declare=False) as client:
            assert client.call("lockers", "ping", {})["status"] == "ok"
    finally:
        services.stop()


class Watcher(Service):
    """What the gateway does on the broker, without its HTTP."""

    name = "gateway"
    stream = EventStream()


def test_the_gateway_follows_its_stream_and_answers_with_no_more_than_its_own_rights(
    users: dict[str, str], settings: dict[str, Any], amqp_uri: str
):
    services = Services({**load_settings(GATEWAY), **settings, "STREAM_LOAD_SECONDS": 1})
    running = services.start(Watcher, AMQP_URI=users["gateway"], DECLARE_EVENT_EXCHANGES=False)
    try:
        [stream] = [one for one in running.dependencies if isinstance(one, EventStream)]
        eventually("it follows", lambda: stream.alive)
        with RpcClient(amqp_uri, timeout=10, declare=False) as client:
            assert client.call("gateway", "ping", {})["status"] == "ok"
    finally:
        services.stop()
