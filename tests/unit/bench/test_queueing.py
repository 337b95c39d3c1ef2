"""Jobs that wait for processes: the simulation behind the national day."""

from itertools import pairwise
from random import Random

import pytest

from bench.queueing import Day, Job, Part, Simulation, worst

SERVICE = "service"
ONE_SECOND = [Job("job", (Part(SERVICE, 1.0),))]


def arriving(a_second: float, seconds: float = 2400) -> list[float]:
    random, at, come = Random(5), 0.0, []
    while (at := at + random.expovariate(a_second)) < seconds:
        come.append(at)
    return come


def day(a_second: float, processes: int, plan: list[Job] = ONE_SECOND) -> Day:
    stations = {part.station for job in plan for part in job.parts}
    many = dict.fromkeys(stations, processes)
    return Simulation(plan, many, seed=1).day(arriving(a_second))


def waits(one: Day) -> list[float]:
    return [wait for window in one.waits[SERVICE].values() for wait in window]


def test_a_process_that_gets_more_work_than_it_can_do_is_reported_as_overloaded() -> None:
    assert day(a_second=1.2, processes=1).overloaded() == [SERVICE]
    assert day(a_second=1.2, processes=1).busy(SERVICE) == pytest.approx(1.2, rel=0.15)


def test_and_its_delay_grows_from_window_to_window() -> None:
    slower = [sum(window) / len(window) for window in day(1.5, 1).delays["job"].values()]
    assert all(later > earlier + 100 for earlier, later in pairwise(slower))


def test_two_processes_can_do_what_is_too_much_for_one() -> None:
    assert day(a_second=1.2, processes=2).overloaded() == []


def test_more_processes_never_make_anybody_wait_longer() -> None:
    for fewer, more in ((1, 2), (2, 3), (3, 5)):
        paired = zip(waits(day(2.5, fewer)), waits(day(2.5, more)), strict=True)
        assert all(later <= sooner for sooner, later in paired)


def test_more_processes_never_raise_the_delay_of_a_whole_way() -> None:
    parts = tuple(Part(station, 0.3) for station in ("gateway", SERVICE, "database"))
    plan = [Job("job", parts), Job("job", parts, after=0, pause=(5, 50))]
    delays = [worst(day(2.0, many, plan).delays["job"], 0.99) for many in (2, 3, 4, 8)]
    assert delays == sorted(delays, reverse=True)


def test_the_wait_for_one_process_is_that_of_the_textbook() -> None:
    """M/M/1: at 0.5 busy one waits as long as the work takes."""
    come = arriving(0.5, 100_000)
    found = waits(Simulation(ONE_SECOND, {SERVICE: 1}, seed=1).day(come))
    assert sum(found) / len(found) == pytest.approx(1.0, rel=0.1)


def test_nobody_waits_where_there_are_processes_for_all() -> None:
    assert set(waits(day(2.0, 1000))) == {0.0}


def test_a_step_begins_when_the_one_before_it_has_ended_and_people_have_come() -> None:
    plan = [Job("first", (Part(SERVICE, 1.0),)),
            Job("second", (Part(SERVICE, 1.0),), after=0, pause=(600, 600))]  # fmt: skip
    one = Simulation(plan, {SERVICE: 1}, seed=1).day([0.0])
    assert list(one.delays["first"]) == [0]
    assert list(one.delays["second"]) == [1]


def test_the_same_seed_gives_the_same_day() -> None:
    assert day(1.0, 1) == day(1.0, 1)
    assert day(1.0, 1) != Simulation(ONE_SECOND, {SERVICE: 1}, seed=2).day(arriving(1.0))
