"""A broker that answers is used; where there is none, a sentence says what to do."""

import os
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


def test_without_root_and_without_a_broker_the_way_with_compose_is_named(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.delenv("AMQP_URI", raising=False)
    monkeypatch.setattr(broker, "answers", lambda _uri: False)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Unavailable, match="docker compose up -d --wait"):
        reachable_broker().__enter__()


def test_the_exit_code_of_a_command_is_passed_on(amqp_uri: str):
    wrapped = [sys.executable, "-m", "operations.broker", "--"]
    command = [sys.executable, "-c", "import sys; sys.exit(7)"]
    done = subprocess.run(wrapped + command, env={**os.environ, "AMQP_URI": amqp_uri}, check=False)
    assert done.returncode == 7
