"""Counting things into a locker, and back."""

from console.counting import CountBack, CountIn

PUT_IN = [
    {"kind": "phone", "count": 2, "description": None},
    {"kind": "bag", "count": 1, "description": "brown"},
]


def test_one_more_of_a_kind_counts_up_in_whatever_case_it_is_written() -> None:
    counted = CountIn()
    for kind in ("phone", "Power bank", "power bank"):
        counted.add(kind)
    assert [(line.kind, line.count) for line in counted.lines] == [("phone", 1), ("Power bank", 2)]
    assert counted.total == 3


def test_a_return_is_counted_when_every_line_was_looked_at() -> None:
    back = CountBack(PUT_IN)
    assert not back.counted
    assert not back.disputed
    back.complete()
    assert back.counted
    assert not back.disputed
    assert back.body() == [
        {"kind": "phone", "count": 2, "damaged": 0}, {"kind": "bag", "count": 1, "damaged": 0},
    ]  # fmt: skip


def test_what_is_missing_or_damaged_is_a_dispute() -> None:
    back = CountBack(PUT_IN)
    back.complete()
    back.lines[0].count = 1
    assert back.disputed
    assert back.lines[0].missing == 1
    back.complete()
    back.lines[1].damaged = 1
    assert back.disputed
