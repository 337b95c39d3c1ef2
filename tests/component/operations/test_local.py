"""The system of a bare machine: each service a process, all of them gone afterwards."""

import os
import signal
from pathlib import Path
from typing import Any

import pytest
from kombu import Connection

from chassis.calling import RpcClient
from operations.local import System
from operations.topology import declare
from operations.waiting import Unavailable
from tests.support.eventually import eventually
from tests.support.messages import EventPublisher

QUEUE = "lockers.registration.visit_ended"


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, amqp_uri: str) -> None:
    monkeypatch.setenv("AMQP_URI", amqp_uri)
    monkeypatch.delenv("MONGO_URI", raising=False)


def waiting(amqp_uri: str) -> int:
    with Connection(amqp_uri) as connection:
        return connection.default_channel.queue_declare(QUEUE, passive=True).message_count


def is_gone(pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists()


def test_a_service_answers_comes_back_after_a_kill_and_is_gone_at_the_end(tmp_path: Path):
    with System(tmp_path, services=["lockers"]) as system:
        with RpcClient(system.amqp_uri, timeout=20) as client:
            assert client.call("lockers", "ping", {})["status"] == "ok"
            first = system.pids["lockers"]
            os.kill(first, signal.SIGKILL)
            eventually("a new process", lambda: system.pids.get("lockers", first) != first)
            assert client.call("lockers", "ping", {})["status"] == "ok"
        assert system.restarts == {"lockers": 1}
        last = system.pids["lockers"]
    assert is_gone(last)
    assert system.pids == {}
    assert (system.logs_dir / "lockers.log").stat().st_size > 0
    assert (tmp_path / "mongo").is_dir()


def test_a_new_system_does_not_hear_what_an_earlier_one_left_in_the_queues(
    tmp_path: Path, settings: dict[str, Any], publish: EventPublisher
):
    declare(settings["AMQP_URI"], {**settings, "RETRY_TIERS_MS": [500]})
    publish("visit_ended")
    eventually("the event waits", lambda: waiting(settings["AMQP_URI"]) >= 1)
    with System(tmp_path, services=[]) as system:
        assert waiting(system.amqp_uri) == 0
        publish("visit_ended")
        eventually("the event waits", lambda: waiting(system.amqp_uri) == 1)
    with System(tmp_path, services=[]) as again:  # the same data: what waits belongs to it
        assert waiting(again.amqp_uri) == 1
    declare(settings["AMQP_URI"], {**settings, "RETRY_TIERS_MS": [500]}, purge=True)


def test_a_service_that_cannot_start_is_named_with_the_end_of_its_log(tmp_path: Path):
    with pytest.raises(Unavailable, match="(?s)nobody exits again and again.*No module named"):
        System(tmp_path, services=["nobody"]).__enter__()


def test_the_services_get_keys_of_their_own_that_stay_with_the_data(tmp_path: Path):
    with System(tmp_path, services=[]):
        key = (tmp_path / "secrets" / "blind_index_key").read_text()
    with System(tmp_path, services=[]):
        assert (tmp_path / "secrets" / "blind_index_key").read_text() == key
