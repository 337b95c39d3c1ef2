"""What the public display shows and says."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from console.clock import FacilityClock
from console.public_words import post_name, shown, spoken, zone_name

BOARD = {
    "name": "Rutan Contoh", "timezone": "Asia/Makassar", "open": True, "waiting": 3,
    "called": [
        {"session": "morning", "queue_number": number, "post": "post-1", "calls": 1}
        for number in range(20, 0, -1)
    ],
    "next": [{"session": "morning", "queue_number": number} for number in range(21, 40)],
    "sessions": [
        {"name": "morning", "opens": "2026-01-17T09:00:00+08:00",
         "closes": "2026-01-17T11:30:00+08:00"},
        {"name": "ramadan_late", "opens": "2026-01-17T13:00:00+08:00",
         "closes": "2026-01-17T15:00:00+08:00"},
    ],
}  # fmt: skip


def at(moment: str) -> FacilityClock:
    clock = FacilityClock("Asia/Makassar")
    clock.heard(moment)
    return clock


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("Asia/Jakarta", "WIB"), ("Asia/Pontianak", "WIB"), ("Asia/Makassar", "WITA"),
        ("Asia/Jayapura", "WIT"), ("Etc/UTC", "UTC+0"), ("Asia/Kolkata", "UTC+5.5"),
    ],
)  # fmt: skip
def test_a_zone_has_the_short_name_that_is_on_indonesian_clocks(zone: str, name: str):
    assert zone_name(datetime(2026, 1, 17, 9, tzinfo=ZoneInfo(zone))) == name


@pytest.mark.parametrize(
    ("post", "name"),
    [
        ("post-1", "Pos 1"), ("1", "Pos 1"), ("POS-02", "Pos 2"), ("pos.3", "Pos 3"),
        ("A", "Pos A"), ("post-b", "Pos B"), ("post", "post"), ("loket-1", "loket-1"),
        ("wanita-1", "wanita-1"), ("Utara", "Utara"), (None, "Pos pemeriksaan"),
    ],
)  # fmt: skip
def test_a_post_is_named_as_visitors_read_it(post: str | None, name: str):
    assert post_name(post) == name


def test_a_number_is_called_in_a_sentence():
    assert spoken(12, "post-1") == "Nomor antrean 12, silakan ke pos 1"
    assert spoken(7, None) == "Nomor antrean 7, silakan ke pos pemeriksaan"


def test_the_screen_shows_as_much_as_there_is_room_for():
    seen = shown(BOARD, at("Sat, 17 Jan 2026 04:00:00 GMT"))
    assert [one["number"] for one in seen["called"]] == [20, 19, 18, 17, 16, 15, 14]
    assert seen["next"] == list(range(21, 31))
    assert (seen["day"], seen["zone"]) == ("Sabtu, 17 Januari 2026", "WITA")


def test_sessions_have_their_hours_at_the_house_and_those_that_are_over_are_told():
    seen = shown(BOARD, at("Sat, 17 Jan 2026 04:00:00 GMT"))
    assert seen["sessions"] == [
        {"name": "Sesi pagi", "hours": "09:00–11:30", "over": True},
        {"name": "Ramadan late", "hours": "13:00–15:00", "over": False},
    ]
