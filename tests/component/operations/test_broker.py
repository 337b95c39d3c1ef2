"""A broker that answers is used; where there is none, a sentence says what to do."""

import os
import signal
import subprocess
import sys

import pytest

from operations import broker
from operations.broker import answers, reachable_broker
from operations.database import free_port
from operations.waiting import Unavailable


def test_the_broker_that_is_there_is_used(amqp_uri: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AMQP_URI", amqp_uri)
    with reachable_broker() as uri:
        assert uri == amqp_uri
        assert answers(uri)


def test_a_given_broker_that_does_not_answer_is_not_replaced_by_another(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setenv("AMQP_URI", f"amqp://guest:guest@127.0.0.1:{free_port()}//")
    with pytest.raises(Unavailable, match="No RabbitMQ answers at the AMQP_URI given"):
        reachable_broker().__enter__()


def test_a_wrong_password_is_no_answer(amqp_uri: str):
    assert not answers(amqp_uri.replace("guest:guest", "guest:wrong"))


class Machine:
    """A machine without a reachable broker, on which nothing is really run."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch):
        self.ran: list[str] = []
        self.node_runs = False
        self.listens = False
        self.answers = False
        monkeypatch.delenv("AMQP_URI", raising=False)
        monkeypatch.setattr(broker, "answers", lambda _uri: self.answers)
        monkeypatch.setattr(broker, "_listens", lambda _port: self.listens)
        monkeypatch.setattr(broker, "_run", self.run)
        monkeypatch.setattr(broker, "_install", lambda: self.ran.append("install"))
        monkeypatch.setattr(broker, "START_SECONDS", 0.2)
        monkeypatch.setattr(broker, "STOP_SECONDS", 0.2)
        monkeypatch.setattr(broker, "_start_node", self.start_node)
        monkeypatch.setattr(os, "geteuid", lambda: 0)

    starts = True

    def start_node(self) -> subprocess.Popen[bytes]:
        self.ran.append("start")
        self.answers = self.starts
        self.node = subprocess.Popen(["sleep", "60"], start_new_session=True)
        return self.node

    def run(self, *command: str) -> bool:
        if command[-1] == "ping":
            return self.node_runs
        self.ran.append(" ".join(command))
        if command[-1] == "stop" and not self.frozen:
            self.node.terminate()
        return True

    frozen = False


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(monkeypatch)


def test_without_root_and_without_a_broker_the_way_with_compose_is_named(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Unavailable, match="docker compose up -d --wait"):
        reachable_broker().__enter__()
    assert machine.ran == []


def test_a_broker_that_was_started_here_is_stopped_here(machine: Machine):
    with reachable_broker():
        assert machine.ran == ["install", "start"]
    assert machine.ran[2:] == ["rabbitmqctl -q stop", "epmd -kill"]
    assert machine.node.returncode == -signal.SIGTERM


def test_a_broker_that_froze_is_killed_in_the_end(machine: Machine):
    machine.frozen = True
    with reachable_broker():
        pass
    assert machine.node.returncode == -signal.SIGKILL


def test_a_command_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(broker, "ASK_SECONDS", 0.2)
    assert not broker._run("sleep", "60")


def test_a_broker_that_does_not_come_up_is_named_and_stopped(machine: Machine):
    machine.starts = False
    with pytest.raises(Unavailable, match="did not answer within"):
        reachable_broker().__enter__()
    assert machine.ran[2:] == ["rabbitmqctl -q stop", "epmd -kill"]


@pytest.mark.parametrize("sign", ["node_runs", "listens"])
def test_a_broker_of_somebody_else_is_neither_started_over_nor_stopped(machine: Machine, sign: str):
    setattr(machine, sign, True)
    with pytest.raises(Unavailable, match="does not let us in"):
        reachable_broker().__enter__()
    assert machine.ran == []


def test_the_exit_code_of_a_command_is_passed_on(amqp_uri: str):
    wrapped = [sys.executable, "-m", "operations.broker", "--"]
    command = [sys.executable, "-c", "import sys; sys.exit(7)"]
    done = subprocess.run(wrapped + command, env={**os.environ, "AMQP_URI": amqp_uri}, check=False)
    assert done.returncode == 7
