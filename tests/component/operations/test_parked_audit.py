"""What is done with parked messages is in the audit before it is done, or it is not done."""

import pytest
from typer.testing import CliRunner

from operations.cli import app
from services.gateway.store_audit import AuditStore, AuditUnavailable
from tests.component.operations.lot import BY, QUEUE


def test_each_message_is_in_the_audit_of_its_house(parked, lot, audit):
    made = lot.park_event(facility="RTSMD")
    lot.park(b"no event", "m2")
    parked("replay", made["id"], *BY)
    parked("discard", "m2", "--yes", *BY)
    first, second = audit()
    assert (first["action"], first["facility"], first["subject"]) == (
        "parked.replay", "RTSMD", made["id"],
    )  # fmt: skip
    assert (first["staff"], first["reason"]) == ("command-line:wati", "the fault is mended")
    assert first["facts"]["queue"] == QUEUE
    assert (second["action"], second["facility"], second["subject"]) == (
        "parked.discard", "-", "m2",
    )  # fmt: skip
    verified = CliRunner().invoke(app, ["audit", "verify"])
    assert (verified.exit_code, verified.stdout) == (0, "-: 1 entries\nRTSMD: 1 entries\n")


@pytest.mark.parametrize("words", [("replay",), ("discard", "--yes")])
def test_without_the_audit_s_key_nothing_is_done(parked, lot, monkeypatch, tmp_path, words):
    made = lot.park_event()
    monkeypatch.delenv("AUDIT_KEY")
    monkeypatch.chdir(tmp_path)
    refused = parked(*words, made["id"], *BY)
    assert (refused.exit_code, "AUDIT_KEY_FILE" in refused.output) == (1, True)
    assert lot.counts() == (1, 0)


@pytest.mark.parametrize("words", [("replay",), ("discard", "--yes")])
def test_what_cannot_be_recorded_is_not_done(parked, lot, monkeypatch, words):
    made = lot.park_event()

    def refuse(*_):
        raise AuditUnavailable("the disk is full")

    monkeypatch.setattr(AuditStore, "append", refuse)
    refused = parked(*words, made["id"], *BY)
    assert (refused.exit_code, "the disk is full" in refused.output) == (1, True)
    assert lot.counts() == (1, 0)
