"""Fields that refuse what no honest caller sends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from contracts.calls.common import (
    Choice,
    Command,
    Count,
    Flag,
    Identifier,
    Paged,
    Query,
    Strict,
    Text,
)

COMMAND = {"command_id": "c1", "facility": "RTBPN", "officer": {"id": "o1"}}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


def load(field, value):
    return Strict.from_dict({"it": field})().load({"it": value})["it"]


def refuses(field, value):
    with pytest.raises(ValidationError):
        load(field, value)


@pytest.mark.parametrize("value", ["a", "a" * 64, "RTBPN", "o-1_2.3:4@5"])
def test_an_identifier_is_plain(value):
    assert load(Identifier(), value) == value


@pytest.mark.parametrize("value", ["", " ", "a b", "a" * 65, "a\n", "\na", "a\x00", "é", "-a",
                                   "$ne", "a/b", None, 5, True, ["a"], {"$ne": None},
                                   "\ud800"])  # fmt: skip
def test_an_identifier_refuses_what_is_not_plain(value):
    refuses(Identifier(), value)


@pytest.mark.parametrize(
    "value", ["Siti", "Ngurah Rai\tBali", "two\nlines", "é", "漢字", "a" * 300]
)
def test_a_text_is_for_people(value):
    assert load(Text(), value) == value


@pytest.mark.parametrize(
    "value", ["", "   ", "a\x00b", "a\x1b[31m", "\x7f", "\ud800", "a" * 301, None, 5, ["a"]]
)
def test_a_text_refuses_what_is_not_for_people(value):
    refuses(Text(), value)


def test_a_text_is_trimmed_before_it_is_measured():
    assert load(Text(longest=3), "  abc  ") == "abc"


@pytest.mark.parametrize("value", [0, 1, 100_000])
def test_a_count_is_a_whole_number_within_bounds(value):
    assert load(Count(), value) == value


@pytest.mark.parametrize("value", [-1, 100_001, 10**400, 1.0, 1.5, "1", True, False, None, [1],
                                   float("nan"), float("inf")])  # fmt: skip
def test_a_count_refuses_all_else(value):
    refuses(Count(), value)


@pytest.mark.parametrize("value", ["true", "yes", 1, 0, None, "on", [True]])
def test_a_flag_has_one_spelling(value):
    refuses(Flag(), value)
    assert load(Flag(), True) is True


@pytest.mark.parametrize("value", ["Female", "female ", "", None, 1, ["female"]])
def test_a_choice_is_one_of_its_words(value):
    refuses(Choice("male", "female"), value)
    assert load(Choice("male", "female"), "female") == "female"


def test_a_command_needs_its_id_its_facility_and_its_officer():
    assert Command().load(COMMAND) == COMMAND
    for name in COMMAND:
        with pytest.raises(ValidationError) as error:
            Command().load({key: value for key, value in COMMAND.items() if key != name})
        assert list(error.value.messages_dict) == [name]


def test_a_misspelt_field_is_an_error_at_any_depth():
    with pytest.raises(ValidationError) as error:
        Command().load({**COMMAND, "officer": {"id": "o1", "sexx": "male"}})
    assert error.value.messages_dict == {"officer": {"sexx": ["Unknown field."]}}


def test_pages_are_counted_from_one_and_bounded():
    assert Paged().load({"facility": "F"}) == {"facility": "F", "page": 1, "page_size": 50}
    for page in ({"page": 0}, {"page_size": 201}, {"page": 10_001}):
        with pytest.raises(ValidationError):
            Paged().load({"facility": "F", **page})


@pytest.mark.parametrize("schema", [Command, Query, Paged])
@given(anything=ANYTHING)
def test_nothing_that_is_loaded_raises_anything_else(schema, anything):
    for value in (anything, {"facility": anything, "officer": anything, "command_id": anything}):
        try:
            schema().load(value)
        except ValidationError:
            pass
