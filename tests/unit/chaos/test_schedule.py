"""Which faults come is drawn from a seed, and they keep pace with the groups."""

from random import Random

from tests.chaos.pace import Pace
from tests.chaos.schedule import KINDS, schedule

QUEUES, HOUSES = ["lockers.screening.visitor_screened"], ["RT01", "RT02"]


def drawn(seed: int, count: int) -> list:
    return schedule(Random(seed), count, QUEUES, HOUSES)


def test_the_same_seed_draws_the_same_faults():
    assert drawn(7, 200) == drawn(7, 200)
    assert drawn(7, 200) != drawn(8, 200)


def test_every_kind_comes_when_there_is_room_for_it():
    assert {fault.kind for fault in drawn(1, len(KINDS))} == set(KINDS)


def test_what_is_drawn_for_a_house_or_a_queue_names_one_of_the_run():
    for fault in drawn(1, 300):
        assert fault.kind != "fill_lockers" or fault.target in HOUSES
        assert fault.kind != "poison" or fault.target in QUEUES


def test_two_faults_of_one_service_have_the_same_in_hand():
    held = {fault.held for fault in drawn(1, 300) if fault.target.startswith("screening")
            and fault.kind in ("kill", "kill_at", "roll", "freeze")}  # fmt: skip
    assert held == {"screening"}


def begin_all_that_may(pace: Pace) -> int:
    while pace.next_visit() is not None:
        pass
    return pace.begun_visits


def test_no_group_comes_before_the_faults_that_it_is_to_meet():
    pace = Pace(visits=20, faults=4)
    assert begin_all_that_may(pace) == 6
    pace.begun_faults = 1
    assert begin_all_that_may(pace) == 11
    pace.begun_faults = 4
    assert begin_all_that_may(pace) == 20


def test_no_fault_comes_before_the_groups_that_it_is_to_meet():
    pace = Pace(visits=20, faults=4)
    assert pace.fault_is_due()
    pace.begun_faults = 1
    assert not pace.fault_is_due()
    pace.begun_visits = 5
    assert pace.fault_is_due()


def test_without_faults_all_groups_come():
    assert begin_all_that_may(Pace(visits=20, faults=0)) == 20
