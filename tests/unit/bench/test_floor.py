"""The floor does what was seen of ours: no write and no message more, and none less."""

from collections import Counter

import bson
import pytest

from bench.visits.floor_plan import of_one_visit, steps
from bench.visits.observed import Sent, Visit, Write, by_visit, shared_out, written

VISITS, ROOMS = "kunjungan_registration.visits", "kunjungan_registration.rooms"


def visit() -> Visit:
    writes = [Write(VISITS, "v1", 900), Write(VISITS, "v1", 700), Write(VISITS, "v1", 400)]
    writes.append(Write(ROOMS, "house", 150))
    messages = [
        Sent("registration.events", "visitor_registered", 600),
        Sent("registration.events", "visit_started", 500),
    ]
    return Visit(writes, messages, {VISITS: 1500})


def test_each_write_that_was_seen_is_done_once_with_its_size():
    planned = [(one.where, one.size) for one in steps(visit()) if one.what != "send"]
    assert Counter(planned) == Counter((one.place, one.size) for one in visit().writes)


def test_each_message_that_was_seen_is_sent_once_with_its_size_and_in_its_order():
    sent = [(one.where, one.routing_key, one.size) for one in steps(visit()) if one.what == "send"]
    assert sent == [tuple(one) for one in visit().messages]


def test_messages_come_between_the_writes():
    assert [one.what for one in steps(visit())] == [
        "insert", "update", "send", "update", "insert", "send",
    ]  # fmt: skip


def test_a_document_is_inserted_and_grows_to_the_size_that_it_had_in_the_end():
    of_visits = [one for one in steps(visit()) if one.where == VISITS]
    assert [one.what for one in of_visits] == ["insert", "update", "update"]
    assert sum(one.grows for one in of_visits) == 1500


def test_an_update_does_not_grow_its_document_by_more_than_it_carries():
    small = Visit([Write(VISITS, "v1", 100), Write(VISITS, "v1", 60)], [], {VISITS: 5000})
    assert steps(small)[1].grows == 60


def test_what_a_visit_does_is_counted_over_all_plans():
    alone = Visit([Write(VISITS, "v2", 900)], [], {})
    assert of_one_visit([steps(visit()), steps(alone)]) == {"writes": 2.5, "messages": 1.0}


def test_a_command_that_saves_several_documents_is_several_writes():
    updates = [
        {"q": {"_id": "v1", "version": 1}, "u": {"$set": {"status": "called"}}},
        {"q": {"_id": "v2", "version": 4}, "u": {"$set": {"status": "started"}}},
    ]
    entry = {"ns": VISITS, "command": {"update": "visits", "updates": updates}}
    assert list(written(entry)) == [
        Write(VISITS, one["q"]["_id"], len(bson.encode(one["u"]))) for one in updates
    ]


@pytest.mark.parametrize("command", [{"find": "visits"}, {"delete": "visits", "deletes": []}])
def test_what_leaves_no_document_behind_is_no_write(command):
    assert list(written({"ns": VISITS, "command": command})) == []


def test_a_document_is_as_large_as_what_is_inserted():
    document = {"_id": "v1", "status": "registered"}
    entry = {"ns": VISITS, "command": {"insert": "visits", "documents": [document]}}
    assert list(written(entry)) == [Write(VISITS, "v1", len(bson.encode(document)))]


def test_what_visits_share_is_shared_out_and_nothing_is_lost():
    own = [Write(VISITS, f"v{n}", 900) for n in (1, 2, 3)]
    shared = [Write(ROOMS, "house", 150)] * 7
    found = shared_out(
        [*own, *shared], {"v1": [], "v2": [], "v3": []}, {"v1": {}, "v2": {}, "v3": {}}
    )
    assert Counter(write for one in found for write in one.writes) == Counter([*own, *shared])
    assert {len(one.writes) for one in found} == {3, 4}


def test_a_visit_that_did_not_come_to_its_end_is_no_measure():
    registered, departed = (
        Sent("registration.events", type_, 500)
        for type_ in ("visitor_registered", "visitor_departed")
    )
    told = [
        (registered, {"subject": "v1", "type": "visitor_registered"}),
        (registered, {"subject": "v2", "type": "visitor_registered"}),
        (departed, {"subject": "v1", "type": "visitor_departed"}),
    ]
    assert by_visit(told) == {"v1": [registered, departed]}
