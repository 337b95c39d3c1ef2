"""`kunjungan run`, as somebody has it who has never seen it before."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import requests

from services.gateway.domain.staff import ROLES
from tests.support.eventually import eventually
from tests.support.first_start import running
from tests.support.front import TOO_EARLY
from tests.support.pages import ROOT

SITI = {
    "name": "Siti", "sex": "female", "birth_date": "1990-03-12", "id_type": "ktp",
    "id_number": "6471025203900001", "relationship": "wife",
}  # fmt: skip
BUDI = {
    "name": "Budi", "sex": "male", "birth_date": "1988-03-12", "id_type": "ktp",
    "id_number": "6471021203880002", "relationship": "brother",
}  # fmt: skip
PHONE = {"kind": "phone", "count": 1}


class Officer:
    """Signed in over HTTP."""

    def __init__(self, api: str, username: str, password: str):
        self._api, self._session = api, requests.Session()
        signature = {"username": username, "password": password}
        self.known_as = self.ask("POST", "/session", **signature)
        self._session.headers["Authorization"] = f"Bearer {self.known_as['token']}"

    def ask(self, method: str, path: str, **body: Any) -> dict[str, Any]:
        """What comes of it, once what other services do first is done."""

        def answer() -> requests.Response | None:
            came = self._session.request(method, self._api + path, json=body or None, timeout=30)
            return came if came.ok or came.json()["code"] not in TOO_EARLY else None

        came = eventually(
            f"{method} {path}", lambda: [one for one in [answer()] if one is not None]
        )[0]
        assert came.ok, came.text
        return came.json()


@pytest.fixture
def environment(amqp_uri: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.delenv("MONGO_URI", raising=False)
    return {"AMQP_URI": amqp_uri}


def test_the_first_start_gives_one_address_and_two_people_who_take_a_visit_from_door_to_door(
    tmp_path: Path, environment: dict[str, str]
):
    with running(tmp_path / "run", environment) as first:
        assert requests.get(first.opened, timeout=30).ok
        kepala = Officer(first.api, "kepala", first.passwords["kepala"])
        petugas = Officer(first.api, "petugas", first.passwords["petugas"])
        assert set(kepala.known_as["roles"]) == set(petugas.known_as["roles"]) == set(ROLES)
        take_a_visit(kepala, petugas)
        made = [one["subject"] for one in audited(kepala) if one["action"] == "staff.add"]
        assert sorted(made) == ["kepala", "petugas"]


def take_a_visit(kepala: Officer, petugas: Officer) -> None:
    """A woman and a man, from the registration to the way out."""
    visit = kepala.ask("POST", "/visits", inmate_number="BPN-0001", visitors=[SITI, BUDI])["id"]
    kepala.ask("POST", "/screenings/call-next", on_duty=["female", "male"])
    searched = [
        {"person": person, "decision": "cleared", "searched_by": {"id": officer, "sex": "male"}}
        for person, officer in (("p1", "kepala"), ("p2", "petugas"))
    ]
    kepala.ask(
        "POST", f"/screenings/{visit}/result", consent="given", lead="p1", members=searched,
        items=[{"person": "p1", "disposition": "deposit", **PHONE}],
    )  # fmt: skip
    card = petugas.ask("POST", f"/lockers/{visit}/deposit", items=[PHONE])["card"]
    kepala.ask("POST", f"/visits/{visit}/start", briefing_acknowledged=True)
    kepala.ask("POST", f"/visits/{visit}/end", outcome="completed")
    petugas.ask("POST", f"/lockers/{visit}/return", card=card, items=[PHONE])
    both = {"persons": 2, "identities_checked": ["p1", "p2"]}
    assert kepala.ask("POST", f"/visits/{visit}/depart", **both)["status"] == "departed"


def audited(officer: Officer) -> list[dict[str, Any]]:
    return officer.ask("GET", "/audit")["entries"]


def test_a_later_start_keeps_the_passwords_and_tells_how_to_set_another(
    tmp_path: Path, environment: dict[str, str]
):
    with running(tmp_path / "run", environment) as first:
        password = first.passwords["kepala"]
    with running(tmp_path / "run", environment, "--quiet") as again:
        assert not again.passwords
        assert Officer(again.api, "kepala", password)
        [command] = re.findall(r"^  (MONGO_URI=.+ \\\n.+)$", again.text, re.MULTILINE)
        said = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True)
        assert said.returncode == 0, said.stderr
        [other] = re.findall(r"^password: (.+)$", said.stdout, re.MULTILINE)
        assert Officer(again.api, "kepala", other)
    assert "HTTP API" in first.text
    assert "HTTP API" not in again.text


def test_no_password_is_kept_where_it_could_be_read(tmp_path: Path, environment: dict[str, str]):
    with running(tmp_path / "run", environment) as first:
        passwords = [one.encode() for one in first.passwords.values()]
    assert len(passwords) == 2
    files = [one for one in (tmp_path / "run").rglob("*") if one.is_file()]
    assert not [one for one in files for word in passwords if word in one.read_bytes()]


def test_an_empty_start_makes_nothing(tmp_path: Path, environment: dict[str, str]):
    with running(tmp_path / "run", environment, "--empty") as told:
        assert not told.passwords
        assert "Nobody can sign in yet" in told.text
        assert requests.get(f"{told.api}/display?facility=RTBPN", timeout=30).status_code == 404
        wrong = {"username": "kepala", "password": "kabuti-rosela-nimopa-dutesi"}
        assert requests.post(f"{told.api}/session", json=wrong, timeout=30).status_code == 401


def test_an_example_that_was_cut_off_is_finished_at_the_next_start(
    tmp_path: Path, environment: dict[str, str]
):
    with running(tmp_path / "run", environment):
        pass
    (tmp_path / "run" / "example-unfinished").touch()
    with running(tmp_path / "run", environment) as again:
        assert Officer(again.api, "kepala", again.passwords["kepala"])
