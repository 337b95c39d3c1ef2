"""Which day a page of figures is about."""

from types import SimpleNamespace
from typing import Any

import pytest
from nicegui import Client, ui

from console.day_field import DayField


def house_on(day: str) -> dict[str, Any]:
    return {"today": {"date": day}}


@pytest.fixture
def desk() -> Any:
    return SimpleNamespace(house=house_on("2026-11-29"))


@pytest.fixture
def asked() -> list[str]:
    """That the page was told to ask again."""
    return []


@pytest.fixture
def day(desk: Any, asked: list[str]) -> DayField:
    with Client(ui.page("/figures")):
        return DayField(desk, "Date", lambda: asked.append("again"))


def test_what_shows_today_goes_on_with_the_house(
    day: DayField, desk: Any, asked: list[str]
) -> None:
    assert day.date == "2026-11-29"
    desk.house = house_on("2026-11-30")
    day.go_on()
    assert day.date == "2026-11-30"
    assert asked == ["again"]
    assert day._field.props["max"] == "2026-11-30"


def test_a_day_that_was_chosen_stays(day: DayField, desk: Any) -> None:
    day._field.set_value("2026-11-03")
    desk.house = house_on("2026-11-30")
    day.go_on()
    assert day.date == "2026-11-03"
    day._field.set_value("")
    assert day.date == "2026-11-30", "an empty field means today"


def test_on_the_same_day_nothing_is_asked_for(day: DayField, asked: list[str]) -> None:
    day.go_on()
    assert not asked
