"""What a restore refuses, without touching anything, and what becomes of one that is shot down."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from kombu import Connection

from chassis.mongo import open_database
from chassis.restoring import HalfRestored
from operations.backup.archive import Writer
from tests.component.backup.command import Done, begun, kunjungan
from tests.component.backup.stage import Stage
from tests.support.eventually import eventually
from tests.support.messages import EventPublisher
from tests.support.queues import messages_in

LATE = "lockers.registration.visit_ended"


@pytest.fixture
def saved(stage: Stage) -> Stage:
    """With a backup of something."""
    stage.put_visit()
    stage.put("lockers", "deposits", {"_id": "v1", "at": datetime(2026, 1, 17, tzinfo=UTC)})
    made = stage.backup()
    assert made.code == 0, made.told
    return stage


def untouched(stage: Stage) -> bool:
    prefix = stage.there["DATABASE_PREFIX"]
    return not any(name.startswith(prefix) for name in stage.client.list_database_names())


def refused(done: Done, why: str) -> bool:
    assert done.code == 1, done.told
    assert why in done.told
    return True


def test_everything_is_as_it_was(saved: Stage):
    assert saved.restore().code == 0
    assert saved.restored == saved.all(saved.prefix)
    assert saved.restored["lockers/deposits"][0]["_id"] == "v1"


def test_a_file_from_standard_input_is_restored(saved: Stage):
    done = kunjungan(saved.there, "restore", "-", given=saved.file.read_bytes())
    assert done.code == 0, done.told
    assert saved.restored == saved.all(saved.prefix)


@pytest.mark.parametrize("at", [0, 5, 0.5, -12, -1])
def test_a_damaged_file_is_refused_and_nothing_is_touched(saved: Stage, at: float):
    data = bytearray(saved.file.read_bytes())
    data[int(at * len(data)) if at == 0.5 else int(at)] ^= 0x55
    saved.file.write_bytes(data)
    if at != 5:  # a byte of the time in gzip's header means nothing
        assert refused(saved.restore(), "kunjungan: Th")
        assert untouched(saved)


@pytest.mark.parametrize("part", [0.0, 0.3, 0.99])
def test_a_file_that_was_cut_off_is_refused_and_nothing_is_touched(saved: Stage, part: float):
    data = saved.file.read_bytes()
    saved.file.write_bytes(data[: int(len(data) * part)])
    assert refused(saved.restore(), "no backup" if part == 0 else "cut off")
    assert untouched(saved)


def test_a_foreign_file_and_one_of_a_later_format_are_refused(stage: Stage):
    stage.file.write_bytes(b"PK\3\4 whatever")
    assert refused(stage.restore(), "This is no backup of Kunjungan.")
    with stage.file.open("wb") as file:
        Writer(file, {"format": 99, "version": "9.0"}).close({})
    assert refused(stage.restore(), "made by version 9.0")
    assert untouched(stage)


def test_a_database_of_an_unknown_service_is_refused(stage: Stage):
    with stage.file.open("wb") as file:
        writer = Writer(file, {"id": "a", "version": "0.1.0", "at": datetime.now(UTC)})
        writer.part("parcels/parcels", [b"\5\0\0\0\0"])
        writer.close({})
    assert refused(stage.restore(), "parcels/parcels")
    assert untouched(stage)


@pytest.mark.parametrize("name", ["field_keys", "blind_index_key", "audit_key"])
def test_without_the_keys_of_its_time_nothing_is_touched(saved: Stage, name: str):
    right = saved.key(name)
    (saved.secrets / name).write_text("k1:" + "ab" * 32)
    assert refused(saved.restore(), name)
    (saved.secrets / name).unlink()
    assert refused(saved.restore(), f"no {name}")
    assert untouched(saved)
    (saved.secrets / name).write_text(right)
    assert saved.restore().code == 0


def test_a_ring_with_a_newer_key_in_front_still_fits(saved: Stage):
    ring = saved.secrets / "field_keys"
    ring.write_text("k2:" + "ab" * 32 + "\n" + ring.read_text())
    assert saved.restore().code == 0


def test_databases_with_something_in_them_are_left_alone(saved: Stage):
    there = saved.client[saved.there["DATABASE_PREFIX"] + "screening"]
    there.facilities.insert_one({"_id": "RTBPN"})
    assert refused(saved.restore(), "screening is not empty: there is something in facilities")
    assert saved.restored == {"screening/facilities": [{"_id": "RTBPN"}]}


@contextmanager
def listening(amqp_uri: str, queue: str) -> Iterator[None]:
    with Connection(amqp_uri) as connection:
        channel = connection.channel()
        channel.queue_declare(queue, durable=True, auto_delete=False)
        channel.basic_consume(queue)
        yield
        channel.queue_delete(queue)


def test_while_a_service_runs_nothing_is_restored(saved: Stage):
    with listening(saved.given["AMQP_URI"], "rpc-gateway"):
        assert refused(saved.restore(), "Running: gateway")
        assert saved.restored == {}
    assert saved.restore().code == 0


def test_what_lies_in_the_queues_is_thrown_away_and_what_was_parked_comes_back(stage: Stage):
    uri = stage.given["AMQP_URI"]
    publisher = EventPublisher(uri)
    publisher.send_raw("parked", "lockers", b"kept", **{"app-queue": "lockers.x"})
    eventually("it is parked", lambda: messages_in(uri, ["parked.lockers"]))
    assert stage.backup().code == 0
    publisher("visit_ended")
    publisher.send_raw("parked", "lockers", b"parked since")
    publisher.close()
    eventually("an event waits", lambda: messages_in(uri, [LATE]))
    assert stage.restore().code == 0
    assert messages_in(uri, [LATE, "parked.lockers"]) == {"parked.lockers": 1}
    with Connection(uri) as connection:
        message: Any = connection.channel().basic_get("parked.lockers", no_ack=True)
    assert (message.body, message.headers["app-queue"]) == ("kept", "lockers.x")


def test_a_restore_that_is_shot_down_lets_no_service_start_and_is_begun_anew(stage: Stage):
    noise = "x" * 400
    stage.put("lockers", "deposits", *({"_id": f"{n:06}", "noise": noise} for n in range(8_000)))
    stage.put_visit()
    assert stage.backup().code == 0
    there = stage.client[stage.there["DATABASE_PREFIX"] + "lockers"]
    shot = begun(stage.there, "restore", stage.file)
    eventually("it has begun", lambda: there.deposits.find_one({"_id": "000000"}), seconds=30)
    shot.send_signal(signal.SIGKILL)
    shot.communicate()
    assert 0 < there.deposits.count_documents({}) < 8_000
    settings = stage.settings | {"DATABASE_PREFIX": stage.there["DATABASE_PREFIX"]}
    for service in ("registration", "screening", "lockers", "notifications", "gateway"):
        with pytest.raises(HalfRestored, match="run `kunjungan restore` with the same file again"):
            open_database(settings, service)
    again = stage.restore()
    assert again.code == 0, again.told
    assert stage.restored == stage.all(stage.prefix)
    open_database(settings, "lockers")
    assert refused(stage.restore(), "not empty")


def test_a_restore_that_was_shot_down_while_it_took_its_marks_away_is_only_finished(saved: Stage):
    assert saved.restore().code == 0
    before = saved.restored
    header = kunjungan(saved.given, "backup", saved.file, "--check").told
    archive = header.partition("id ")[2][:32]
    there = saved.client[saved.there["DATABASE_PREFIX"] + "gateway"]
    there.restore_under_way.insert_one({"_id": "restore", "archive": archive, "whole": True})
    assert saved.restore().code == 0
    assert saved.restored == before
