"""The store alone, on a real database: what saving, clearing and sending again may do to a document
in any order, and what it refuses."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from pymongo import IndexModel, MongoClient
from pymongo.errors import DuplicateKeyError

import chassis.aggregates
from chassis.aggregates import ATTEMPTS, AggregateStore, Contended, Surroundings
from chassis.clock import WallClock
from chassis.errors import CommandIdReused
from chassis.outbox import Saved, Sent, clear, unpublished
from chassis.remembered import Remembered
from chassis.sealing import Sealing
from tests.component.chassis.counting import Counter, Counters, moved, summary
from tests.component.chassis.messages import move, told


class Process:
    """What one process has of the chassis, but for its relay: that is played by hand."""

    def __init__(self, database, store_type=Counters, inbox_size=5):
        self.sent = Sent()
        self.remembered = Remembered()
        self.remembered.most = 100
        self.handed_over = []
        self.store = store_type(
            database,
            Surroundings(
                service="counting",
                clock=WallClock(),
                send=self.handed_over.extend,
                sent=self.sent,
                remembered=self.remembered,
                check=lambda *_: None,
                traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                inbox_size=inbox_size,
                sealing=Sealing(store_type.collection),
            ),
        )

    def move(self, counter, by=1, meanwhile=lambda: None, **command):
        made = move(counter, by, **command)

        def decide(found):
            meanwhile()
            return moved(found, counter, "RTBPN", by)

        return self.store.apply(counter, made, decide, summary)

    def publishes(self):
        """The relay has sent all that it was handed, and clears nothing yet."""
        self.sent.add(self.handed_over)
        self.handed_over.clear()

    def clears(self):
        due = self.sent.since(0)
        clear(due)
        self.sent.cleared([saved.event["id"] for saved in due])
        for saved in due:
            self.remembered.forget((saved.documents.full_name, saved.document_id))


@pytest.fixture(scope="module")
def database(mongo_uri):
    with MongoClient(mongo_uri, tz_aware=True) as client:
        name = f"t{uuid4().hex[:8]}_store"
        yield client[name]
        client.drop_database(name)


@pytest.fixture(autouse=True)
def as_in_two_processes(monkeypatch):
    """Turns are taken within one process; here only the version stands between them."""
    monkeypatch.setattr(chassis.aggregates, "taking_turns", lambda *_: nullcontext())


@pytest.fixture
def process(database):
    return Process(database)


@pytest.fixture
def document(database, counter):
    def look():
        return database["counters"].find_one({"_id": counter})

    return look


def test_published_events_are_taken_along_by_the_next_save(process, document, counter):
    process.move(counter)
    process.publishes()
    process.move(counter, by=2)
    assert [event["data"]["by"] for event in document()["outbox"]] == [2]
    assert "outbox_since" in document()


def test_a_save_without_events_leaves_what_waits(process, document, counter):
    process.move(counter)
    event = told(counter)
    process.store.apply(counter, event, lambda found: (replace(found, heard=1), []))
    assert len(document()["outbox"]) == 1
    assert document()["heard"] == 1


def test_a_save_that_takes_the_last_event_along_leaves_nothing_to_sweep(process, document, counter):
    process.move(counter)
    process.publishes()
    process.store.apply(counter, told(counter), lambda found: (replace(found, heard=1), []))
    assert document()["outbox"] == []
    assert "outbox_since" not in document()
    assert not process.sent


@pytest.mark.parametrize("of_a_twin", [False, True])
def test_events_saved_while_the_relay_clears_are_found_by_the_sweep(
    process, database, document, counter, of_a_twin
):
    other = Process(database) if of_a_twin else process
    other.move(counter)

    def relay_catches_up():
        other.publishes()
        other.clears()

    process.move(counter, by=2, meanwhile=relay_catches_up)
    waiting = unpublished(database["counters"], datetime.now(UTC))
    assert 2 in [saved.event["data"]["by"] for saved in waiting if saved.document_id == counter]


def test_clearing_takes_nothing_that_was_saved_meanwhile(process, document, counter):
    process.move(counter)
    process.publishes()
    Process(process.store._database).move(counter, by=2)
    process.clears()
    assert [event["data"]["by"] for event in document()["outbox"]] == [2]
    assert "outbox_since" in document()


def test_of_two_outboxes_cleared_together_each_keeps_what_was_saved_meanwhile(process, counter):
    quiet, busy = f"{counter}-quiet", f"{counter}-busy"
    process.move(quiet)
    process.move(busy)
    process.publishes()
    Process(process.store._database).move(busy, by=2)
    process.clears()
    left = process.store.documents.find({"_id": {"$in": [quiet, busy]}})
    outboxes = {one["_id"]: [event["data"]["by"] for event in one["outbox"]] for one in left}
    assert outboxes == {quiet: [], busy: [2]}
    assert [one.document_id for one in unpublished(process.store.documents, datetime.now(UTC))
            if one.document_id in outboxes] == [busy]  # fmt: skip


def test_an_outbox_that_is_cleared_whole_is_no_longer_swept(process, document, counter):
    process.move(counter)
    process.move(counter)
    process.publishes()
    process.clears()
    assert document()["outbox"] == []
    assert "outbox_since" not in document()


def test_clearing_twice_does_no_harm(process, document, counter):
    process.move(counter)
    saved = list(process.handed_over)
    clear(saved)
    process.move(counter, by=2)
    clear(saved)
    assert [event["data"]["by"] for event in document()["outbox"]] == [2]


def test_two_processes_that_race_are_both_counted(database, process, document, counter):
    twin = Process(database)
    process.move(counter)
    process.move(counter, by=2, meanwhile=once(lambda: twin.move(counter, by=3)))
    assert document()["total"] == 6
    assert sorted(event["data"]["by"] for event in document()["outbox"]) == [1, 2, 3]


def test_two_processes_that_race_to_create_are_both_counted(database, process, document, counter):
    twin = Process(database)
    process.move(counter, meanwhile=once(lambda: twin.move(counter, by=3)))
    assert document()["total"] == 4


def test_a_command_that_two_processes_race_for_has_one_effect(database, process, document, counter):
    twin = Process(database)
    again = {"command_id": "the-same"}
    first = once(lambda: twin.move(counter, by=3, **again))
    assert process.move(counter, by=3, meanwhile=first, **again) == {"total": 3}
    assert document()["total"] == 3
    assert len(document()["outbox"]) == 1


def test_a_document_that_others_keep_changing_is_given_up_unchanged(database, process, counter):
    twin = Process(database)
    with pytest.raises(Contended):
        process.move(counter, by=10, meanwhile=lambda: twin.move(counter))
    assert process.store.get(counter).total == ATTEMPTS


def once(work):
    waiting = [work]
    return lambda: waiting and waiting.pop()()


def test_a_command_that_came_with_another_body_is_refused(process, counter):
    process.move(counter, by=1, command_id="the-same")
    with pytest.raises(CommandIdReused):
        process.move(counter, by=2, command_id="the-same")


def test_a_repeated_command_hands_its_unsent_events_over_again(process, counter):
    process.move(counter, command_id="the-same")
    process.handed_over.clear()
    process.move(counter, command_id="the-same")
    assert [saved.event["data"] for saved in process.handed_over] == [{"by": 1}]


def test_the_inbox_keeps_the_last_ids_and_forgets_the_first(process, document, counter):
    commands = [str(number) for number in range(7)]
    for command_id in commands:
        process.move(counter, command_id=command_id)
    assert [entry["id"] for entry in document()["inbox"]] == commands[-5:]
    process.move(counter, command_id=commands[2])
    assert document()["total"] == 7, "known"
    process.move(counter, command_id=commands[0])
    assert document()["total"] == 8, "forgotten: the inbox must outlast every retry"


def test_a_refused_decision_saves_nothing_and_is_not_remembered(process, document, counter):
    def refuse(_):
        raise LookupError

    command = move(counter)
    with pytest.raises(LookupError):
        process.store.apply(counter, command, refuse)
    assert document() is None
    process.store.apply(counter, command, lambda found: moved(found, counter, "RTBPN", 1))
    assert document()["total"] == 1


def test_a_decision_that_changes_nothing_writes_nothing(process, document, counter):
    process.move(counter)
    before = document()
    assert process.store.apply(counter, told(counter), lambda found: (found, []), summary) == {
        "total": 1
    }
    assert document() == before


class Full(Exception):
    pass


class Places(AggregateStore[Counter]):
    """No two counters of one facility may stand at the same total; nor hear the same."""

    collection = "places"
    state_type = Counter
    indexes = (
        IndexModel([("facility", 1), ("total", 1)], unique=True, name="one_per_total"),
        IndexModel([("heard", 1)], unique=True, name="one_per_heard"),
    )
    collisions = {"one_per_total": Full}


@pytest.fixture
def places(database):
    Places.create_indexes(database)
    process = Process(database, Places)
    yield process.store
    database["places"].drop()


def put(store, id, **state):
    store.apply(id, told(id), lambda _: (Counter(id, "RTBPN", **state), []))


def test_a_collision_is_refused_by_the_name_of_its_index(places):
    put(places, "a", total=1, heard=1)
    with pytest.raises(Full):
        put(places, "b", total=1, heard=2)
    assert places.get("b") is None


def test_a_collision_on_a_change_is_refused_too_and_changes_nothing(places):
    put(places, "a", total=1, heard=1)
    put(places, "b", total=2, heard=2)
    with pytest.raises(Full):
        put(places, "b", total=1, heard=2)
    assert places.get("b").total == 2


def test_a_collision_that_nobody_named_is_an_error_and_no_endless_round(places):
    put(places, "a", total=1, heard=1)
    with pytest.raises(DuplicateKeyError):
        put(places, "b", total=2, heard=1)


def test_saved_events_are_handed_over_with_their_document(process, counter):
    process.move(counter)
    [saved] = process.handed_over
    assert saved == Saved(process.store.documents, counter, saved.event)
    assert (saved.event["subject"], saved.event["sequence"]) == (counter, 1)
