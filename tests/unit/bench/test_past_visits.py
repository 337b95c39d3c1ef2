"""Past visits for the growth bench: as many as wanted, and none that an index would refuse."""

import re
from collections import Counter
from datetime import UTC, date, datetime

import bson
import pytest

from bench.past import VISITS_A_DAY, Past

VISIT = "aa527daa-4ccd-5bff-a2db-825818e36161"
COMMAND = "ad27188e-8508-4907-b650-e68e35800dc5"
WOMAN, CHILD = "c9edf31667a1d49aa2a08d79eda30909", "b002e5aa697d45976330e48506566a81"
PLAYED = {
    "visits": {
        "_id": VISIT, "facility": "CONTOH", "date": "2026-01-17", "session": "whole_day",
        "queue_number": 3, "inmate_number": "N-1",
        "registered_at": datetime(2026, 1, 17, 9, tzinfo=UTC),
        "members": [{"person": "p1", "identity": WOMAN}, {"person": "p2", "identity": CHILD}],
        "claims": [f"visit:{VISIT}", "inmate:CONTOH:2026-01-17:N-1",
                   f"visitor:CONTOH:2026-01-17:{WOMAN}", f"visitor:CONTOH:2026-01-17:{CHILD}"],
        "inbox": [{"id": COMMAND, "answer": {"id": VISIT, "queue_number": 3}}],
        "outbox": [{"id": COMMAND, "type": "visitor_departed"}],
        "outbox_since": datetime(2026, 1, 17, 11, tzinfo=UTC),
    },
    "screenings": {
        "_id": VISIT, "facility": "CONTOH", "date": "2026-01-17", "queue_number": None,
        "claims": [f"visit:{VISIT}", f"command:CONTOH:{COMMAND}"],
    },
}  # fmt: skip
HOUSES = ["RT01", "RT02", "RT03"]
MANY = 3 * VISITS_A_DAY * 2 + 50
"""More than two days of each house."""


@pytest.fixture
def past() -> Past:
    return Past(PLAYED, HOUSES)


def test_the_events_of_a_past_visit_are_published_though_those_of_the_played_one_were_not(
    past: Past,
) -> None:
    [made] = past.of("visits", 0, 1)
    assert made["outbox"] == []
    assert "outbox_since" not in made


def test_no_claim_is_held_twice(past: Past) -> None:
    for collection in ("visits", "screenings"):
        held = Counter(one for made in past.of(collection, 0, MANY) for one in made["claims"])
        assert held.most_common(1)[0][1] == 1, collection


def test_no_queue_number_is_given_twice_in_a_session(past: Past) -> None:
    given = Counter(
        (made["facility"], made["date"], made["session"], made["queue_number"])
        for made in past.of("visits", 0, MANY)
    )
    assert given.most_common(1)[0][1] == 1


def test_a_visit_has_the_same_id_in_every_service_and_another_than_any_other(past: Past) -> None:
    visits, screenings = (
        [made["_id"] for made in past.of(name, 0, MANY)] for name in ("visits", "screenings")
    )
    assert visits == screenings
    assert len(set(visits)) == MANY


def test_all_lie_before_the_day_that_is_measured(past: Past) -> None:
    for made in past.of("visits", 0, MANY):
        assert date.fromisoformat(made["date"]) < date(2026, 1, 17)
        assert made["registered_at"].date().isoformat() == made["date"]


def test_nothing_of_the_visit_that_was_copied_is_left(past: Past) -> None:
    own = "|".join([VISIT, COMMAND, WOMAN, CHILD, "CONTOH", "2026-01-17", r"N-1(?!\d)"]).encode()
    for number, made in enumerate(past.of("visits", 0, 700)):
        left = set(re.findall(own, bson.encode(made)))
        # the first inmate of every house has that number too
        assert left <= ({b"N-1"} if number % (3 * VISITS_A_DAY) < 3 else set())


def test_a_copy_is_as_large_as_what_was_really_stored(past: Past) -> None:
    [made] = past.of("visits", 5, 1)
    stored = {**PLAYED["visits"], "outbox": []}
    del stored["outbox_since"]
    assert abs(len(bson.encode(made)) - len(bson.encode(stored))) < 20
    assert made["inbox"][0]["answer"]["id"] == made["_id"]


def test_the_same_family_comes_on_every_day(past: Past) -> None:
    first, next_day = (
        next(past.of("visits", number, 1)) for number in (0, len(HOUSES) * VISITS_A_DAY)
    )
    assert first["date"] != next_day["date"]
    assert first["members"] == next_day["members"]
    assert first["inmate_number"] == next_day["inmate_number"]


def test_a_part_can_be_made_without_those_before_it(past: Past) -> None:
    assert list(past.of("visits", 400, 10)) == list(past.of("visits", 0, 410))[400:]


def test_who_has_no_queue_number_gets_none(past: Past) -> None:
    assert {made["queue_number"] for made in past.of("screenings", 0, 10)} == {None}
