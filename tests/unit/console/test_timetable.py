"""Which sessions are offered, and whether an inmate can be visited."""

from datetime import date
from typing import Any

import pytest

from console.timetable import sessions_on, stopped

WEDNESDAY, SUNDAY = date(2026, 11, 25), date(2026, 11, 29)


def rule(name: str, opens: str, *weekdays: str) -> dict[str, Any]:
    return {"name": name, "opens": opens, "weekdays": list(weekdays)}


def house(**more: Any) -> dict[str, Any]:
    sessions = [rule("afternoon", "13:00", "wed", "thu"), rule("morning", "09:00", "wed")]
    return {"sessions": sessions, "blocked_dates": [], "special_periods": [], **more}


def inmate(**more: Any) -> dict[str, Any]:
    return {"status": "available", "status_until": None, "accepts_visits": True, **more}


def test_sessions_of_the_weekday_come_in_their_order() -> None:
    assert sessions_on(house(), WEDNESDAY) == ["morning", "afternoon"]
    assert sessions_on(house(), SUNDAY) == []


def test_a_blocked_day_has_none() -> None:
    assert sessions_on(house(blocked_dates=[{"date": "2026-11-25"}]), WEDNESDAY) == []


@pytest.mark.parametrize(
    ("replaced", "expected"),
    [([rule("whole_day", "08:00", "sun")], ["whole_day"]), (None, [])],
)
def test_a_special_period_may_have_sessions_of_its_own(replaced: Any, expected: list[str]) -> None:
    period = {"first": "2026-11-28", "last": "2026-11-29", "sessions": replaced}
    assert sessions_on(house(special_periods=[period]), SUNDAY) == expected


def test_an_inmate_who_is_available_can_be_visited() -> None:
    assert stopped(inmate(), WEDNESDAY) is None


def test_a_status_ends_with_its_last_day() -> None:
    isolated = inmate(status="isolation", status_until="2026-11-25")
    assert stopped(isolated, WEDNESDAY) == "isolation"
    assert stopped(isolated, date(2026, 11, 26)) is None


def test_a_status_without_a_last_day_goes_on() -> None:
    assert stopped(inmate(status="hospital"), SUNDAY) == "hospital"


def test_an_inmate_may_refuse_visits() -> None:
    assert stopped(inmate(accepts_visits=False), WEDNESDAY) == "refuses_visits"
