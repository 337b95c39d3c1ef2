"""Every system is played as often as every other, and each begins in turn."""

from collections import Counter

from bench.schedule import turns, visits
from bench.sides import houses

PLAN = list(turns(sides=5, desks=(1, 128), repetitions=5, factor=0.5))
COUNTED = [turn for turn in PLAN if turn.repetition]


def test_every_system_is_warmed_up_once():
    assert sorted(turn.side for turn in PLAN if not turn.repetition) == [0, 1, 2, 3, 4]


def test_every_system_is_played_once_in_each_repetition_at_each_number_of_desks():
    played = Counter((turn.repetition, turn.desks, turn.side) for turn in COUNTED)
    assert len(played) == 5 * 2 * 5
    assert set(played.values()) == {1}


def test_another_one_begins_each_time():
    begins = [turn.side for turn in COUNTED if turn.desks == 1][::5]
    assert sorted(begins) == [0, 1, 2, 3, 4]


def test_no_two_rounds_are_at_the_same_house():
    opened = [house for turn in PLAN for house in houses(turn.number, turn.desks)]
    assert len(opened) == len(set(opened))


def test_eight_desks_are_at_a_house_and_the_first_has_one_too():
    assert [len(houses(1, desks)) for desks in (1, 8, 32)] == [1, 1, 4]


def test_a_short_run_still_gives_each_desk_a_visit():
    assert visits(desks=128, factor=0.01) == 128
