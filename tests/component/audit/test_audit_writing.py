"""Entries are durable, in one chain and there once, whoever writes at once and whatever breaks."""

import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import eventlet
import pytest
from eventlet.greenpool import GreenPool
from nameko.containers import ServiceContainer

from services.gateway.audit import Audit
from services.gateway.group_commit import GroupCommit
from services.gateway.store_audit import AuditUnavailable
from tests.component.audit.conftest import HOUSE, Books, an_entry
from tests.support.eventually import eventually
from tests.support.proxy import Proxy


def write(pool: GreenPool, writer: GroupCommit, who: str, count: int, house: str = HOUSE) -> None:
    def record_all() -> None:
        for n in range(count):
            writer.record(an_entry(f"{who}-{n}", house))

    pool.spawn(record_all)


def test_an_entry_is_kept_with_all_it_says(books: Books):
    entry = an_entry(reason="a funeral", trace="00-ab-cd-01", facts={"supervisor": "wati"})
    books.writer().record(entry)
    [found] = books.store.find(HOUSE, None, None, {}, 1, 50)
    assert found["number"] == 1
    assert asdict(entry).items() <= found.items()
    assert books.breaks() == []


def test_many_requests_of_one_process_share_a_write(books: Books):
    writer, pool = books.writer(), GreenPool()
    for who in range(50):
        write(pool, writer, f"w{who}", 4)
    pool.waitall()
    assert sorted(books.subjects()) == sorted(f"w{w}-{n}" for w in range(50) for n in range(4))
    assert writer.entries == 200
    assert writer.writes < 20
    assert books.breaks() == []


def test_the_entries_of_one_request_stay_in_their_order(books: Books):
    writer, pool = books.writer(), GreenPool()
    for who in ("a", "b"):
        write(pool, writer, who, 20)
    pool.waitall()
    of_a = [one for one in books.subjects() if one.startswith("a")]
    assert of_a == [f"a-{n}" for n in range(20)]


def test_several_writers_make_one_chain_that_lacks_nothing_and_has_nothing_twice(books: Books):
    pool = GreenPool()
    for process in range(4):
        writer = books.writer()
        for who in range(5):
            write(pool, writer, f"p{process}w{who}", 10)
    pool.waitall()
    expected = [f"p{p}w{w}-{n}" for p in range(4) for w in range(5) for n in range(10)]
    assert sorted(books.subjects()) == sorted(expected)
    assert books.breaks() == []


def test_several_writers_of_several_houses_do_not_disturb_each_other_s_chains(books: Books):
    pool, houses = GreenPool(), ("A", "B", "C")
    for process in range(3):
        writer = books.writer()
        for house in houses:
            write(pool, writer, f"p{process}", 15, house)
    pool.waitall()
    for house in houses:
        expected = [f"p{p}-{n}" for p in range(3) for n in range(15)]
        assert sorted(books.subjects(house)) == sorted(expected)
        assert books.breaks(house) == []


WRITER = """
import eventlet
eventlet.monkey_patch()
import sys
from datetime import UTC, datetime
from pymongo import MongoClient
from eventlet.greenpool import GreenPool
from services.gateway.group_commit import GroupCommit
from services.gateway.store_audit import AuditStore
from tests.component.audit.conftest import an_entry

who, uri, database, key = sys.argv[1:]
store = AuditStore(MongoClient(uri)[database])
writer = GroupCommit(store, key, lambda: datetime.now(UTC), 1000)
pool = GreenPool()
def record(worker):
    for n in range(40):
        writer.record(an_entry(f"{who}{worker}-{n}"))
print("ready", flush=True)
sys.stdin.readline()
for worker in range(5):
    pool.spawn(record, worker)
pool.waitall()
"""


def test_several_processes_make_one_chain(books: Books, settings: dict[str, Any]):
    database = settings["DATABASE_PREFIX"] + "gateway"
    command = [sys.executable, "-W", "ignore", "-c", WRITER]
    running = [
        subprocess.Popen(
            [*command, who, settings["MONGO_URI"], database, books.key],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            cwd=Path(__file__).parents[3],
        )
        for who in ("a", "b", "c")
    ]  # fmt: skip
    for one in running:
        assert one.stdout
        assert one.stdout.readline() == "ready\n"
    ended = [one.communicate("go\n", timeout=60) for one in running]
    assert [(one.returncode, said) for one, said in zip(running, ended, strict=True)] == [
        (0, ("", ""))
    ] * 3
    assert sorted(books.subjects()) == sorted(
        f"{who}{worker}-{n}" for who in "abc" for worker in range(5) for n in range(40)
    )
    assert books.breaks() == []


