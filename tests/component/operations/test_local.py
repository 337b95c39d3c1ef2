"""The system of a bare machine: each service a process, all of them gone afterwards."""

import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import requests
from kombu import Connection

from chassis.calling import RpcClient
from operations.local import System
from operations.topology import declare
from operations.waiting import Unavailable
from tests.support.eventually import eventually
from tests.support.messages import EventPublisher
from tests.support.servers import free_port

QUEUE = "lockers.registration.visit_ended"


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, amqp_uri: str) -> None:
    monkeypatch.setenv("AMQP_URI", amqp_uri)
    monkeypatch.delenv("MONGO_URI", raising=False)


def waiting(amqp_uri: str) -> int:
    with Connection(amqp_uri) as connection:
        return connection.default_channel.queue_declare(QUEUE, passive=True).message_count


def environment_of(pid: int) -> dict[str, str]:
    text = Path(f"/proc/{pid}/environ").read_text(encoding="utf-8")
    return dict(one.split("=", 1) for one in text.split("\0") if "=" in one)


def is_live(url: str) -> bool:
    with suppress(OSError):
        return requests.get(f"{url}/health/live", timeout=2).ok
    return False


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


def test_the_console_is_told_nothing_that_is_the_services_and_comes_back_after_a_kill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CONSOLE_LANGUAGE", "en")
    with System(tmp_path, services=[], console_port=free_port()) as system:
        first = system.pids["console"]
        told = environment_of(first)
        assert told["CONSOLE_LANGUAGE"] == "en"
        assert Path(told["CONSOLE_SECRET_FILE"]).read_text().strip()
        assert not told.keys() & {"AMQP_URI", "MONGO_URI", "AUDIT_KEY", "BLIND_INDEX_KEY"}
        assert not [name for name in told if name.endswith("_KEY_FILE")]
        os.kill(first, signal.SIGKILL)
        eventually("a new process", lambda: system.pids.get("console", first) != first)
        eventually("it answers", lambda: is_live(system.console_url), seconds=60)
        last = system.pids["console"]
    assert is_gone(last)


def test_the_services_are_not_told_what_is_the_console_s(tmp_path: Path):
    with System(tmp_path, services=["lockers"], console_port=free_port()) as system:
        assert (tmp_path / "secrets" / "console_secret").exists()
        assert "CONSOLE_SECRET_FILE" not in environment_of(system.pids["lockers"])


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
