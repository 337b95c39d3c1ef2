"""The examples of README.md and docs/ do what is said of them, run as a reader would run them."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from chassis.calling import RpcClient
from services.lockers.service import LockersService
from services.registration.service import RegistrationService
from tests.support.containers import Services
from tests.support.pages import PAGES, ROOT, fences, name
from tests.support.servers import free_port

EXAMPLES = ROOT / "docs" / "examples"
SNIPPETS = [
    pytest.param(fence.text, id=f"{name(page)} {place}")
    for page in PAGES
    for place, fence in enumerate(fences(page))
    if fence.language == "python"
]


@pytest.fixture
def house(services: Services, monkeypatch: pytest.MonkeyPatch) -> Services:
    """What the examples call."""
    monkeypatch.setenv("BLIND_INDEX_KEY", "a key for tests alone")
    services.start(RegistrationService)
    services.start(LockersService)
    return services


@pytest.fixture
def environment(settings: dict[str, Any]) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        **{name: settings[name] for name in ("AMQP_URI", "MONGO_URI", "DATABASE_PREFIX")},
    }


def python(environment: Mapping[str, str], *arguments: str) -> str:
    """What it prints. It must end well."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", *arguments],
        env=environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_a_snippet_runs(snippet: str, house: Services, environment: dict[str, str]):
    assert "not_found" in python(environment, "-c", snippet)


def test_the_snippets_are_found():
    assert len(SNIPPETS) >= 2


def test_a_visit_is_booked_retried_refused_and_found(
    house: Services, environment: dict[str, str], database: Any
):
    for visits in (1, 2):  # it can be run again
        said = python(environment, str(EXAMPLES / "register.py")).splitlines()
        assert [line.split()[0] for line in said] == ["booked:", "retried:", "refused:", "stored:"]
        assert "'status': 'booked'" in said[0]
        assert "'warnings': []" in said[0]
        assert said[1] == "retried: the first answer again"
        assert said[2].startswith("refused: inmate_already_visited")
        assert database("registration")["visits"].count_documents({}) == visits


def test_a_deployed_caller_need_not_declare_anything(
    house: Services, environment: dict[str, str], tmp_path: Path
):
    secret = tmp_path / "amqp_uri"
    secret.write_text(environment.pop("AMQP_URI") + "\n")
    deployed = {"AMQP_URI_FILE": str(secret), "DECLARE_EVENT_EXCHANGES": "false"}
    assert "stored:" in python(environment | deployed, str(EXAMPLES / "register.py"))


def test_one_service_runs_alone_with_the_command_of_the_readme(
    environment: dict[str, str], client: RpcClient
):
    command = next(one.text for one in fences(ROOT / "README.md") if "-m services." in one.text)
    words = shlex.split(command.replace("\\\n", " "))
    given = [word for word in words if re.match(r"[A-Z_]+=", word)]
    program, *arguments = words[len(given) :]
    assert [word.partition("=")[0] for word in given] == ["AMQP_URI", "MONGO_URI"]
    assert program == ".venv/bin/python"
    service = subprocess.Popen(
        [sys.executable, *arguments],
        env={**environment, "HEALTH_PORT": str(free_port())}, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        answer = client.call(arguments[-1].removeprefix("services."), "ping", {}, timeout=30)
        assert answer["status"] == "ok"
    finally:
        service.terminate()
        assert service.wait(30) == 0
