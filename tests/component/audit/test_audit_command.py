"""`kunjungan audit` names what was done to the database."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from operations.cli import app
from operations.database import free_port
from tests.component.audit.conftest import HOUSE, Books, an_entry

Run = Callable[..., Result]


@pytest.fixture
def audit(settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in ("MONGO_URI", "DATABASE_PREFIX", "AUDIT_KEY"):
        monkeypatch.setenv(name, settings[name])
    return lambda *arguments: CliRunner().invoke(app, ["audit", *map(str, arguments)])


@pytest.fixture
def five(books: Books) -> Books:
    """Five entries of one house, three of another."""
    writer = books.writer()
    for n in range(5):
        writer.record(an_entry(f"v{n}", reason="a funeral", facts={"supervisor": "wati"}))
    for n in range(3):
        writer.record(an_entry(f"v{n}", "RTSMD"))
    return books


def test_an_untouched_audit_verifies_with_a_line_for_each_chain(audit: Run, five: Books):
    done = audit("verify")
    assert (done.exit_code, done.stdout) == (0, "RTBPN: 5 entries\nRTSMD: 3 entries\n")
    assert audit("verify", "--facility", "RTSMD").stdout == "RTSMD: 3 entries\n"


def test_an_empty_audit_verifies(audit: Run, books: Books):
    assert (audit("verify").exit_code, audit("checkpoint").exit_code) == (0, 0)


NEW: dict[str, Any] = {
    "_id": "another", "at": datetime(2026, 1, 1, tzinfo=UTC), "facts": {}, "mac": "0" * 64,
    **dict.fromkeys(["staff", "session", "address", "action", "subject", "outcome", "reason",
                     "trace"], "x"),
}  # fmt: skip


@pytest.mark.parametrize("field", [one for one in NEW if one != "_id"])
def test_a_changed_field_of_one_entry_is_found(audit: Run, five: Books, field: str):
    five.documents.update_one({"facility": HOUSE, "number": 3}, {"$set": {field: NEW[field]}})
    found = audit("verify")
    assert found.exit_code == 1
    assert found.stdout == "RTBPN: 2 entries\nRTSMD: 3 entries\n"
    assert found.stderr == (
        "BROKEN: facility RTBPN: entry 3 was changed, or another one was put in its place\n"
    )


@pytest.mark.parametrize("field", [one for one in NEW if one != "_id"])
def test_a_field_that_was_taken_out_is_found(audit: Run, five: Books, field: str):
    five.documents.update_one({"facility": HOUSE, "number": 3}, {"$unset": {field: ""}})
    assert "entry 3 was changed" in audit("verify").stderr


def take_out(books: Books) -> None:
    books.documents.delete_one({"facility": HOUSE, "number": 2})


def add_a_field(books: Books) -> None:
    books.documents.update_one({"facility": HOUSE, "number": 2}, {"$set": {"note": ""}})


def copy_under_a_new_number(books: Books) -> None:
    copy = books.documents.find_one({"facility": HOUSE, "number": 2})
    books.documents.insert_one({**copy, "_id": "copy", "number": 6})


def swap(books: Books) -> None:
    one, other = (books.documents.find_one({"facility": HOUSE, "number": n}) for n in (2, 3))
    books.documents.delete_many({"facility": HOUSE, "number": {"$in": [2, 3]}})
    books.documents.insert_many([{**one, "number": 3}, {**other, "number": 2}])


def move_to_another_house(books: Books) -> None:
    moved = books.documents.find_one_and_delete({"facility": HOUSE, "number": 5})
    books.documents.insert_one({**moved, "facility": "RTSMD", "number": 4})


def put_in_a_number_that_is_none(books: Books) -> None:
    books.documents.update_one({"facility": HOUSE, "number": 2}, {"$set": {"number": "2"}})


def put_in_a_date_that_is_none(books: Books) -> None:
    books.documents.update_one({"facility": HOUSE, "number": 2}, {"$set": {"at": "yesterday"}})


DONE_TO_IT = {
    take_out: "RTBPN: entry 2 is missing",
    add_a_field: "RTBPN: entry 2 was changed",
    copy_under_a_new_number: "RTBPN: entry 6 was changed",
    swap: "RTBPN: entry 2 was changed",
    move_to_another_house: "RTSMD: entry 4 was changed",
    put_in_a_number_that_is_none: "RTBPN: entry 2 is missing",
    put_in_a_date_that_is_none: "RTBPN: entry 2 was changed",
}


@pytest.mark.parametrize(("act", "named"), DONE_TO_IT.items(), ids=lambda one: str(one)[:30])
def test_whatever_was_done_to_the_entries_is_named(
    audit: Run, five: Books, act: Callable[[Books], None], named: str
):
    act(five)
    found = audit("verify")
    assert (found.exit_code, named in found.stderr) == (1, True)


def test_each_broken_chain_is_named(audit: Run, five: Books):
    five.documents.delete_many({"number": 2})
    found = audit("verify").stderr.splitlines()
    assert found == [f"BROKEN: facility {one}: entry 2 is missing" for one in ("RTBPN", "RTSMD")]


def test_a_cut_tail_is_found_against_a_checkpoint(audit: Run, five: Books, tmp_path: Path):
    kept = tmp_path / "checkpoint.json"
    made = audit("checkpoint", kept)
    assert (made.exit_code, made.stdout) == (0, f"{kept}: 2 chains, 8 entries\n")
    five.writer().record(an_entry("later"))
    assert audit("verify", "--checkpoint", kept).exit_code == 0
    five.documents.delete_many({"facility": HOUSE, "number": {"$gte": 4}})
    assert audit("verify").exit_code == 0
    found = audit("verify", "--checkpoint", kept)
    assert found.exit_code == 1
    assert found.stderr == (
        "BROKEN: facility RTBPN: entry 4 is missing: the end of the chain was cut off\n"
    )


def test_a_house_that_was_cut_away_whole_is_found_against_a_checkpoint(
    audit: Run, five: Books, tmp_path: Path
):
    kept = tmp_path / "checkpoint.json"
    kept.write_text(audit("checkpoint").stdout)
    five.documents.delete_many({"facility": "RTSMD"})
    assert audit("verify").exit_code == 0
    assert "RTSMD: entry 1 is missing" in audit("verify", "--checkpoint", kept).stderr
    assert audit("verify", "--checkpoint", kept, "--facility", HOUSE).exit_code == 0
    assert audit("verify", "--checkpoint", kept, "--facility", "RTSMD").exit_code == 1


def test_a_tail_that_grew_again_is_not_the_one_that_the_checkpoint_saw(
    audit: Run, five: Books, tmp_path: Path
):
    kept = tmp_path / "checkpoint.json"
    audit("checkpoint", kept)
    five.documents.delete_many({"facility": HOUSE, "number": {"$gte": 4}})
    for n in range(4):
        five.writer().record(an_entry(f"after {n}"))
    assert audit("verify").exit_code == 0
    found = audit("verify", "--checkpoint", kept).stderr
    assert "entry 5 is not the one that the checkpoint saw" in found


def test_a_new_checkpoint_does_not_replace_one_that_shows_a_cut(
    audit: Run, five: Books, tmp_path: Path
):
    kept = tmp_path / "checkpoint.json"
    audit("checkpoint", kept)
    before = kept.read_text()
    five.documents.delete_many({"facility": HOUSE, "number": 5})
    refused = audit("checkpoint", kept)
    assert (refused.exit_code, "entry 5 is missing" in refused.stderr) == (1, True)
    assert kept.read_text() == before


def test_a_broken_chain_is_not_signed(audit: Run, five: Books):
    take_out(five)
    refused = audit("checkpoint")
    assert (refused.exit_code, refused.stdout) == (1, "")


def test_a_checkpoint_that_was_changed_is_refused(audit: Run, five: Books, tmp_path: Path):
    kept = tmp_path / "checkpoint.json"
    audit("checkpoint", kept)
    found = json.loads(kept.read_text())
    del found["heads"]["RTSMD"]
    kept.write_text(json.dumps(found))
    refused = audit("verify", "--checkpoint", kept)
    assert (refused.exit_code, "the signature is wrong" in refused.stderr) == (1, True)


def test_a_running_gateway_s_next_entry_shows_that_the_tail_was_cut(audit: Run, books: Books):
    writer = books.writer()
    for n in range(3):
        writer.record(an_entry(f"v{n}"))
    books.documents.delete_one({"number": 3})
    writer.record(an_entry("next"))
    assert "entry 3 is missing" in audit("verify").stderr


def test_the_newest_entries_of_a_house_are_shown(audit: Run, five: Books):
    lines = audit("show", "--facility", HOUSE, "--count", "2").stdout.splitlines()
    assert [json.loads(line)["subject"] for line in lines] == ["v4", "v3"]


WRONG = {
    "no key": ({"AUDIT_KEY": None}, [], "give AUDIT_KEY"),
    "a short key": ({"AUDIT_KEY": "short"}, [], "at least 16 characters"),
    "no database": (
        {"MONGO_URI": f"mongodb://127.0.0.1:{free_port()}/", "MONGO_TIMEOUT_MS": "200"},
        [],
        "the database does not answer",
    ),
    "no such checkpoint": ({}, ["--checkpoint", "nowhere.json"], "nowhere.json"),
    "no such house": ({}, ["--facility", "NOWHERE"], "no entry of facility NOWHERE"),
}


@pytest.mark.parametrize(("environment", "arguments", "said"), WRONG.values(), ids=WRONG)
def test_what_is_missing_is_said_in_a_sentence(
    audit: Run,
    books: Books,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str | None],
    arguments: list[str],
    said: str,
):
    for name, value in environment.items():
        if value is None:
            monkeypatch.delenv(name)
        else:
            monkeypatch.setenv(name, value)
    refused = audit("verify", *arguments)
    assert (refused.exit_code, said in refused.stderr) == (1, True)
    assert "Traceback" not in refused.output
