"""What is said of a run follows from its rounds."""

import pytest

from bench.results import (
    FASTSTREAM,
    FLOOR,
    OURS,
    PLAIN,
    WANTED,
    Round,
    events_per_confirm,
    figures,
    percentiles,
    ratios,
    reached,
)


def played(system: str, repetition: int, rate: float, desks: int = 32, **other) -> Round:
    usual = {
        "visits": 10, "failed": 0, "failures": [], "too_early": 0, "turned_away": 0,
        "took_ms": {"register": [10.0] * 100}, "cpu_ms": {"database": 20.0}, "events": 0.0,
        "trips": 0.0,
    }  # fmt: skip
    return Round(
        system=system, repetition=repetition, desks=desks, visits_per_s=rate, **usual | other
    )


def run(**ours) -> list[Round]:
    """Three repetitions in which the machine became slower for everybody."""
    rates = {OURS: (30.0, 20.0, 10.0), PLAIN: (20.0, 10.0, 4.0), FASTSTREAM: (15.0, 20.0, 10.0),
             FLOOR: (60.0, 50.0, 40.0)}  # fmt: skip
    return [
        played(system, repetition, rate, **(ours if system == OURS else {}))
        for system, all_ in rates.items()
        for repetition, rate in enumerate(all_, start=1)
    ]


def test_a_system_is_told_by_its_median_and_by_its_lowest_and_highest():
    told = figures(run())
    assert told["visits_per_s"][OURS] == {"32": 20.0}
    assert told["spread"][OURS] == {"32": [10.0, 30.0]}


def test_a_ratio_is_the_median_of_those_within_each_repetition():
    told = ratios(run())
    assert told["ours_to_plain"] == 2.0  # of 1.5, 2.0 and 2.5
    assert told["ours_to_faststream"] == 1.0  # of 2.0, 1.0 and 1.0
    assert told["ours_to_floor"] == 0.4  # of 0.5, 0.4 and 0.25


def test_systems_are_compared_at_32_desks_whatever_they_do_at_others():
    others = [played(OURS, 1, 500.0, desks=128), played(PLAIN, 1, 1.0, desks=128)]
    assert ratios([*run(), *others]) == ratios(run())


def test_without_a_round_of_32_desks_they_are_compared_at_the_most_there_were():
    told = figures([one._replace(desks=8) for one in run()])
    assert told["judged_at_desks"] == 8
    assert told["ratios"]["ours_to_plain"] == 2.0


def test_percentiles_are_of_all_rounds_together():
    ten = played(OURS, 1, 1.0, took_ms={"register": [float(n) for n in range(50)]})
    more = played(OURS, 2, 1.0, took_ms={"register": [float(n) for n in range(50, 100)]})
    assert percentiles([ten, more], 0.99) == {"register": 99.0}
    assert percentiles([ten, more], 0.5) == {"register": 50.0}


def test_p99_is_compared_between_the_slowest_command_of_each():
    mine = {"register": [10.0] * 100, "start": [30.0] * 100}
    told = figures(run(took_ms=mine))
    assert told["ratios"]["p99_ours_to_plain"] == 3.0


def test_each_command_is_compared_with_the_same_one_too():
    assert figures(run(took_ms={"register": [5.0] * 100}))["p99_by_command"] == {"register": 0.5}


def test_events_for_each_confirm_are_counted_over_all_rounds():
    busy, idle = played(OURS, 1, 20.0, events=90.0, trips=20.0), played(OURS, 2, 20.0, trips=10.0)
    assert events_per_confirm([busy, idle]) == 3.0


def test_a_failed_visit_is_told():
    assert figures(run(failed=2))["failed"][OURS] == {"32": 6}


@pytest.mark.parametrize("name", WANTED)
def test_a_bound_that_is_just_kept_is_reached_and_one_that_is_just_missed_is_not(name):
    sign, bound = WANTED[name]
    missed = bound - 0.01 if sign == ">=" else bound + 0.01
    assert reached(name, bound)
    assert not reached(name, missed)
