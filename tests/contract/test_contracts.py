"""The published language itself: complete, honest about who listens, and free of personal data."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import Schema, ValidationError, fields

import contracts
from contracts.event_type import EventType
from tests.support.cloud_events import read_cloud_event
from tests.support.messages import event
from tests.support.subscriptions import consumers

TYPES = pytest.mark.parametrize("event_type", contracts.ALL.values(), ids=lambda one: one.name)
PERSONAL = {"name", "nik", "id_number", "id_type", "identity", "birth", "birth_date", "email",
            "phone", "address", "relationship", "contact_name", "visitor", "visitors", "inmate",
            "inmate_number", "officer", "officer_name", "photo", "religion", "health"}  # fmt: skip
"""Words that name or describe a person; a field's name must not contain one of them. A ``person``
is p1, p2 and so on; ``contact`` says whether there is one; ``proposed_by`` is a staff number."""


def personal(field_name: str) -> bool:
    parts = field_name.split("_")
    return any(
        "_".join(parts[start:end]) in PERSONAL
        for start in range(len(parts))
        for end in range(start + 1, len(parts) + 1)
    )


def named_fields(schema: Schema) -> Iterator[str]:
    """The names of all fields, those of nested schemas too."""
    for name, field in schema.fields.items():
        yield name
        inner = field.inner if isinstance(field, fields.List) else field
        if isinstance(inner, fields.Nested):
            yield from named_fields(inner.schema)


def objects_in(data: Any) -> Iterator[dict[str, Any]]:
    """Every JSON object within the data, the data itself first."""
    if isinstance(data, dict):
        yield data
        data = list(data.values())
    if isinstance(data, list):
        for inner in data:
            yield from objects_in(inner)


@TYPES
def test_the_example_meets_its_contract_and_is_read_as_it_was_sent(event_type: EventType):
    event_type.check(event_type.example)
    assert event_type.read(event_type.example) == event_type.example
    assert json.loads(json.dumps(event_type.example)) == event_type.example


@TYPES
def test_the_example_makes_a_valid_cloud_event(event_type: EventType):
    read = read_cloud_event(json.dumps(event(event_type.name)))
    assert (read["type"], read["source"]) == (event_type.name, f"/kunjungan/{event_type.publisher}")


@TYPES
def test_what_may_be_null_and_is_left_out_reads_as_null(event_type: EventType):
    optional = {
        name
        for name, field in event_type.schema().fields.items()
        if field.allow_none and not field.required
    }
    short = {name: value for name, value in event_type.example.items() if name not in optional}
    event_type.check(short)
    assert event_type.read(short) == {**short, **dict.fromkeys(optional)}


@pytest.mark.parametrize(
    ("event_type", "field", "value"),
    [
        ("visit_no_show", "date", "0001-01-01"),
        ("visit_no_show", "date", "9999-12-31"),
        ("visit_started", "started_at", "0001-01-01T00:00:00+14:00"),
        ("visit_started", "ends_at", "9999-12-31T23:59:59-12:00"),
        ("visit_no_show", "session", "morning\n"),
        ("visitor_screened", "lead", "p1\n"),
        ("visit_cancelled", "reason", "half a letter \ud800"),
        ("contact_recorded", "name", "\udfff"),
        ("facility_configured", "timezone", "Asia/Nowhere"),
        ("facility_configured", "timezone", "../../etc/passwd"),
    ],
)
def test_a_value_that_no_handler_could_work_with_breaks_the_contract(event_type, field, value):
    contract = contracts.ALL[event_type]
    with pytest.raises(ValidationError):
        contract.read({**contract.example, field: value})


@TYPES
def test_heard_by_names_the_services_that_have_a_handler(event_type: EventType):
    listening = {one.service.name for one in consumers() if one.event_type is event_type}
    assert set(event_type.heard_by) == listening


def test_what_is_restricted_has_no_other_listener():
    for event_type in contracts.ALL.values():
        if event_type.restricted_to:
            assert set(event_type.heard_by) <= set(event_type.restricted_to)


def test_personal_data_travels_in_contact_recorded_alone():
    found = {
        name
        for name, event_type in contracts.ALL.items()
        if any(personal(field) for field in named_fields(event_type.schema()))
    }
    assert found == {"contact_recorded"}
    assert contracts.ALL["contact_recorded"].restricted_to == ("notifications",)


@given(data=st.data())
@settings(max_examples=300, deadline=None, derandomize=True)
def test_no_publisher_can_slip_a_personal_field_into_an_event(data: st.DataObject):
    event_type = data.draw(st.sampled_from(list(contracts.ALL.values())))
    told = json.loads(json.dumps(event_type.example))
    place = data.draw(st.sampled_from(list(objects_in(told))))
    field = data.draw(st.sampled_from(sorted(PERSONAL - place.keys())))
    place[field] = data.draw(st.text(min_size=1, max_size=20) | st.integers() | st.none())
    with pytest.raises(ValueError, match=field):
        event_type.check(told)
