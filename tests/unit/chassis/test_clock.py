"""The clock that all processes of a system agree on."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from chassis.clock import (
    RECHECK_SECONDS,
    FileClock,
    Segment,
    WallClock,
    open_clock,
    read_segments,
    write_segments,
)

MORNING = datetime.fromisoformat("2026-01-17T09:00:00+08:00")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "clock.json"


class Watch:
    """Real time that stands still until a test moves it."""

    def __init__(self):
        self.seconds = 1000.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def watch():
    return Watch()


def clock(path, watch, *segments):
    write_segments(path, list(segments))
    return FileClock(path, watch)


def test_real_time_is_in_utc_and_in_milliseconds():
    now = WallClock().now()
    assert now.tzinfo is UTC
    assert now.microsecond % 1000 == 0


def test_no_clock_file_is_real_time():
    assert isinstance(open_clock(""), WallClock)


def test_a_clock_shows_its_instant_at_its_epoch(path, watch):
    assert clock(path, watch, Segment(1000, MORNING, 60)).now() == MORNING


@pytest.mark.parametrize("speed", [0, 0.5, 1, 60])
def test_a_clock_runs_as_fast_as_its_segment_says(path, watch, speed):
    shown = clock(path, watch, Segment(1000, MORNING, speed))
    watch.seconds += 10
    assert shown.now() == MORNING + timedelta(seconds=10 * speed)


def test_before_the_first_epoch_the_clock_counts_towards_it(path, watch):
    assert clock(path, watch, Segment(1060, MORNING, 1)).now() == MORNING - timedelta(minutes=1)


def test_a_later_segment_takes_over_at_its_epoch_and_not_before(path, watch):
    noon = MORNING + timedelta(hours=3)
    shown = clock(path, watch, Segment(1000, MORNING, 1), Segment(1010, noon, 1))
    watch.seconds = 1009.9
    assert shown.now() == MORNING + timedelta(seconds=9.9)
    watch.seconds = 1010
    assert shown.now() == noon


def test_two_processes_agree_whenever_they_look(path, watch):
    segments = Segment(1000, MORNING, 60), Segment(1005, MORNING, 600)
    first, second = clock(path, watch, *segments), FileClock(path, watch)
    second.now()
    watch.seconds = 1007.123
    assert first.now() == second.now()


def test_time_never_runs_backwards_in_a_process(path, watch):
    shown = clock(path, watch, Segment(1000, MORNING, 1), Segment(1010, MORNING, 1))
    watch.seconds = 1009
    before = shown.now()
    watch.seconds = 1011
    assert shown.now() == before
    watch.seconds = 990
    assert shown.now() == before


def test_a_new_segment_is_read_within_the_recheck(path, watch):
    shown = clock(path, watch, Segment(1000, MORNING, 1))
    shown.now()
    write_segments(path, [Segment(1000, MORNING, 1), Segment(1000.01, MORNING, 60)])
    watch.seconds += RECHECK_SECONDS + 0.01
    assert shown.now() == MORNING + timedelta(seconds=RECHECK_SECONDS * 60)


def test_a_segment_written_within_the_same_tick_is_read_too(path, watch):
    shown = clock(path, watch, Segment(1000, MORNING, 1))
    shown.now()
    written = path.stat()
    write_segments(path, [Segment(1000, MORNING, 60)])
    os.utime(path, ns=(written.st_atime_ns, written.st_mtime_ns))
    watch.seconds += 1
    assert shown.now() == MORNING + timedelta(minutes=1)


def test_the_time_is_in_milliseconds_as_it_will_be_stored(path, watch):
    shown = clock(path, watch, Segment(1000, MORNING, 1))
    watch.seconds += 0.0123456
    assert shown.now().microsecond == 12_000


def test_segments_are_read_as_they_were_written(path):
    segments = [Segment(1000.5, MORNING, 60.0), Segment(2000.0, MORNING, 0.0)]
    write_segments(path, segments)
    assert read_segments(path) == segments
    assert list(path.parent.iterdir()) == [path], "and nothing is left beside it"


def test_the_time_is_in_utc_whatever_the_offset_in_its_file(path, watch):
    assert clock(path, watch, Segment(1000, MORNING, 1)).now().utcoffset() == timedelta(0)
