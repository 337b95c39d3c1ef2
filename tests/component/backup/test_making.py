"""What a backup waits for, what it holds, and what becomes of its file."""

import json
import os
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import bson
import pytest
from kombu import Connection

from operations.backup.archive import Reader
from tests.component.backup.command import PROGRAM, begun, environment, kunjungan
from tests.component.backup.stage import Stage
from tests.support.eventually import eventually
from tests.support.messages import EventPublisher
from tests.support.queues import messages_in


def contents(file: Path) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    with file.open("rb") as opened:
        for name, documents in Reader(opened).frames():
            found.setdefault(name, []).extend(bson.decode(one.raw) for one in documents)
    return found


def test_a_backup_holds_every_document_and_only_its_owner_may_read_it(stage: Stage):
    stage.put_visit()
    stage.put("lockers", "deposits", {"_id": "v1", "card": 3})
    made = stage.backup()
    assert made.code == 0, made.told
    assert contents(stage.file)["lockers/deposits"] == [{"_id": "v1", "card": 3}]
    assert stage.file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in stage.home.glob(".*part")] == []


def test_no_key_and_no_session_is_in_it(stage: Stage):
    stage.put_visit()
    stage.put("gateway", "sessions", {"_id": "digest of a token"})
    stage.put("gateway", "staff", {"_id": "sari"})
    stage.backup()
    found = contents(stage.file)
    assert found["gateway/staff"] == [{"_id": "sari"}]
    assert "gateway/sessions" not in found
    with stage.file.open("rb") as file:
        reader = Reader(file)
        plain = b"".join(one.raw for _, documents in reader.frames() for one in documents)
        plain += repr((reader.header, reader.keys)).encode()
    keys = [stage.key(name) for name in ("blind_index_key", "audit_key")]
    for key in (*keys, stage.key("field_keys").partition(":")[2]):
        assert key.encode() not in plain


def test_an_event_that_no_service_has_heard_yet_is_waited_for_and_then_named(
    stage: Stage, publish: EventPublisher
):
    publish("visit_ended")
    eventually("it waits", lambda: messages_in(stage.given["AMQP_URI"], [QUEUE]))
    refused = stage.backup()
    assert refused.code == 1
    assert f"1 messages wait in {QUEUE}" in refused.told
    assert not stage.file.exists()


QUEUE = "lockers.registration.visit_ended"


def test_an_event_that_is_not_sent_yet_is_waited_for(stage: Stage):
    stage.put("screening", "screenings", {"_id": "v1", "outbox": [{"id": "e1"}]})
    assert "screening/screenings is not sent yet" in stage.backup().told
    stage.client[stage.prefix + "screening"].screenings.update_one({}, {"$set": {"outbox": []}})
    assert stage.backup().code == 0


class Writer(threading.Thread):
    """Counts up in one database and then in another, as two services that one event joins."""

    def __init__(self, stage: Stage, pause: float):
        super().__init__(daemon=True)
        self._stage, self._pause, self._over = stage, pause, threading.Event()
        for owner, name in self.PLACES:
            stage.put(owner, name, {"_id": "v1", "n": 0, "outbox": []})

    PLACES = (("screening", "screenings"), ("lockers", "deposits"))

    def run(self) -> None:
        while not self._over.wait(self._pause):
            for owner, name in self.PLACES:
                documents = self._stage.client[self._stage.prefix + owner][name]
                documents.update_one({"_id": "v1"}, {"$inc": {"n": 1}})
                time.sleep(0.2)  # far shorter than the quiet that the backup asks for

    def stop(self) -> None:
        self._over.set()
        self.join()


@pytest.fixture
def writer(stage: Stage, request: pytest.FixtureRequest) -> Iterator[Writer]:
    made = Writer(stage, request.param)
    made.start()
    yield made
    made.stop()


@pytest.mark.parametrize("writer", [0.0], indirect=True)
@pytest.mark.usefixtures("writer")
def test_while_somebody_writes_without_a_pause_there_is_no_backup(stage: Stage):
    refused = stage.backup(wait="3")
    assert refused.code == 1
    assert "was changed" in refused.told
    assert "Back up when nobody works" in refused.told
    assert not stage.file.exists()


@pytest.mark.parametrize("writer", [3.0], indirect=True)
@pytest.mark.usefixtures("writer")
def test_in_a_pause_the_databases_are_saved_as_of_one_moment(stage: Stage):
    for _ in range(3):
        # on a machine that does much else, the writer may need a second for its second half
        assert stage.backup(quiet="1.5", wait="60").code == 0
        found = contents(stage.file)
        [one], [other] = found["screening/screenings"], found["lockers/deposits"]
        assert one["n"] == other["n"]


