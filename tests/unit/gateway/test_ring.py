"""The ring of the last events, and the places in it."""

import pytest

from services.gateway.domain.ring import Ring, Told, place_of


def told(offset: int, id: str | None = None, size: int = 100) -> Told:
    return Told(offset, id or f"e{offset}", "visit_ended", "H", b"x" * size)


def ring_of(*offsets: int, limit: int = 1_000_000) -> Ring:
    ring = Ring(limit)
    ring.begin(offsets[0] - 1)
    for offset in offsets:
        ring.append(told(offset))
    return ring


def offsets(ring: Ring, after: int, limit: int = 100) -> list[int]:
    return [one.offset for one in ring.after(after, limit)]


def test_what_follows_a_place_is_given_in_order():
    ring = ring_of(5, 6, 9)
    assert offsets(ring, 4) == [5, 6, 9]
    assert offsets(ring, 6) == offsets(ring, 7) == [9]
    assert offsets(ring, 4, limit=2) == [5, 6]
    assert ring.behind(5) == 2


def test_an_offset_and_an_id_are_taken_once():
    ring = ring_of(5)
    assert not ring.append(told(5, "another"))
    assert not ring.append(told(6, "e5"))
    assert offsets(ring, 4) == [5]
    assert ring.last == 6


def test_a_reader_without_a_place_begins_at_the_end():
    assert ring_of(5, 6).find(None) == 6


def test_each_place_that_was_given_out_is_found_again():
    ring = ring_of(5, 6)
    ring.skip(8)
    for offset in (4, 5, 6, 7, 8):
        assert ring.find(ring.place(offset)) == offset


@pytest.mark.parametrize("place", ["3", "7", "x", "", "-1", "5-", "5-00000000", "9" * 30, "٥"])
def test_a_place_that_is_not_here_is_not_found(place: str):
    assert ring_of(5, 6).find(place) is None


def test_a_place_in_a_stream_that_was_made_anew_is_not_found():
    ring = ring_of(5, 6)
    place = ring.place(6)
    ring.lose()
    ring.begin(4)
    for offset in (5, 6, 7):
        ring.append(told(offset, f"new{offset}"))
    assert ring.find(place) is None
    assert ring.epoch == 1


def test_it_holds_no_more_bytes_than_it_may_and_knows_what_it_gave_up():
    ring = ring_of(*range(100), limit=10_000)
    kept = offsets(ring, -1)
    assert len(kept) <= 20
    assert kept == list(range(kept[0], 100))
    assert ring.floor == kept[0] - 1
    assert ring.find(place_of(0, "e0")) is None


def test_an_id_that_was_given_up_may_come_again():
    ring = ring_of(*range(100), limit=10_000)
    assert ring.append(told(100, "e0"))


def test_one_event_larger_than_all_that_it_may_hold_is_kept_alone():
    ring = ring_of(1, 2, limit=1000)
    ring.append(told(3, size=5000))
    assert offsets(ring, -1) == [3]
