"""Provisioning may be repeated, and says in a sentence what it misses."""

from typing import Any

import pytest
from pymongo import MongoClient

from operations import provision as module
from operations.database import free_port
from operations.database_users import make_users
from operations.provision import provision
from operations.secrets import OWNERS
from operations.waiting import Unavailable


def test_it_can_run_again_and_makes_the_same(settings: dict[str, Any], database: Any):
    said: list[str] = []
    provision(settings, None, None, said.append)
    provision(settings, None, None, said.append)
    assert said[:2] == said[2:]
    indexes = database("registration")["visits"].index_information()
    assert "outbox_since" in indexes


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WAIT_SECONDS", 0.2)


@pytest.mark.usefixtures("impatient")
def test_a_broker_that_is_not_there_is_named_after_a_bounded_wait(settings: dict[str, Any]):
    nobody = f"amqp://guest:guest@127.0.0.1:{free_port()}//"
    with pytest.raises(Unavailable, match="RabbitMQ did not let us in"):
        provision({**settings, "AMQP_URI": nobody}, None, None, print)


@pytest.mark.usefixtures("impatient")
def test_a_database_that_is_not_there_is_named_after_a_bounded_wait(settings: dict[str, Any]):
    nobody = f"mongodb://127.0.0.1:{free_port()}/"
    with pytest.raises(Unavailable, match="MongoDB did not answer"):
        provision({**settings, "MONGO_URI": nobody}, None, None, print)


class Cluster:
    """The management of a cluster that has so many nodes when it is asked, time after time."""

    def __init__(self, *members: int):
        self._members = list(members)

    def members(self) -> int:
        return self._members.pop(0) if len(self._members) > 1 else self._members[0]


def test_queues_of_three_copies_wait_for_the_third_node():
    cluster = Cluster(1, 2, 3)
    module._wait_for_nodes(cluster, quorum_size=3)
    assert cluster.members() == 3


@pytest.mark.usefixtures("impatient")
def test_nodes_that_never_join_are_named_after_a_bounded_wait():
    with pytest.raises(Unavailable, match="QUORUM_SIZE is 3"):
        module._wait_for_nodes(Cluster(2), quorum_size=3)


def test_a_database_user_is_made_once_and_then_given_its_new_password(
    mongo_uri: str, tmp_path: Any
):
    secrets = tmp_path
    for password in ("first", "second"):
        for name in OWNERS:
            (secrets / name).mkdir(exist_ok=True)
            uri = f"mongodb://{name}:{password}@host/kunjungan_{name}?authSource=kunjungan_{name}"
            (secrets / name / "mongo_uri").write_text(uri)
        client: MongoClient = MongoClient(mongo_uri)
        assert make_users(client, secrets) == len(OWNERS)
    found = client["kunjungan_lockers"].command("usersInfo", "lockers")["users"]
    assert [user["roles"] for user in found] == [[{"role": "readWrite", "db": "kunjungan_lockers"}]]
    for name in OWNERS:
        client[f"kunjungan_{name}"].command("dropUser", name)
    client.close()
