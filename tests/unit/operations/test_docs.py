"""The pages under docs/ say what the contracts say."""

from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

import contracts
from operations.asyncapi import asyncapi
from operations.docs import PAGES, stale_docs, write_docs
from operations.event_pages import events_page

DOCS = Path(__file__).parents[3] / "docs"


def test_the_pages_in_the_repository_are_up_to_date():
    assert stale_docs(DOCS) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_is_missing_or_was_changed_by_hand_is_stale(tmp_path: Path, name: str):
    write_docs(tmp_path)
    assert stale_docs(tmp_path) == []
    (tmp_path / name).write_text("by hand\n")
    assert stale_docs(tmp_path) == [tmp_path / name]
    (tmp_path / name).unlink()
    assert write_docs(tmp_path) == [tmp_path / name]


@pytest.fixture(scope="module")
def document() -> dict:
    return yaml.safe_load(asyncapi())


def test_every_event_type_has_a_channel_on_its_publisher_s_exchange(document: dict):
    for event_type in contracts.ALL.values():
        channel = document["channels"][f"{event_type.publisher}.{event_type.name}"]
        assert channel["address"] == event_type.name
        assert channel["bindings"]["amqp"]["exchange"]["name"] == f"{event_type.publisher}.events"
    assert len(document["channels"]) == len(document["operations"]) == len(contracts.ALL)


@pytest.mark.parametrize("event_type", contracts.ALL.values(), ids=lambda one: one.name)
def test_the_published_example_meets_the_published_schema(document: dict, event_type):
    message = document["components"]["messages"][f"{event_type.publisher}.{event_type.name}"]
    schema = {**message["payload"], "components": document["components"]}
    validator = Draft202012Validator(schema)
    example = message["examples"][0]["payload"]
    assert [error.message for error in validator.iter_errors(example)] == []
    assert not validator.is_valid({**example, "type": "something_else"})
    assert not validator.is_valid({**example, "data": {"unheard": "of"}})


def test_a_reader_of_the_page_finds_every_event_and_who_may_not_read_it():
    page = events_page()
    for event_type in contracts.ALL.values():
        assert f"### {event_type.name}\n\n{event_type.summary}" in page
    contact = page.partition("### contact_recorded")[2].partition("###")[0]
    assert "**Only notifications may read it.**" in contact
    assert page.count("may read it.**") == 1
