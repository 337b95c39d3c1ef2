"""What a process remembers of the documents it saved saves loads, and is never believed alone."""

from uuid import uuid4

import pytest
from pymongo import MongoClient

from chassis import remembered as remembered_module
from chassis.remembered import Remembered
from tests.component.chassis.counting import TooFar, moved, summary
from tests.component.chassis.messages import move
from tests.component.chassis.test_store import Process


@pytest.fixture(scope="module")
def database(mongo_uri):
    with MongoClient(mongo_uri, tz_aware=True) as client:
        name = f"t{uuid4().hex[:8]}_remembered"
        yield client[name]
        client.drop_database(name)


@pytest.fixture
def one(database):
    return Process(database)


@pytest.fixture
def another(database):
    return Process(database)


@pytest.fixture
def counter():
    return uuid4().hex


def stored(process, counter):
    return process.store.documents.find_one({"_id": counter})


def test_what_this_process_saved_last_is_not_loaded_again(one, counter, monkeypatch):
    one.move(counter)

    def no_load(*_):
        raise AssertionError("loaded")

    monkeypatch.setattr(one.store.documents, "find_one", no_load)
    assert one.move(counter) == {"total": 2}


def test_what_is_remembered_is_what_is_stored(one, counter):
    one.move(counter)
    one.publishes()
    one.move(counter)
    key = (one.store.documents.full_name, counter)
    assert one.remembered.get(key) == stored(one, counter)


def test_a_save_on_an_outdated_document_is_decided_again(one, another, counter):
    one.move(counter)
    another.move(counter, by=5)
    assert one.move(counter) == {"total": 7}
    assert stored(one, counter)["total"] == 7


def test_a_refusal_concluded_from_an_outdated_document_is_concluded_again(one, another, counter):
    one.move(counter, by=10)
    one.move(counter, by=10)

    def refused_if_it_stands_at(total):
        def decide(found):
            if found.total == total:
                raise TooFar
            return found, []

        return decide

    another.move(counter, by=1)
    answer = lambda found: {"total": found.total}  # noqa: E731
    cause = move(counter, 1)
    assert one.store.apply(counter, cause, refused_if_it_stands_at(20), answer) == {"total": 21}
    with pytest.raises(TooFar):
        one.store.apply(counter, move(counter, 1), refused_if_it_stands_at(21), answer)


def test_that_there_is_nothing_to_do_is_not_concluded_from_an_outdated_document(
    one, another, counter
):
    one.move(counter)
    another.move(counter)
    seen = one.store.apply(
        counter, move(counter, 1), lambda found: (found, []), lambda found: {"total": found.total}
    )
    assert seen == {"total": 2}


def test_a_command_that_another_process_applied_has_one_effect(one, another, counter):
    one.move(counter)
    command = {"command_id": "the-same"}
    assert another.move(counter, by=3, **command) == {"total": 4}
    assert one.move(counter, by=3, **command) == {"total": 4}


def added(counter, by=1):
    return lambda found: moved(found, counter, "RTBPN", by)


def test_what_is_likely_new_is_made_without_a_load(one, counter, monkeypatch):
    monkeypatch.setattr(one.store.documents, "find_one", None)
    assert one.store.apply(
        counter, move(counter, 3), added(counter, 3), summary, likely_new=True
    ) == {"total": 3}


def test_what_was_likely_new_and_is_not_is_decided_on_what_is_stored(one, another, counter):
    another.move(counter, by=5)
    made = move(counter, 3)
    for _ in range(2):  # the second time the cause is known
        assert one.store.apply(
            counter, made, added(counter, 3), summary, likely_new=True
        ) == {"total": 8}
    assert stored(one, counter)["total"] == 8


def test_a_refusal_of_what_is_only_likely_new_is_concluded_again(one, another, counter):
    another.move(counter, by=5)

    def refused_if_new(found):
        if found is None:
            raise TooFar
        return moved(found, counter, "RTBPN", 1)

    made = move(counter, 1)
    assert one.store.apply(counter, made, refused_if_new, summary, likely_new=True) == {"total": 6}


def test_that_there_is_nothing_to_do_is_believed_where_it_is_final(one, counter, monkeypatch):
    one.move(counter)
    monkeypatch.setattr(one.store.documents, "find_one", None)
    nothing, total = (lambda found: (found, [])), (lambda found: {"total": found.total})
    seen = one.store.apply(counter, move(counter, 1), nothing, total, final=lambda _: True)
    assert seen == {"total": 1}


def test_what_was_seen_a_moment_ago_is_not_loaded_again_until_this_process_saves_it(
    one, another, counter
):
    one.move(counter)
    assert one.store.recent(counter).total == 1
    another.move(counter)
    assert one.store.recent(counter).total == 1
    one.move(counter)
    assert one.store.recent(counter).total == 3


def test_that_there_is_none_is_looked_for_each_time(one, another, counter):
    assert one.store.recent(counter) is None
    another.move(counter)
    assert one.store.recent(counter).total == 1


def test_what_was_seen_a_while_ago_is_loaded_again(one, another, counter, monkeypatch):
    one.move(counter)
    one.store.recent(counter)
    another.move(counter)
    monkeypatch.setattr(remembered_module, "RECENT_SECONDS", 0.0)
    assert one.store.recent(counter).total == 2


def test_only_the_documents_used_last_are_remembered():
    remembered = Remembered()
    remembered.most = 2
    for key in ("a", "b"):
        remembered.keep(("x", key), {"_id": key})
    remembered.get(("x", "a"))
    remembered.keep(("x", "c"), {"_id": "c"})
    assert [bool(remembered.get(("x", key))) for key in ("a", "b", "c")] == [True, False, True]
