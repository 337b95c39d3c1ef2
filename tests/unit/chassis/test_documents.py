"""States as documents and back."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum, StrEnum

import bson
import pytest
from bson.codec_options import CodecOptions
from hypothesis import given
from hypothesis import strategies as st

from chassis.documents import BOOKKEEPING, from_document, to_document

ZONES = st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-3.5))])
INSTANTS = st.datetimes(
    datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=ZONES
).map(lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000))  # fmt: skip
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)


class Status(StrEnum):
    BOOKED = "booked"
    ENDED = "ended"


class Number(Enum):
    ONE = 1


@dataclass(frozen=True)
class Member:
    person: str
    birth_date: date | None
    decided_at: datetime | None = None


@dataclass(frozen=True)
class Visit:
    id: str
    facility: str
    status: Status
    day: date
    begun: datetime
    members: tuple[Member, ...] = ()
    lead: Member | None = None
    counts: dict[str, int] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    number: Number = Number.ONE
    held: bool = False
    ratio: float | None = None


MEMBERS = st.builds(Member, TEXTS, st.none() | st.dates(), st.none() | INSTANTS)
VISITS = st.builds(
    Visit,
    id=TEXTS, facility=TEXTS, status=st.sampled_from(Status), day=st.dates(), begun=INSTANTS,
    members=st.lists(MEMBERS, max_size=3).map(tuple), lead=st.none() | MEMBERS,
    counts=st.dictionaries(st.text("abc", min_size=1), st.integers(0, 2**31), max_size=3),
    words=st.frozensets(TEXTS, max_size=3), held=st.booleans(),
    ratio=st.none() | st.floats(allow_nan=False),
)  # fmt: skip


def stored(state):
    """The state after it went through the database's own encoding."""
    document = {"_id": state.id, "version": 1, "inbox": [], "outbox": [], **to_document(state)}
    aware = CodecOptions(tz_aware=True)
    return from_document(bson.decode(bson.encode(document), aware), type(state))


@given(VISITS)
def test_a_state_comes_back_as_it_was_stored(visit):
    assert stored(visit) == visit


@given(VISITS)
def test_storing_again_what_came_back_changes_no_field(visit):
    aware = CodecOptions(tz_aware=True)
    document = bson.decode(bson.encode(to_document(visit)), aware)
    again = to_document(stored(visit))
    assert {name for name in document if document[name] != again[name]} <= {"words"}


def test_the_id_and_the_bookkeeping_are_no_fields_of_the_document():
    visit = Visit("v1", "RTBPN", Status.BOOKED, date(2026, 1, 17), datetime.now(UTC))
    document = to_document(visit)
    assert "id" not in document
    assert not set(document) & BOOKKEEPING


def test_values_are_stored_so_that_others_can_read_them():
    moment = datetime(2026, 1, 17, 9, tzinfo=UTC)
    document = to_document(Visit("v1", "RTBPN", Status.BOOKED, date(2026, 1, 17), moment))
    assert (document["status"], document["day"]) == ("booked", "2026-01-17")
    assert document["begun"] == moment


def test_a_field_that_was_added_since_gets_its_default():
    old = {"_id": "v1", "facility": "F", "status": "ended", "day": "2026-01-17",
           "begun": datetime.now(UTC), "version": 3, "inbox": [], "outbox": []}  # fmt: skip
    assert from_document(old, Visit).held is False


def test_a_field_that_was_dropped_since_is_ignored():
    old = to_document(Visit("v", "F", Status.ENDED, date(2026, 1, 17), datetime.now(UTC)))
    assert from_document({"_id": "v", "gone": 1, **old}, Visit).id == "v"


def test_a_document_that_breaks_its_type_is_an_error():
    with pytest.raises(ValueError):
        from_document(
            {"_id": "v", "facility": "F", "status": "no such status", "day": "2026-01-17",
             "begun": datetime.now(UTC)}, Visit,
        )  # fmt: skip
