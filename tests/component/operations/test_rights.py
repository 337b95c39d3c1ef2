"""Every user's credentials, as `secrets` and `provision` made them, against everything."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kombu import Connection, Producer
from pymongo import MongoClient

import services.gateway
from chassis.calling import RpcClient
from chassis.service import Service
from chassis.settings import COMMON, load_settings
from services.gateway.accounts import Accounts
from services.gateway.audit import Audit
from services.gateway.domain.audit_entry import Entry
from services.gateway.stream import EventStream
from services.lockers.service import LockersService
from tests.permissions.attempts import Tried
from tests.permissions.matrix import matrix, matrix_of
from tests.permissions.own_system import OwnSystem, provision, provisioned
from tests.permissions.policy import differences, idle_lines
from tests.permissions.probe import try_broker_as_all, try_database_as_all
from tests.permissions.users import administrator, users
from tests.permissions.ways_around import WAYS_AROUND, arrives
from tests.support.containers import Services
from tests.support.eventually import eventually
from tests.support.queues import messages_in

GATEWAY = Path(services.gateway.__file__).with_name("config.yml")
PAGE = Path(__file__).parents[3] / "docs" / "security.md"

pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="only root may start a node as rabbitmq"),
    pytest.mark.timeout(600),  # all is tried in one go: half a minute on a machine that is free
]


@pytest.fixture(scope="module")
def system() -> Iterator[OwnSystem]:
    with provisioned() as started:
        yield started


@pytest.fixture(scope="module")
def tried(system: OwnSystem) -> list[Tried]:
    secrets, management_url, hosts = system
    return [
        *try_broker_as_all(secrets, management_url, hosts),
        *try_database_as_all(secrets, hosts),
    ]


def test_each_user_may_do_what_the_policy_says_and_nothing_else(tried: list[Tried]):
    assert differences(tried) == []


def test_every_line_of_the_policy_was_tried(tried: list[Tried]):
    assert idle_lines(one.attempt for one in tried) == []


def test_the_page_says_what_was_measured(tried: list[Tried]):
    assert matrix_of(PAGE) == matrix(tried), "run `make permissions` and commit"


@pytest.mark.parametrize("way", WAYS_AROUND.values(), ids=WAYS_AROUND)
def test_there_is_no_way_around(system: OwnSystem, way: Any):
    by_name = {one.name: one.amqp_uri for one in users(system.secrets, system.hosts)}
    admin = administrator(system.secrets, system.hosts).amqp_uri
    assert not arrives(way, by_name["lockers"], admin)


def test_provisioning_again_changes_nothing(system: OwnSystem):
    assert provision(system) == provision(system)


def test_the_database_is_told_what_the_policy_says(system: OwnSystem):
    """Also where the server, as the embedded one, does not tell collections apart."""
    admin = administrator(system.secrets, system.hosts)
    with MongoClient(str(admin.mongo_uri)) as client:
        database = client["kunjungan_gateway"]
        [user] = database.command("usersInfo", "gateway")["users"]
        [role] = database.command("rolesInfo", "gateway", showPrivileges=True)["roles"]
    assert user["roles"] == [{"role": "gateway", "db": "kunjungan_gateway"}]
    assert role["roles"] == []
    allowed = {one["resource"]["collection"]: set(one["actions"]) for one in role["privileges"]}
    kept = {"find", "insert", "update", "remove", "createIndex"}
    assert allowed == {
        "audit": {"find", "insert"},
        "staff": kept,
        "sessions": kept,
        "attempts": kept,
        "sign_in_flows": kept,
    }
    assert all(one["resource"]["db"] == "kunjungan_gateway" for one in role["privileges"])


def publish_unreadable(registration: str, event_type: str) -> None:
    with Connection(registration, transport_options={"confirm_publish": True}) as connection:
        Producer(connection).publish({}, exchange="registration.events", routing_key=event_type)


@pytest.fixture
def running(system: OwnSystem) -> Iterator[Services]:
    """Services that declare nothing; the administrator tidies up."""
    admin = administrator(system.secrets, system.hosts)
    common = {**load_settings(COMMON), "AMQP_URI": admin.amqp_uri, "DECLARE_EVENT_EXCHANGES": False}
    started = Services(common)
    yield started
    started.stop()


def own(system: OwnSystem, name: str) -> dict[str, str | None]:
    [user] = [one for one in users(system.secrets, system.hosts) if one.name == name]
    return {"AMQP_URI": user.amqp_uri, "MONGO_URI": user.mongo_uri}


def test_a_service_answers_and_parks_with_no_more_than_its_own_rights(
    system: OwnSystem, running: Services
):
    running.start(LockersService, **own(system, "lockers"))
    gateway = str(own(system, "gateway")["AMQP_URI"])
    with RpcClient(gateway, timeout=10, declare=False) as client:
        assert client.call("lockers", "ping", {})["status"] == "ok"
    publish_unreadable(str(own(system, "registration")["AMQP_URI"]), "visit_ended")
    admin = administrator(system.secrets, system.hosts).amqp_uri
    eventually("it is parked", lambda: messages_in(admin, ["parked.lockers"]))


class Gateway(Service):
    """What the gateway does on broker and database, without its HTTP."""

    name = "gateway"
    stream = EventStream()
    audit = Audit()
    accounts = Accounts()


def test_the_gateway_follows_records_and_answers_with_no_more_than_its_own_rights(
    system: OwnSystem, running: Services, caplog: pytest.LogCaptureFixture
):
    # what the ways around have left in the stream must not keep it from following
    settings = {"STREAM_LOAD_SECONDS": 1, "DECLARE_EVENT_EXCHANGES": False}
    settings = {**load_settings(GATEWAY), **own(system, "gateway"), **settings}
    gateway = running.start(Gateway, **settings)
    [stream] = [one for one in gateway.dependencies if isinstance(one, EventStream)]
    [audit] = [one for one in gateway.dependencies if isinstance(one, Audit)]
    eventually("it follows", lambda: stream.alive)
    audit.record(Entry("RTBPN", "budi", "", "", "visits.show", "", "ok"))
    admin = administrator(system.secrets, system.hosts)
    with RpcClient(admin.amqp_uri, timeout=10, declare=False) as client:
        assert client.call("gateway", "ping", {})["status"] == "ok"
    with MongoClient(str(admin.mongo_uri)) as client:
        assert client["kunjungan_gateway"]["audit"].count_documents({}) == 1
    assert "interrupted" not in caplog.text
