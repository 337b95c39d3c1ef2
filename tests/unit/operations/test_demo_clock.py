"""The demo's day goes as fast as the services answer, and waits for one that does not."""

from datetime import UTC, datetime
from pathlib import Path

from chassis.clock import read_segments
from operations.demo.timepiece import FASTEST, SLOWLY, Timepiece
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


def _goes(folder: Path, least: float, most: float) -> None:
    def pace() -> bool:
        return least <= read_segments(folder / "clock.json")[-1].speed <= most

    eventually(f"the day goes at a pace of {least} to {most}", pace)
