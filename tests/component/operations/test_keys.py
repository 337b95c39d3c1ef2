"""Keys are changed while a real registration holds data."""

import pytest
from pymongo import MongoClient
from typer.testing import CliRunner

from chassis.encryption import key_of
from chassis.keyring import entries
from operations import keys
from operations.cli import app
from operations.secrets import write_keys, write_secrets
from services.registration.service import RegistrationService
from tests.component.registration.front import Front, visitor


@pytest.fixture
def secrets(tmp_path, monkeypatch):
    monkeypatch.setenv("BLIND_INDEX_KEY", "a key for tests alone")
    write_keys(tmp_path / "secrets")
    monkeypatch.delenv("FIELD_KEYS")
    monkeypatch.setenv("FIELD_KEYS_FILE", str(tmp_path / "secrets" / "field_keys"))
    return tmp_path / "secrets"


@pytest.fixture
def restarted(services, secrets, client):
    """Registration, started anew with what the ring holds now."""

    def start() -> Front:
        while services.containers:
            services.containers.pop().stop()
        ring = (secrets / "field_keys").read_text()
        services.start(RegistrationService, FIELD_KEYS=ring)
        return front

    front = Front(client)
    return start


@pytest.fixture
def rotate(settings, secrets, monkeypatch):
    monkeypatch.setenv("MONGO_URI", settings["MONGO_URI"])
    monkeypatch.setenv("DATABASE_PREFIX", settings["DATABASE_PREFIX"])
    return lambda *steps: CliRunner().invoke(
        app, ["keys", "rotate", "--secrets-dir", str(secrets), *steps]
    )


def number_of(front: Front, visit: str) -> str:
    return front.look("visit", visit_id=visit)["members"][0]["id_number"]


def test_all_data_comes_under_the_new_key_and_the_old_one_is_dropped(
    restarted, rotate, secrets, database
):
    front = restarted()
    front.configure()
    front.add_inmate("B-1")
    visit = front.register(visitors=[visitor(1)])["id"]
    first = (secrets / "field_keys").read_text()
    visits = database("registration").visits

    assert rotate().exit_code == 0
    assert [id for id, _ in entries((secrets / "field_keys").read_text())] == ["k2", "k1"]
    assert number_of(restarted(), visit) == visitor(1)["id_number"]

    early = rotate("--retire")
    assert (early.exit_code, "1 values under k1" in early.output) == (1, True)

    assert rotate("--reencrypt").exit_code == 0
    assert key_of(visits.find_one({"_id": visit})["members"][0]["id_number"]) == "k2"
    # the running process remembers the visit as it was, and must not put it back
    assert front.ask("cancel", visit_id=visit, reason="ill", by="visitor")["status"] == "cancelled"
    assert key_of(visits.find_one({"_id": visit})["members"][0]["id_number"]) == "k2"

    assert rotate("--retire").exit_code == 0
    assert first.strip() not in (secrets / "field_keys").read_text()
    assert number_of(restarted(), visit) == visitor(1)["id_number"]


def test_what_was_never_encrypted_is_by_reencrypting(restarted, rotate, database):
    front = restarted()
    front.configure()
    front.add_inmate("B-1")
    visit = front.register(visitors=[visitor(1)])["id"]
    visits = database("registration").visits
    clear = {"$set": {"members.0.id_number": visitor(1)["id_number"]}, "$inc": {"version": 1}}
    visits.update_one({"_id": visit}, clear)
    assert rotate("--reencrypt").exit_code == 0
    assert visits.find_one({"_id": visit})["members"][0]["id_number"].startswith("enc:v1:k1:")
    assert number_of(front, visit) == visitor(1)["id_number"]


def test_more_documents_than_one_batch_are_saved_anew(restarted, rotate, settings, monkeypatch):
    monkeypatch.setattr(keys, "BATCH", 2)
    front = restarted()
    front.configure()
    for n in range(5):
        front.add_inmate(f"B-{n}")
        front.register(f"B-{n}")
    rotate()
    assert "5 documents saved anew" in " ".join(rotate("--reencrypt").output.split())
    with MongoClient(settings["MONGO_URI"]) as client:
        stored = client[settings["DATABASE_PREFIX"] + "registration"].visits.find()
        assert {key_of(one["members"][0]["id_number"]) for one in stored} == {"k2"}


def test_each_service_of_compose_has_a_ring_of_its_own(tmp_path):
    write_secrets(tmp_path)
    found = keys.rings(tmp_path)
    assert [one.services for one in found] == [("registration",), ("notifications",)]
    assert [keys.add_key(one) for one in found] == ["k2", "k2"]
    assert found[0].text() != found[1].text()
    assert (found[0].path.stat().st_mode & 0o777) == 0o600


def test_a_folder_without_a_ring_is_said_in_one_sentence(rotate, secrets):
    (secrets / "field_keys").unlink()
    refused = rotate()
    assert refused.exit_code == 1
    assert "no key ring at" in refused.output
