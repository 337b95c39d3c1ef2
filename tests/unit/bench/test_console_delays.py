"""How late a page showed an event, by what it wrote down and by the clock of the day."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bench.console_delays import Heard, Remembering, Screen, Written

START = datetime(2026, 1, 17, 9, tzinfo=UTC)


@pytest.fixture
def clock(tmp_path: Path) -> Remembering:
    """It stands, then goes 10 times as fast as real time."""
    clock = Remembering(tmp_path / "clock.json", START, {"00:00": 10})
    clock._write(START, 10.0)
    return clock


def delays(name: str, written: list[Written], clock: Remembering) -> tuple[list[float], int]:
    events = [
        Heard(n, "visitor_called", START + timedelta(seconds=10 * n), 0.0, f"morning/{n}:1")
        for n in (1, 2, 3)
    ]
    page: Any = None
    screen = Screen(name, page, frozenset({"visitor_called"}))
    found, missing = screen.delays(events, clock, written)
    return [one.ms for one in found], missing


def began(clock: Remembering) -> float:
    moment = clock.moment(START)
    assert moment is not None
    return moment


def test_a_desk_shows_an_event_with_the_first_mark_that_is_not_before_it(
    clock: Remembering,
) -> None:
    at = began(clock)
    late, missing = delays("search", [(at + 1.5, "1-a"), (at + 3.0, "2-a")], clock)
    assert (late, missing) == (pytest.approx([500, 1000]), 1)
    late, missing = delays("search", [(at + 3.5, "3-a")], clock)
    assert (late, missing) == (pytest.approx([2500, 1500, 500]), 0)


def test_a_display_shows_a_call_once_it_stands_there(clock: Remembering) -> None:
    at = began(clock)
    written = [(at + 1.2, "morning/1:1"), (at + 3.2, "morning/1:1 morning/3:1")]
    late, missing = delays("display", written, clock)
    assert (late, missing) == (pytest.approx([200, 200]), 1)


def test_what_happened_while_the_clock_stood_has_no_moment(tmp_path: Path) -> None:
    clock = Remembering(tmp_path / "clock.json", START, {"00:00": 10})
    assert clock.moment(START) is None
    assert clock.moment(START - timedelta(days=1)) is None
