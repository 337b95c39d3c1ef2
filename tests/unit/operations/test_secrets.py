"""Secrets are random, private to their service, and never overwritten."""

import stat
from pathlib import Path

import pytest
from kombu.utils.url import parse_url

from operations.secrets import OWNERS, write_keys, write_secrets


def test_every_secret_is_readable_by_its_owner_only(tmp_path: Path):
    for path in write_secrets(tmp_path, subscribers=["statistics"]):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_no_two_secrets_are_alike_and_none_is_the_same_elsewhere(tmp_path: Path):
    here = {path.read_text() for path in write_secrets(tmp_path / "here")}
    there = {path.read_text() for path in write_secrets(tmp_path / "there")}
    assert here & there == {"\n"}  # the mail server's password, for the operator to fill in
    assert len(here) == len(there) > 10


def test_a_service_finds_broker_and_database_with_its_own_name_and_password(tmp_path: Path):
    write_secrets(tmp_path, rabbitmq="broker.example", mongo="database.example")
    for name in OWNERS:
        broker = parse_url((tmp_path / name / "amqp_uri").read_text().strip())
        database = parse_url((tmp_path / name / "mongo_uri").read_text().strip())
        assert (broker["hostname"], broker["userid"]) == ("broker.example", name)
        assert (database["hostname"], database["userid"]) == ("database.example", name)
        assert database["virtual_host"] == database["authSource"] == f"kunjungan_{name}"
        assert (database["w"], database["journal"]) == ("majority", "true")
        assert broker["password"] != database["password"]


def test_what_exists_is_never_overwritten(tmp_path: Path):
    write_secrets(tmp_path)
    password = tmp_path / "notifications" / "smtp_password"
    password.write_text("the operator's own\n")
    (tmp_path / "lockers" / "amqp_uri").unlink()
    assert write_secrets(tmp_path) == [tmp_path / "lockers" / "amqp_uri"]
    assert password.read_text() == "the operator's own\n"


def test_the_administrator_s_uris_carry_the_administrator_s_passwords(tmp_path: Path):
    write_secrets(tmp_path)
    admin = tmp_path / "admin"
    for server, uri in (("rabbitmq", "amqp_uri"), ("mongo", "mongo_uri")):
        password = (admin / f"{server}_password").read_text().strip()
        assert parse_url((admin / uri).read_text().strip())["password"] == password


@pytest.mark.parametrize("name", ["registration", "gateway", "amq", "Upper", "a", "../up", "a b"])
def test_a_subscriber_cannot_take_a_name_that_means_something_else(tmp_path: Path, name: str):
    with pytest.raises(ValueError, match="cannot be a subscriber"):
        write_secrets(tmp_path, subscribers=[name])
    assert list(tmp_path.iterdir()) == []


def test_the_console_has_one_secret_and_no_user_of_broker_or_database(tmp_path: Path):
    write_secrets(tmp_path)
    assert [path.name for path in (tmp_path / "console").iterdir()] == ["console_secret"]
    assert len((tmp_path / "console" / "console_secret").read_text()) > 40


def test_the_keys_of_a_bare_machine_stay_the_same(tmp_path: Path):
    first = {name: path.read_text() for name, path in write_keys(tmp_path / "s").items()}
    again = {name: path.read_text() for name, path in write_keys(tmp_path / "s").items()}
    assert first == again
    assert len(first["blind_index_key"]) > 40
    assert len(first["audit_key"]) > 40
    assert first["webhook_secret"].startswith("whsec_")
