"""Whatever the API refuses, an officer is told in words what to do."""

import re
from pathlib import Path
from typing import Any

import pytest

from console.problems import Problem
from console.texts import LANGUAGES
from console.words import refusals
from console.words.refusals import OVERRIDABLE, REFUSALS, refusal

PAGE = Path(__file__).parents[3] / "docs/refusals.md"
ROW = re.compile(r"^\| `(\w+)` \| (\d{3})", re.MULTILINE)
"""A code that comes over HTTP: it has a status."""


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """No page is open here whose language could be asked."""
    monkeypatch.setattr("console.texts.language", lambda: "en")


def problem(code: str, **facts: Any) -> Problem:
    return Problem(409, {"code": code, "facts": facts})


def codes() -> set[str]:
    return {code for code, _ in ROW.findall(PAGE.read_text(encoding="utf-8"))}


def test_the_page_of_refusals_is_read() -> None:
    assert len(codes()) > 90
    assert "en" in LANGUAGES


def test_every_refusal_has_words() -> None:
    assert not codes() - REFUSALS.keys()


def test_no_words_are_kept_for_a_refusal_that_does_not_exist() -> None:
    assert not (REFUSALS.keys() | OVERRIDABLE) - codes()


def test_a_title_needs_no_facts_since_it_also_stands_where_refusals_are_counted() -> None:
    with_facts = {code for code, (title, _) in REFUSALS.items() if "{" in title}
    assert with_facts <= {"head_count_mismatch"}


def test_a_refusal_names_the_person_in_the_form() -> None:
    told = problem("visitor_banned", persons=["p2"], until="2026-12-24")
    _, advice = refusal(told, {"p1": "Siti", "p2": "Budi"})
    assert "Budi" in advice
    assert "Siti" not in advice
    assert "24-12-2026" in advice


def test_a_person_without_a_name_is_told_by_the_place_in_the_group() -> None:
    assert "visitor 2" in refusal(problem("visitor_banned", persons=["p2"]))[1]


def test_a_ban_without_an_end_says_nothing_of_one() -> None:
    advice = refusal(problem("visitor_banned", persons=["p1"], until=None))[1]
    assert "Until" not in advice
    assert "…" not in advice


def test_a_moment_is_told_as_the_hour() -> None:
    told = problem("registration_closed", closed_at="2026-11-25T11:00:00+08:00")
    assert "11:00" in refusal(told)[1]


def test_a_count_of_persons_is_not_taken_for_their_names() -> None:
    advice = refusal(problem("group_too_large", persons=7, limit=5))[1]
    assert "At most 5" in advice
    assert "about" not in advice


def test_codes_among_the_facts_are_words() -> None:
    told = problem("permit_issuer_unknown", issuers=["prosecutor", "house_of_justice"])
    assert "prosecutor, house of justice" in refusal(told)[1]


def test_an_unknown_code_is_told_all_the_same() -> None:
    assert refusal(problem("quite_new"))[0] == refusals.OTHERWISE[0]


@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_a_fact_that_did_not_come_leaves_a_gap_and_no_error(code: str) -> None:
    assert all(refusal(problem(code)))