def test_parked_messages_are_saved_and_stay_where_they_are(stage: Stage):
    uri = stage.given["AMQP_URI"]
    publisher = EventPublisher(uri)
    for n in range(3):
        publisher.send_raw("parked", "lockers", b"%d" % n, **{"app-error": "no such locker"})
    publisher.close()
    eventually("they wait", lambda: messages_in(uri, ["parked.lockers"]))
    assert stage.backup().code == 0
    saved = contents(stage.file)["parked/lockers"]
    assert [one["body"] for one in saved] == [b"0", b"1", b"2"]
    assert saved[0]["headers"] == {"app-error": "no such locker"}
    eventually("all are there", lambda: messages_in(uri, ["parked.lockers"]).values())
    assert _taken(uri, "parked.lockers") == [b"0", b"1", b"2"]


def _taken(uri: str, queue: str) -> list[bytes]:
    found = []
    with Connection(uri) as connection:
        channel = connection.channel()
        while (message := channel.basic_get(queue, no_ack=True)) is not None:
            found.append(message.body if isinstance(message.body, bytes) else message.body.encode())
    return found


def test_a_backup_is_in_the_audit(stage: Stage):
    stage.backup()
    shown = kunjungan(stage.given | {"AUDIT_KEY_FILE": str(stage.secrets / "audit_key")},
                      "audit", "show", "--facility", "-").out  # fmt: skip
    assert [json.loads(line)["action"] for line in shown.splitlines()] == ["backup"]


def test_without_the_keys_there_is_no_backup(stage: Stage):
    (stage.secrets / "blind_index_key").unlink()
    refused = stage.backup()
    assert (refused.code, "no blind_index_key" in refused.told) == (1, True)
    assert not stage.file.exists()


@pytest.mark.parametrize("name", ["field_keys", "blind_index_key"])
def test_keys_that_do_not_fit_the_data_are_found_before_they_are_needed(stage: Stage, name: str):
    stage.put_visit()
    other = "k1:" + "ab" * 32 if name == "field_keys" else "another key altogether"
    (stage.secrets / name).write_text(other)
    refused = stage.backup()
    assert refused.code == 1
    assert "not those of the data" in refused.told
    assert other not in refused.told
    assert not stage.file.exists()


def test_an_audit_key_that_does_not_fit_is_found_too(stage: Stage):
    assert stage.backup().code == 0
    (stage.secrets / "audit_key").write_text("another key altogether")
    assert "not the key that the audit is chained under" in stage.backup().told


def test_a_full_disk_leaves_the_backup_of_yesterday_and_nothing_else(stage: Stage):
    stage.put_visit()
    assert stage.backup().code == 0
    yesterday = stage.file.read_bytes()
    stage.put("lockers", "deposits", {"_id": "v1", "noise": os.urandom(300_000)})
    full = subprocess.run(
        [PROGRAM, "backup", stage.file, "--quiet", "0"],
        env=environment(stage.given), capture_output=True, timeout=60, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )  # fmt: skip
    assert full.returncode == 1
    assert b"File too large" in full.stderr
    assert b"Traceback" not in full.stderr
    assert stage.file.read_bytes() == yesterday
    assert list(stage.home.glob(".*")) == []


def test_a_backup_that_is_shot_down_leaves_none_under_its_name_and_the_next_one_works(
    stage: Stage,
):
    stage.put("lockers", "deposits", {"_id": "v1"})
    draft = stage.home / ".archive.part"
    shot = begun(stage.given, "backup", stage.file, "--quiet", "0", "--wait", "0")
    eventually("it has begun to write", draft.exists)
    shot.send_signal(signal.SIGKILL)
    shot.communicate()
    assert not stage.file.exists()
    assert stage.backup().code == 0
    assert contents(stage.file)["lockers/deposits"] == [{"_id": "v1"}]
    assert not draft.exists()


def test_a_second_backup_into_the_same_file_is_refused(stage: Stage):
    first = begun(stage.given, "backup", stage.file, "--quiet", "60")
    eventually("it has begun", (stage.home / ".archive.part").exists)
    second = stage.backup()
    first.send_signal(signal.SIGKILL)
    first.communicate()
    assert (second.code, "another backup" in second.told) == (1, True)


def test_a_backup_goes_to_standard_output_and_is_proven_from_standard_input(stage: Stage):
    stage.put("lockers", "deposits", {"_id": "v1"})
    made = kunjungan(stage.given, "backup", "-", "--quiet", "0")
    assert made.code == 0, made.told
    checked = kunjungan(stage.given, "backup", "-", "--check", given=made.out)
    assert (checked.code, "documents" in checked.told) == (0, True)
    cut = kunjungan(stage.given, "backup", "-", "--check", given=made.out[:-20])
    assert (cut.code, "cut off" in cut.told) == (1, True)
