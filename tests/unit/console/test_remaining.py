"""What a card of the visiting room says of a visit's time."""

from datetime import UTC, datetime, timedelta

from console.remaining import OVER, RUNNING, WARNING, Remaining, remaining

TEN = datetime(2026, 1, 17, 10, 0, tzinfo=UTC)
HALF_PAST = TEN + timedelta(minutes=30)


def at(minutes: float, overdue: bool = False) -> Remaining:
    """After so many of thirty minutes, with a warning five before the end."""
    return remaining(TEN, HALF_PAST, TEN + timedelta(minutes=minutes), 30, 5, overdue)


def test_a_begun_minute_still_counts() -> None:
    assert at(0) == Remaining(RUNNING, 30, 100)
    assert at(17.5) == Remaining(RUNNING, 13, 42)


def test_the_warning_comes_with_the_minutes_that_the_house_says() -> None:
    assert at(24.9).state == RUNNING
    assert at(25) == Remaining(WARNING, 5, 17)
    assert at(29.99) == Remaining(WARNING, 1, 1)


def test_over_is_counted_in_whole_minutes() -> None:
    assert at(30) == Remaining(OVER, 0, 0)
    assert at(30.9) == Remaining(OVER, 0, 0)
    assert at(33.2) == Remaining(OVER, 3, 0)


def test_it_is_over_when_the_house_says_so_whatever_a_clock_says() -> None:
    assert at(29, overdue=True) == Remaining(OVER, 0, 0)


def test_a_visit_that_was_cut_short_shows_how_little_is_left() -> None:
    ends = TEN + timedelta(minutes=6)
    assert remaining(TEN, ends, TEN, 30, 5) == Remaining(RUNNING, 6, 20)


def test_a_clock_that_is_behind_shows_no_more_than_the_whole() -> None:
    assert at(-2) == Remaining(RUNNING, 32, 100)
