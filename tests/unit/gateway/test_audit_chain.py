"""Any change of any entry is found, and named by its number."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.domain.audit_chain import (
    Break,
    Head,
    canonical,
    chained,
    search_digest,
    usable,
    verified,
)
from services.gateway.domain.audit_checkpoint import checkpoint, heads_of
from services.gateway.domain.audit_entry import LARGEST, LONGEST, Entry, Noted, bounded

KEY = "a key for tests alone"
HOUSE = "RTBPN"
NOON = datetime(2026, 1, 17, 4, 0, 0, 123_000, tzinfo=UTC)

texts = st.text(max_size=8)
facts = st.dictionaries(texts, st.none() | st.booleans() | st.integers() | texts, max_size=3)
entries = st.builds(
    Entry, st.just(HOUSE), texts, texts, texts, texts, texts, texts, texts, texts, facts
)
chains = st.lists(entries, min_size=1, max_size=5)
FIELDS = ["_id", "number", "at", *Entry.__dataclass_fields__, "mac"]
OTHERS = st.none() | st.booleans() | st.integers() | texts | st.binary() | st.floats() | facts


def records(told: list[Entry]) -> list[dict[str, Any]]:
    noted = [Noted(f"id{n}", NOON + timedelta(seconds=n), one) for n, one in enumerate(told)]
    return [link.record() for link in chained(KEY, Head(), noted)]


def breaks(found: list[dict[str, Any]], at_least: Head | None = None) -> list[tuple[int, str]]:
    seen = verified(KEY, HOUSE, found, at_least)
    return [(one.number, one.kind) for one in seen if isinstance(one, Break)]


def head(found: list[dict[str, Any]]) -> Head:
    return Head(found[-1]["number"], found[-1]["mac"])


@given(chains)
def test_an_untouched_chain_verifies_and_ends_in_its_head(told: list[Entry]):
    found = records(told)
    assert list(verified(KEY, HOUSE, found))[-1] == head(found)
    assert breaks(found, at_least=head(found)) == []


@given(chains, st.data())
def test_a_changed_field_is_found_at_its_entry(told: list[Entry], data: st.DataObject):
    found = records(told)
    place = data.draw(st.integers(0, len(found) - 1))
    name = data.draw(st.sampled_from(FIELDS))
    before = (type(found[place][name]), found[place][name])
    found[place][name] = data.draw(OTHERS.filter(lambda new: (type(new), new) != before))
    [(number, _)] = breaks(found)
    # a number that is changed reads as an entry that is missing or there twice
    assert name == "number" or number == place + 1


@given(chains, st.data())
def test_a_removed_field_is_found_even_where_it_was_empty(told: list[Entry], data: st.DataObject):
    found = records(told)
    place = data.draw(st.integers(0, len(found) - 1))
    del found[place][data.draw(st.sampled_from(FIELDS))]
    assert breaks(found) == [(place + 1, "changed")]


@given(chains, st.text(min_size=1), OTHERS, st.data())
def test_an_added_field_is_found(told: list[Entry], name: str, value: Any, data: st.DataObject):
    found = records(told)
    place = data.draw(st.integers(0, len(found) - 1))
    found[place].setdefault(f"+{name}", value)
    assert breaks(found) == [(place + 1, "changed")]


@given(chains.filter(lambda told: len(told) > 1), st.data())
def test_a_removed_entry_is_missing(told: list[Entry], data: st.DataObject):
    found = records(told)
    place = data.draw(st.integers(0, len(found) - 2))
    del found[place]
    assert breaks(found) == [(place + 1, "missing")]


@given(chains, entries, st.data())
def test_an_inserted_entry_is_found_whatever_number_it_takes(
    told: list[Entry], more: Entry, data: st.DataObject
):
    found = records(told)
    place = data.draw(st.integers(0, len(found)))
    forged = records([*told, more])[-1] | {"number": place + 1, "mac": "0" * 64}
    found.insert(place, forged)
    assert breaks(found) == [(place + 1, "changed")]


@given(chains.filter(lambda told: len(told) > 1), st.data())
def test_two_entries_that_changed_places_are_found(told: list[Entry], data: st.DataObject):
    found = records(told)
    place = data.draw(st.integers(0, len(found) - 2))
    one, other = found[place], found[place + 1]
    one["number"], other["number"] = other["number"], one["number"]
    found[place], found[place + 1] = other, one
    assert breaks(found) == [(place + 1, "changed")]


@given(chains)
def test_an_entry_that_is_there_twice_is_out_of_order(told: list[Entry]):
    found = records(told)
    assert breaks([*found, found[-1]]) == [(len(found), "out_of_order")]


@given(chains, st.data())
def test_a_cut_tail_is_seen_against_a_checkpoint_and_not_without(
    told: list[Entry], data: st.DataObject
):
    found = records(told)
    left = data.draw(st.integers(0, len(found) - 1))
    assert breaks(found[:left]) == []
    assert breaks(found[:left], at_least=head(found)) == [(left + 1, "cut")]


def test_another_chain_under_the_same_key_is_not_the_one_that_the_checkpoint_saw():
    entry = Entry(HOUSE, "budi", "s", "10.0.0.1", "visits.end", "v1", "done")
    found = records([entry])
    assert breaks(found, at_least=Head(1, "0" * 64)) == [(1, "differs")]


@given(chains, st.data())
def test_an_authentic_entry_of_another_course_of_the_chain_does_not_follow_this_one(
    told: list[Entry], data: st.DataObject
):
    """As from a backup that was run on with: our key, our house, the right number."""
    same = Entry(HOUSE, "budi", "s", "10.0.0.1", "visits.end", "v1", "done")
    found = records([replace(same, staff="ani"), *told, same])
    forged = records([same, *told, same])[1:]
    place = data.draw(st.integers(1, len(found) - 1))
    found[place] = forged[place - 1]
    assert breaks(found) == [(place + 1, "changed")]


def test_a_chain_of_another_house_is_not_taken_for_this_one():
    entry = Entry("RTSMD", "budi", "s", "10.0.0.1", "visits.end", "v1", "done")
    assert breaks(records([entry])) == [(1, "changed")]


def test_a_chain_under_another_key_does_not_verify():
    entry = Entry(HOUSE, "budi", "s", "10.0.0.1", "visits.end", "v1", "done")
    found = records([entry])
    [broken] = verified("another key of ours", HOUSE, found)
    assert str(broken) == (
        "facility RTBPN: entry 1 was changed, or another one was put in its place"
    )


@given(st.datetimes(min_value=datetime(1971, 1, 1)), st.integers(-12, 14))
def test_a_moment_is_the_same_in_any_zone_and_in_the_milliseconds_that_are_kept(
    moment: datetime, hours: int
):
    exact = moment.replace(tzinfo=UTC)
    kept = exact.replace(microsecond=exact.microsecond // 1000 * 1000)
    try:
        elsewhere = exact.astimezone(timezone(timedelta(hours=hours)))
    except OverflowError:
        return
    assert canonical({"at": elsewhere}) == canonical({"at": kept})


def test_a_moment_without_a_zone_is_none():
    with pytest.raises(TypeError):
        canonical({"at": datetime(2026, 1, 17)})


@given(st.dictionaries(texts, st.tuples(st.integers(0, LARGEST), texts), max_size=3))
def test_a_checkpoint_is_read_as_it_was_signed(heads: dict[str, tuple[int, str]]):
    told = {name: Head(number, mac) for name, (number, mac) in heads.items()}
    assert heads_of(KEY, checkpoint(KEY, NOON, told)) == told


CHANGES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "a head is older": lambda found: found["heads"].update({HOUSE: [1, "a"]}),
    "a house is gone": lambda found: found["heads"].clear(),
    "the time is another": lambda found: found.update(at="2026-01-18T00:00:00.000+00:00"),
    "there is no signature": lambda found: found.pop("signature"),
    "the signature is no text": lambda found: found.update(signature=1),
    "there are no heads": lambda found: found.pop("heads"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_checkpoint_is_refused(change: Callable[[dict[str, Any]], Any]):
    found = checkpoint(KEY, NOON, {HOUSE: Head(2, "b")})
    change(found)
    with pytest.raises(ValueError):
        heads_of(KEY, found)


@pytest.mark.parametrize("found", [None, [], "text", {}, 5])
def test_what_is_no_checkpoint_is_refused(found: Any):
    with pytest.raises(ValueError, match="no checkpoint"):
        heads_of(KEY, found)


def test_no_text_or_number_can_keep_an_entry_out():
    odd = Entry(HOUSE, "\ud800", "a\0b", "x" * 999, "a", "s", "done", facts={
        "n": 2**80, "list": ["\ud800", 1.5], "inf": float("inf"), "dict": {"a": 1}, "b": True,
    })  # fmt: skip
    kept = bounded(odd)
    assert (kept.staff, kept.session, kept.address) == ("?", "ab", "x" * LONGEST)
    assert kept.facts == {
        "n": str(2**80), "list": ["?", 1.5], "inf": "inf", "dict": "{'a': 1}", "b": True,
    }  # fmt: skip


def test_equal_searches_look_equal_and_say_nothing_else():
    assert search_digest(KEY, " Siti ") == search_digest(KEY, "siti")
    assert search_digest(KEY, "siti") != search_digest("another key", "siti")
    assert "siti" not in search_digest(KEY, "siti")


@pytest.mark.parametrize("key", ["", "short"])
def test_a_key_that_could_be_guessed_is_none(key: str):
    with pytest.raises(ValueError, match="at least 16 characters"):
        usable(key)
