"""docs/routes.md and the gateway's part of docs/refusals.md leave nothing out."""

import re
from functools import cache

import pytest

from operations.gateway_refusals import SAID, own_refusals
from operations.refusal_pages import GATEWAY, refusals_page
from operations.route_pages import OPEN, routes_page
from services.gateway.domain.policy import ALL, POLICY
from services.gateway.http.problems import OF_HTTP, STATUS, UNREADABLE
from services.gateway.routes.all import TABLES

ROW = re.compile(r"^\| (\w+) \| `(/[^`]+)` \| `([\w.]+)` \| ([^|]+) \| ([^|]+) \|", re.MULTILINE)
written = cache(routes_page)


def rows() -> dict[str, tuple[str, str]]:
    """Roles and summary of each operation."""
    return {name: (roles, does) for _, _, name, roles, does in ROW.findall(written())}


def test_every_operation_of_the_policy_is_there_and_no_other():
    assert set(rows()) == set(POLICY) | set(OPEN)
    assert len(ROW.findall(written())) == len(rows())


@pytest.mark.parametrize("operation", POLICY)
def test_the_roles_are_those_of_the_policy(operation: str):
    roles, _ = rows()[operation]
    named = ALL if roles == "all" else set(re.findall(r"`(\w+)`", roles))
    assert named == POLICY[operation]


def test_every_operation_says_what_it_does():
    assert [name for name, (_, does) in rows().items() if len(does.split()) < 3] == []
    summaries = [one.summary for module in TABLES for one in module.OPERATIONS]
    assert all(summaries)
    assert len(set(summaries)) == len(summaries)


def test_every_code_that_the_gateway_gives_a_status_is_explained():
    page = refusals_page()
    explained = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    assert {*STATUS, *UNREADABLE, *OF_HTTP.values()} <= explained


def test_every_refusal_of_the_gateway_is_in_its_section():
    section = refusals_page().partition(f"\n## {GATEWAY}\n")[2].partition("\n## ")[0]
    explained = re.findall(r"^\| `(\w+)` \| \S", section, re.MULTILINE)
    own = {one.code for _, one in own_refusals()}  # type: ignore[attr-defined]
    assert sorted(explained) == sorted(own | set(SAID))


@pytest.mark.parametrize(
    ("code", "status"),
    [("not_signed_in", "401"), ("forbidden", "403"), ("session_full", "409"),
     ("command_id_reused", "422"), ("too_many_attempts", "429"), ("unavailable", "503"),
     ("method_not_allowed", "405"), ("unreadable_request", "400, 415")],
)  # fmt: skip
def test_a_code_has_its_status(code: str, status: str):
    assert f"\n| `{code}` | {status} |" in refusals_page()
