"""The demo's day goes as fast as the services answer, and waits for one that does not."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from chassis.clock import FileClock, Segment, read_segments, write_segments
from operations.demo.timepiece import FASTEST, SLOWLY, Timepiece, going_on
from tests.support.eventually import eventually

EARLY = datetime(2026, 1, 17, 8, 50, tzinfo=UTC)


def test_the_day_hurries_while_nobody_asks_anything(tmp_path: Path):
    with Timepiece(tmp_path / "clock.json", EARLY) as clock:
        clock.run()
        _goes(tmp_path, FASTEST, FASTEST)


def test_the_day_slows_down_for_an_answer_that_does_not_come(tmp_path: Path):
    with Timepiece(tmp_path / "clock.json", EARLY) as clock:
        clock.run()
        _goes(tmp_path, FASTEST, FASTEST)
        with clock.asking():
            _goes(tmp_path, 0, 60)
        _goes(tmp_path, FASTEST, FASTEST)


def test_the_day_goes_slowly_while_somebody_is_about_to_break_something(tmp_path: Path):
    with Timepiece(tmp_path / "clock.json", EARLY) as clock:
        clock.run()
        (tmp_path / "slowly").touch()
        _goes(tmp_path, SLOWLY, SLOWLY)


def test_the_day_goes_no_faster_than_its_hour_may(tmp_path: Path):
    def fastest(instant: datetime) -> float:
        return 6.0 if instant < EARLY + timedelta(minutes=1) else 40.0

    with Timepiece(tmp_path / "clock.json", EARLY, fastest) as clock:
        clock.jump(EARLY)
        clock.run()
        _goes(tmp_path, 6, 6)
        clock.jump(EARLY + timedelta(minutes=1))
        _goes(tmp_path, 40, 40)


def _goes(folder: Path, least: float, most: float) -> None:
    def pace() -> bool:
        return least <= read_segments(folder / "clock.json")[-1].speed <= most

    eventually(f"the day goes at a pace of {least} to {most}", pace)


def test_the_clock_stands_at_the_end_of_the_day(tmp_path: Path):
    with Timepiece(tmp_path / "clock.json", EARLY) as clock:
        clock.run()
        _goes(tmp_path, FASTEST, FASTEST)
        clock.stand()
        assert read_segments(tmp_path / "clock.json")[-1].speed == 0


def test_whoever_looks_at_a_day_later_goes_on_from_its_end_and_leaves_it_there(tmp_path: Path):
    path = tmp_path / "clock.json"
    write_segments(path, [Segment(0.0, EARLY, 0.0)])
    with going_on(path):
        [going] = read_segments(path)
        assert (going.instant, going.speed) == (EARLY, 1.0)
    [left] = read_segments(path)
    assert left.speed == 0
    assert EARLY <= left.instant < EARLY + timedelta(minutes=1)
    assert FileClock(path).now() == FileClock(path).now()