def test_two_entries_that_say_the_same_at_the_same_moment_are_two(books: Books):
    moment = books.writer()._now()
    writers = [books.writer() for _ in range(2)]
    for writer in writers:
        writer._now = lambda: moment
    pool = GreenPool()
    for writer in writers:
        pool.spawn(writer.record, an_entry("same"))
    pool.waitall()
    assert books.subjects() == ["same", "same"]


def test_a_write_whose_answer_is_lost_is_found_and_not_repeated(
    books: Books, settings: dict[str, Any]
):
    with Proxy(settings["MONGO_URI"]) as proxy:
        writer = books.writer(proxy.through(settings["MONGO_URI"]))
        writer.record(an_entry("before"))
        proxy.freeze(only_answers=True)
        recording = eventlet.spawn(writer.record, an_entry("unanswered"))
        eventually("the write is there", lambda: books.subjects() == ["before", "unanswered"])
        assert not recording.dead
        proxy.break_connections()
        proxy.restore()
        recording.wait()
        writer.record(an_entry("after"))
    assert books.subjects() == ["before", "unanswered", "after"]
    assert books.breaks() == []


def test_a_lost_database_is_said_and_the_chain_goes_on_when_it_is_back(
    books: Books, settings: dict[str, Any]
):
    with Proxy(settings["MONGO_URI"]) as proxy:
        writer = books.writer(proxy.through(settings["MONGO_URI"]))
        writer.record(an_entry("before"))
        proxy.cut()
        with pytest.raises(AuditUnavailable):
            writer.record(an_entry("lost"))
        proxy.restore()
        writer.record(an_entry("after"))
    assert books.subjects() == ["before", "after"]
    assert books.breaks() == []


def test_whatever_was_acknowledged_is_there_once_after_many_cuts(
    books: Books, settings: dict[str, Any]
):
    acknowledged: list[str] = []
    with Proxy(settings["MONGO_URI"]) as proxy:
        writer, pool = books.writer(proxy.through(settings["MONGO_URI"])), GreenPool()

        def record_all(who: int) -> None:
            for n in range(30):
                try:
                    writer.record(an_entry(f"{who}-{n}"))
                except AuditUnavailable:
                    continue
                acknowledged.append(f"{who}-{n}")

        for who in range(10):
            pool.spawn(record_all, who)
        while pool.running():
            seen = len(acknowledged)
            eventually("some more", lambda: len(acknowledged) > seen or not pool.running())  # noqa: B023
            proxy.break_connections()
    stored = books.subjects()
    assert len(stored) == len(set(stored))
    assert set(acknowledged) <= set(stored)
    assert len(acknowledged) > 30
    assert books.breaks() == []


def test_who_comes_when_too_many_wait_is_told_at_once(books: Books, settings: dict[str, Any]):
    with Proxy(settings["MONGO_URI"]) as proxy:
        writer = books.writer(proxy.through(settings["MONGO_URI"]), waiting=2)
        writer.record(an_entry("first"))
        proxy.freeze()
        waiting = [eventlet.spawn(writer.record, an_entry("in work"))]
        eventually("it is in work", lambda: writer.writes == 2)
        waiting += [eventlet.spawn(writer.record, an_entry("waits")) for _ in range(2)]
        eventlet.sleep()
        with pytest.raises(AuditUnavailable, match="too many entries wait"):
            writer.record(an_entry("too many"))
        proxy.restore()
        for one in waiting:
            one.wait()
    assert books.subjects() == ["first", "in work", "waits", "waits"]


class Keeper:
    name = "gateway"
    audit = Audit()


@pytest.mark.parametrize(
    ("setting", "said"),
    [({"AUDIT_KEY": ""}, "at least 16 characters"), ({"AUDIT_WAITING": 0}, "at least 1")],
    ids=str,
)
def test_a_gateway_without_a_key_or_without_room_does_not_start(
    settings: dict[str, Any], setting: dict[str, Any], said: str
):
    container = ServiceContainer(Keeper, {**settings, "AUDIT_WAITING": 9, **setting})
    with pytest.raises(ValueError, match=said):
        container.start()
    container.kill()


def test_an_entry_with_odd_texts_is_kept_and_keeps_no_other_out(books: Books):
    writer, pool = books.writer(), GreenPool()
    odd = an_entry("\ud800\0", reason="x" * 5000, facts={"n": 2**70, "list": [1, "\udfff"]})
    pool.spawn(writer.record, odd)
    pool.spawn(writer.record, an_entry("usual"))
    pool.waitall()
    assert sorted(books.subjects()) == ["?", "usual"]
    assert books.breaks() == []
