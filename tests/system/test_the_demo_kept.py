"""The day that the demo leaves: it can be looked at as if it were today."""

import re
from dataclasses import replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from operations.demo import command
from operations.demo.house import FACILITY
from operations.demo.plan import DAY, ZONE, Plan, make_plan
from tests.support.first_start import running

A_FEW = 8


def small_plan() -> Plan:
    """Groups of the whole day to whom nothing befalls."""
    plan = make_plan()
    plain = [one for one in plan.outings if not one.incident]
    return replace(plan, outings=tuple(plain[:: len(plain) // A_FEW]))


@pytest.fixture
def played(
    tmp_path: Path,
    amqp_uri: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> tuple[Path, str]:
    """The folder of a day that was played, and what the demo said."""
    folder = tmp_path / "demo"
    monkeypatch.setattr(command, "DATA_DIR", folder)
    monkeypatch.setattr(command, "make_plan", small_plan)
    monkeypatch.setenv("AMQP_URI", amqp_uri)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("MONGO_URI", raising=False)
    monkeypatch.delenv("REPORT", raising=False)
    command.main(["--clock-file", str(folder / "clock.json")])
    return folder, capsys.readouterr().out


@pytest.mark.timeout(240)
def test_a_supervisor_looks_at_the_day_in_the_evening_of_it(
    played: tuple[Path, str], amqp_uri: str
):
    folder, said = played
    assert f"make run DATA={folder}" in said
    with running(folder, {"AMQP_URI": amqp_uri}) as told:
        assert not told.passwords, "no example house in the folder of a demo"
        supervisor = signed_in(told.api, said, "supervisor")
        shown = supervisor.get(f"{told.api}/display?facility={FACILITY}", timeout=60)
        assert shown.json()["date"] == DAY.isoformat(), "today is the day of the demo"
        book = supervisor.get(f"{told.api}/day-book?date={DAY}", timeout=60)
        assert book.json()["visits"]["admitted"] == len(small_plan().outings)
        now = parsedate_to_datetime(book.headers["Date"]).astimezone(ZONE)
        assert (
            datetime(2026, 1, 17, 15, 2, tzinfo=ZONE) < now < datetime(2026, 1, 17, 18, tzinfo=ZONE)
        ), "the clock goes on from the end of the day"
        auditor = signed_in(told.api, said, "auditor")
        assert auditor.get(f"{told.api}/audit", timeout=60).json()["entries"]


def signed_in(api: str, said: str, role: str) -> requests.Session:
    """With the password that the demo has shown."""
    [(username, password)] = re.findall(rf"(\S+) +│ {role} +│ ([a-z-]+)", said)
    session = requests.Session()
    signature: dict[str, Any] = {"username": username, "password": password}
    answer = session.post(f"{api}/session", json=signature, timeout=60)
    assert answer.ok, answer.text
    session.headers["Authorization"] = f"Bearer {answer.json()['token']}"
    return session
