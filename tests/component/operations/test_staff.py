"""`kunjungan staff` on the gateway's own database."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from operations.cli import app
from operations.secrets import write_keys
from services.gateway.domain.signing_in import Times
from services.gateway.hashing import Hasher
from services.gateway.store_sessions import Session
from tests.support.staff import PASSWORD, roster

HOUSE = ("--facility", "RTBPN")


@pytest.fixture
def staff(settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    monkeypatch.setenv("MONGO_URI", settings["MONGO_URI"])
    monkeypatch.setenv("DATABASE_PREFIX", settings["DATABASE_PREFIX"])
    return lambda *words, typed=None: CliRunner().invoke(app, ["staff", *words], input=typed)


@pytest.fixture
def kept(database: Any) -> Callable[[str], Any]:
    return lambda username: database("gateway")["staff"].find_one({"_id": username})


@pytest.fixture
def secret(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "password").write_text(f"{PASSWORD}\n", encoding="utf-8")
    return "--password-file", str(tmp_path / "password")


def test_the_first_account_is_made_with_a_password_that_is_typed_twice(staff, kept):
    made = staff("add", "Sari", "--name", "Sari W", "--role", "operator", *HOUSE,
                 typed=f"{PASSWORD}\n{PASSWORD}\n")  # fmt: skip
    assert made.exit_code == 0, made.output
    assert PASSWORD not in made.output
    assert Hasher().matches(kept("sari")["password_hash"], PASSWORD)
    assert kept("sari")["roles"] == ["operator"]


def test_a_password_that_was_typed_differently_makes_no_account(staff, kept):
    made = staff("add", "sari", "--role", "operator", *HOUSE, typed=f"{PASSWORD}\nother\n")
    assert made.exit_code != 0
    assert kept("sari") is None


def test_a_password_comes_from_a_file_without_its_line_end(staff, kept, secret):
    assert staff("add", "sari", "--role", "operator", *HOUSE, *secret).exit_code == 0
    assert Hasher().matches(kept("sari")["password_hash"], PASSWORD)


def test_a_generated_passphrase_is_shown_once_and_works(staff, kept):
    made = staff("add", "sari", "--role", "operator", *HOUSE, "--generate")
    phrase = made.output.split("password: ")[1].split()[0]
    assert len(phrase) == 27
    assert Hasher().matches(kept("sari")["password_hash"], phrase)
    again = staff("add", "budi", "--role", "operator", *HOUSE, "--generate")
    assert phrase not in again.output


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("sari", "--role", "king", *HOUSE), "no role king"),
        (("sari", "--role", "screener", *HOUSE), "male or female"),
        (("sari", "--role", "auditor", "--facility", "../x"), "at least one facility"),
        (("s ari", "--role", "auditor", *HOUSE), "letters, digits"),
    ],
)
def test_what_is_wrong_with_an_account_is_said_in_a_sentence(staff, secret, words, reason):
    refused = staff("add", *words, *secret)
    assert refused.exit_code == 1
    assert reason in refused.output
    assert "Traceback" not in refused.output


def test_a_common_password_is_refused_and_not_repeated(staff, kept, tmp_path: Path):
    (tmp_path / "weak").write_text("password1234")
    refused = staff("add", "sari", "--role", "operator", *HOUSE, "--password-file",
                    str(tmp_path / "weak"))  # fmt: skip
    assert refused.exit_code == 1
    assert "password1234" not in refused.output
    assert kept("sari") is None


def test_a_user_name_is_given_once(staff, secret):
    staff("add", "sari", "--role", "operator", *HOUSE, *secret)
    again = staff("add", "SARI", "--role", "auditor", *HOUSE, *secret)
    assert (again.exit_code, "taken" in again.output) == (1, True)


def test_rights_are_replaced_and_listed(staff, kept, secret):
    staff("add", "sari", "--role", "screener", "--sex", "female", *HOUSE, *secret)
    assert staff("rights", "sari", "--role", "screener", "--role", "auditor", *HOUSE,
                 "--facility", "LPSMD").exit_code == 0  # fmt: skip
    assert (kept("sari")["facilities"], kept("sari")["sex"]) == (["RTBPN", "LPSMD"], "female")
    assert "auditor, screener" in staff("list").output


def test_an_account_is_disabled_and_enabled(staff, kept, secret):
    staff("add", "sari", "--role", "operator", *HOUSE, *secret)
    staff("disable", "sari")
    assert kept("sari")["disabled"]
    assert "disabled" in staff("list").output
    staff("enable", "sari")
    assert not kept("sari")["disabled"]


def test_where_an_account_is_signed_in_is_listed_and_ended(staff, secret, settings, clock):
    staff("add", "sari", "--role", "operator", *HOUSE, *secret)
    people = roster(settings)
    times = Times(clock.now(), clock.now())
    session = Session("d" * 64, people.get("sari"), times, "192.0.2.7", True)
    people._sessions.add(session, timedelta(hours=1))
    listed = staff("sessions", "sari").output
    assert all(
        part in listed for part in (session.id, "2026-01-17 01:30 UTC", "192.0.2.7", "cookie")
    )
    assert session.digest not in listed
    assert staff("sign-out", "sari").output == "sessions ended: 1\n"
    assert people.sessions("sari") == []


def test_an_account_without_a_password_is_for_the_identity_provider(staff, kept):
    assert staff("add", "sari", "--role", "operator", *HOUSE, "--no-password").exit_code == 0
    assert kept("sari")["password_hash"] is None


@pytest.mark.parametrize("command", ["disable", "enable", "sessions", "sign-out", "password"])
def test_nobody_can_be_changed_who_is_not_there(staff, command: str):
    refused = staff(command, "nobody", *(("--generate",) if command == "password" else ()))
    assert (refused.exit_code, "no such account" in refused.output) == (1, True)
    assert "password:" not in refused.output


def test_a_database_that_is_away_is_said_in_a_sentence(staff, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MONGO_URI", "mongodb://127.0.0.1:1/")
    monkeypatch.setenv("MONGO_TIMEOUT_MS", "100")
    monkeypatch.setattr("operations.staff.WAIT_SECONDS", 0)
    refused = staff("list")
    assert refused.exit_code == 1
    assert "does not answer" in refused.output


def test_whatever_is_changed_is_in_the_audit(staff, database):
    staff("add", "sari", "--role", "operator", *HOUSE, "--no-password")
    staff("disable", "sari")
    staff("list")
    kept = database("gateway")["audit"].find({"facility": "RTBPN"}, sort=["number"])
    assert [(one["action"], one["subject"], one["staff"].split(":")[0]) for one in kept] == [
        ("staff.add", "sari", "command-line"),
        ("staff.disable", "sari", "command-line"),
    ]


def test_nothing_is_changed_where_it_cannot_be_recorded(staff, kept, monkeypatch, tmp_path):
    monkeypatch.delenv("AUDIT_KEY")
    monkeypatch.chdir(tmp_path)
    refused = staff("add", "sari", "--role", "operator", *HOUSE, "--no-password")
    assert (refused.exit_code, "AUDIT_KEY_FILE" in refused.output) == (1, True)
    assert kept("sari") is None


def test_beside_make_run_the_key_is_found_where_it_was_written(
    staff, kept, monkeypatch, tmp_path: Path
):
    monkeypatch.delenv("AUDIT_KEY")
    monkeypatch.chdir(tmp_path)
    write_keys(tmp_path / ".data/run/secrets")
    made = staff("add", "sari", "--role", "operator", *HOUSE, "--no-password")
    assert made.exit_code == 0, made.output
    assert kept("sari")
