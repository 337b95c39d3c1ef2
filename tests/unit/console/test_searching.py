"""What the form of the search post asks for and sends."""

from typing import Any

import pytest

from console.searching import Search

SEARCHERS = {"female": "sari", "male": "budi"}


def group(*members: tuple[str, bool], banned: tuple[str, ...] = ()) -> dict[str, Any]:
    """Members by sex and whether they are minors; the first leads."""
    return {
        "lead": "p1",
        "banned": list(banned),
        "members": [
            {"person": f"p{place}", "sex": sex, "minor": minor}
            for place, (sex, minor) in enumerate(members, start=1)
        ],
    }


@pytest.fixture
def family() -> Search:
    search = Search.of(group(("female", False), ("male", False), ("male", True)), SEARCHERS)
    search.consent = "given"
    return search


def test_consent_is_asked_first() -> None:
    assert Search.of(group(("female", False)), SEARCHERS).lacking() == [("consent", None)]


def test_everybody_needs_a_decision(family: Search) -> None:
    assert family.lacking() == [("decision", "p1"), ("decision", "p2"), ("decision", "p3")]
    family.clear_all()
    assert family.lacking() == []


def test_each_is_searched_by_the_officer_of_the_same_sex_and_a_child_beside_an_adult(
    family: Search,
) -> None:
    family.clear_all()
    first, second, child = family.body()["members"]
    assert first["searched_by"] == {"id": "sari", "sex": "female"}
    assert second["searched_by"] == {"id": "budi", "sex": "male"}
    assert child["accompanied_by"] == "p1"
    assert "accompanied_by" not in first


def test_who_is_not_here_was_not_searched(family: Search) -> None:
    family.clear_all()
    family.people[1].decision, family.people[1].reason = "refused", "absent"
    assert family.body()["members"][1] == {
        "person": "p2", "decision": "refused", "reason": "absent",
    }  # fmt: skip


def test_a_banned_person_cannot_be_let_in() -> None:
    search = Search.of(group(("female", False), ("male", False), banned=("p2",)), SEARCHERS)
    search.clear_all()
    assert [one.decision for one in search.people] == ["cleared", "refused"]


def test_a_ban_that_comes_during_the_search_takes_a_decision_back(family: Search) -> None:
    family.clear_all()
    assert family.mark_banned(["p2"])
    assert not family.mark_banned(["p2"])
    assert (family.people[1].decision, family.people[1].reason) == ("refused", "banned")


def test_a_refused_lead_is_replaced_by_the_first_adult_who_passed(family: Search) -> None:
    family.clear_all()
    assert "lead" not in family.body()
    family.people[0].decision, family.people[0].reason = "refused", "dress_code"
    assert family.body()["lead"] == "p2"


def test_things_of_who_does_not_go_in_go_back_outside(family: Search) -> None:
    family.clear_all()
    family.add("p1", "phone")
    family.add("p2", "bag")
    family.people[1].decision, family.people[1].reason = "refused", "dress_code"
    assert [one["disposition"] for one in family.body()["items"]] == ["deposit", "returned_outside"]
    assert family.count("deposit") == 1


def test_no_child_goes_in_without_an_adult(family: Search) -> None:
    family.clear_all()
    for adult in family.people[:2]:
        adult.decision, adult.reason = "refused", "dress_code"
    assert family.cleared == []
    assert family.lead is None


def test_one_more_of_a_kind_counts_up(family: Search) -> None:
    family.add("p1", "phone")
    family.add("p1", "phone")
    family.add("p2", "phone")
    assert [(one.person, one.count) for one in family.things] == [("p1", 2), ("p2", 1)]


def test_a_seizure_is_told_in_full(family: Search) -> None:
    family.clear_all()
    thing = family.add("p1", "phone")
    thing.disposition = "seized"
    assert family.lacking() == [("seizure", "p1")]
    thing.witness, thing.handed_to = "budi", "KPR"
    assert family.lacking() == []
    assert family.body()["items"][0]["seizure"] == {
        "category": "phone_or_sim", "quantity": 1, "witness": "budi", "handed_to": "KPR",
    }  # fmt: skip


def test_without_consent_nobody_and_nothing_is_searched(family: Search) -> None:
    family.clear_all()
    family.add("p1", "phone")
    family.consent = "refused"
    assert family.body() == {"consent": "refused", "members": [], "items": []}
    assert family.lacking() == []


def test_after_consent_was_withdrawn_only_what_was_found_is_told(family: Search) -> None:
    family.clear_all()
    family.add("p1", "phone")
    family.consent = "withdrawn"
    told = family.body()
    assert told["members"] == []
    assert told["items"][0]["disposition"] == "returned_outside"
