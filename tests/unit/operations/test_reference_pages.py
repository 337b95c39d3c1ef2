"""The pages about calls, refusals and settings leave nothing out and say nothing wrong."""

import re
from functools import cache
from pathlib import Path

import pytest
from marshmallow import Schema, fields, validate

from chassis.settings import COMMON, load_settings
from contracts.calls import ALL
from contracts.calls.common import Choice, Count, Identifier, Text
from contracts.calls.facilities import Settings as SettingsSchema
from operations.markdown import anchor, plain, table, words
from operations.refusal_pages import EVERY_SERVICE, refusals_page
from operations.refusal_search import codes_of, refusals_in
from operations.rpc_fields import needed, part_heading, what
from operations.rpc_methods import Method, every_method
from operations.rpc_pages import rpc_page
from operations.secrets import SERVICES
from operations.settings_pages import compose_settings, process_settings, settings_page
from services.registration.domain.settings import Settings

ROOT = Path(__file__).parents[3]
METHODS = [method for methods in every_method().values() for method in methods]
SEEN_BY_NO_CALLER = {"inmate_not_visitable"}


def method(address: str) -> Method:
    return next(one for one in METHODS if one.address == address)


written = cache(rpc_page)


# --- calls -------------------------------------------------------------------------------------


@pytest.mark.parametrize("one", METHODS, ids=lambda one: one.address)
def test_every_method_has_its_section_with_each_of_its_fields(one: Method):
    section = written().partition(f"### {one.address}\n")[2].partition("\n### ")[0]
    common = {"command_id", "facility", "officer", "page", "page_size"}
    named = {field.data_key or name for name, field in one.schema().fields.items()}
    for name in named - common:
        assert f"| `{name}` |" in section
    for code in codes_of(one):
        assert f"`{code}`" in section


@pytest.mark.parametrize("one", METHODS, ids=lambda one: one.address)
def test_every_method_has_its_answer_with_each_of_its_fields(one: Method):
    answer = ALL[one.address].answer
    page = written()
    section = page.partition(f"### {one.address}\n")[2].partition("\n### ")[0]
    assert f"Answer: [{answer.__name__}](#" in section
    told = page.partition(f"#### {part_heading(answer)}\n")[2].partition("\n#### ")[0]
    for name, field in answer().fields.items():
        assert f"| `{field.data_key or name}` |" in told


class Example(Schema):
    id = Identifier(required=True)
    name = Text(longest=20)
    sex = Choice("male", "female", load_default="female")
    count = Count(least=1, most=9, allow_none=True)
    born = fields.Date()
    words = fields.List(Text(), validate=validate.Length(min=1, max=3))
    inner = fields.Nested(Schema.from_dict({}, name="Inner"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("id", ("identifier", "yes")),
        ("name", ("text, up to 20 characters", "no")),
        ("sex", ("`male`, `female`", "no: `female`")),
        ("count", ("whole number 1 to 9 or null", "no")),
        ("born", ("date, `YYYY-MM-DD`", "no")),
        ("words", ("list of 1 to 3: text, up to 300 characters", "no")),
    ],
)
def test_a_field_is_put_into_words(name: str, said: tuple[str, str]):
    field = Example().fields[name]
    assert (what(field), needed(field)) == said


# --- refusals ----------------------------------------------------------------------------------


@pytest.mark.parametrize("service", SERVICES)
def test_every_refusal_that_a_caller_can_see_is_explained(service: str):
    section = refusals_page().partition(f"\n## {service}\n")[2].partition("\n## ")[0]
    explained = set(re.findall(r"^\| `(\w+)` \| \S", section, re.MULTILINE))
    there = {one.code for one in refusals_in(service)}  # type: ignore[attr-defined]
    assert explained == there - SEEN_BY_NO_CALLER


def test_every_code_of_the_chassis_is_explained():
    source = "".join((ROOT / "chassis" / f"{name}.py").read_text() for name in ("rpc", "errors"))
    given = re.findall(r'(?:"code": |code = |reply_with_problem\(message, )"(\w+)"', source)
    assert set(given) == set(EVERY_SERVICE)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("registration.depart", "head_count_mismatch"),  # a rule, handed over as a function
        ("registration.start", "room_full"),  # by way of the desk, the store and the places
        ("registration.check_in", "inmate_at_court"),  # out of a table of refusals
        ("registration.register", "claim_taken"),  # from an index
        ("lockers.unclaimed", "deadline_passed"),  # within a lambda
        ("notifications.retry", "being_sent"),
    ],
)
def test_a_refusal_is_found_however_it_is_reached(address: str, code: str):
    assert code in codes_of(method(address))


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("registration.visit", "wrong_state"),
        ("registration.cancel", "no_session"),  # Day.session() is not visit.session
        ("registration.add_inmate", "inmate_at_court"),  # the service's _inmate is not the desk's
        ("registration.register", "wrong_state"),  # caught, where the desk's refusals are counted
    ],
)
def test_a_refusal_that_cannot_come_is_not_named(address: str, code: str):
    assert code not in codes_of(method(address))


# --- settings ----------------------------------------------------------------------------------


@pytest.mark.parametrize("service", SERVICES)
def test_every_setting_of_a_process_is_listed(service: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BLIND_INDEX_KEY", "for this test")
    config = ROOT / "services" / service / "config.yml"
    listed = process_settings(COMMON) + process_settings(config)
    assert len({one.name for one in listed}) == len(listed)
    # a service may set one anew under another name of its own: TIMER_SECONDS
    assert len(listed) >= len(load_settings(config))
    for one in listed:
        assert f"| `{one.name}` |" in settings_page()


def test_a_setting_is_listed_with_its_default_and_its_reason():
    heartbeat = next(one for one in process_settings(COMMON) if one.name == "HEARTBEAT")
    assert heartbeat.default == "10"
    assert heartbeat.meaning.startswith("Seconds between heartbeats. A frozen broker")
    key = process_settings(ROOT / "services/registration/config.yml")[0]
    assert (key.name, key.default) == ("BLIND_INDEX_KEY", None)
    assert "| `BLIND_INDEX_KEY` | **must be given** |" in settings_page()


def test_compose_shows_its_own_defaults_and_examples_as_such():
    found = {one.name: one for one in compose_settings()}
    assert found["QUORUM_SIZE"].default == "1"
    assert (found["DESKS"].default, found["DESKS"].example[:1]) == ("", "{")


def test_every_setting_of_compose_is_explained_for_operators():
    used = re.findall(r"\$\{([A-Z_]+)[:}]", (ROOT / "docker-compose.yml").read_text())
    assert {one.name for one in compose_settings()} == set(used)


def test_every_setting_of_a_house_is_listed_with_what_is_allowed():
    assert set(SettingsSchema().fields) == set(Settings.__dataclass_fields__)
    section = settings_page().partition("## A house")[2].partition("####")[0]
    listed = re.findall(r"^\| `(\w+)` \| `.+` \| \S.* \| \S", section, re.MULTILINE)
    assert set(listed) == set(Settings.__dataclass_fields__)


# --- markdown ----------------------------------------------------------------------------------


def test_text_stays_text():
    assert plain("a <b> * and `<c> *`") == r"a \<b> \* and `<c> *`"
    assert table(["a"], [["x | y"]]) == "| a |\n| --- |\n| x \\| y |\n"
    assert anchor("registration.check_in") == "registrationcheck_in"
    assert anchor("SessionRule (registration)") == "sessionrule-registration"
    assert words("PermitExpired") == "Permit expired."
