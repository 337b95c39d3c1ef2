"""The check that every answer in the tests passes through can fail."""

from typing import Any

import pytest

from tests.support.checked_client import check_answer

GOOD = {"number": "A-17", "status": "available", "accepts_visits": True}


def test_an_answer_as_published_passes():
    check_answer("registration.add_inmate", GOOD)


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        {},
        GOOD | {"more": 1},
        GOOD | {"status": "on_leave"},
        GOOD | {"accepts_visits": "true"},
        GOOD | {"accepts_visits": 1},
        GOOD | {"number": 17},
        GOOD | {"number": "A-17\n"},
        GOOD | {"number": None},
    ],
    ids=str,
)
def test_any_other_does_not(wrong: Any):
    with pytest.raises(AssertionError):
        check_answer("registration.add_inmate", wrong)


@pytest.mark.parametrize("minutes", ["12.5", True])
def test_figures_are_numbers(minutes: Any):
    sums = {"men": 0, "women": 0, "children": 0, "all": 0}
    day = {
        "date": "2026-01-17",
        "visits": {"all": 1, "registered": 1, "admitted": 0},
        "visitors": sums,
        "outcomes": {},
        "refusals": {"session_full": 1},
        "no_shows": 0,
        "waiting_minutes": {"visits": 1, "average": 12.5, "longest": 13},
        "hours": [],
    }
    answer = {"from": "2026-01-17", "to": "2026-01-17", "days": [day]}
    check_answer("registration.statistics", answer)
    day["waiting_minutes"] = {"visits": 1, "average": minutes, "longest": 13}
    with pytest.raises(AssertionError):
        check_answer("registration.statistics", answer)
