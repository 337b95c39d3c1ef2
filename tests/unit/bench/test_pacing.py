"""The consoles' day goes by a timetable of the house's hours."""

from datetime import UTC, datetime

import pytest

from bench.pacing import TIMETABLE, pace_at, paces

MIDNIGHT = datetime(2026, 1, 16, 16, tzinfo=UTC)
"""In Balikpapan."""


@pytest.mark.parametrize(
    ("hour", "minute", "pace"), [(1, 39, 20), (1, 40, 4), (2, 39, 4), (2, 40, 10)]
)
def test_the_pace_is_that_of_the_hour_at_the_house(hour: int, minute: int, pace: float) -> None:
    instant = datetime(2026, 1, 17, hour, minute, tzinfo=UTC)
    assert pace_at(instant, {"00:00": 20, "09:40": 4, "10:40": 10}) == pace


def test_the_timetable_has_a_pace_for_every_moment_of_a_day() -> None:
    assert pace_at(MIDNIGHT, TIMETABLE) == TIMETABLE["00:00"]
    assert list(TIMETABLE) == sorted(TIMETABLE)


def test_a_whole_day_can_go_at_one_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    assert paces() is TIMETABLE
    monkeypatch.setenv("PACE", "7")
    assert pace_at(MIDNIGHT, paces()) == 7
