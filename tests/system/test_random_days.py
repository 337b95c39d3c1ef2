"""Days at random: desks, disturbances and restarts in any order, on the four real services.

Whatever happens, the invariants of a house hold after each step, and in the end everybody is out,
everything is given back and nothing is under way. A step is drawn as a number from which its
details follow, so that what is drawn does not depend on how quick the services were.
"""

from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.system.random_house import RandomHouse

NUMBERS = st.integers(0, 2**16 - 1)


class Days(RuleBasedStateMachine):
    """``make_house`` opens a new house; the fixture below sets it."""

    make_house: Any = None

    @initialize()
    def the_doors_open(self) -> None:
        self.house: RandomHouse = self.make_house()

    @rule(n=NUMBERS)
    def a_group_comes(self, n: int) -> None:
        self.house.a_group_comes(Random(n))

    @rule(n=NUMBERS)
    def a_group_books_and_checks_in(self, n: int) -> None:
        self.house.a_group_comes(Random(n), booked=True)

    @rule(n=NUMBERS)
    def the_next_step_is_done(self, n: int) -> None:
        self.house.next_step(Random(n))

    @rule(n=NUMBERS)
    def several_steps_are_done(self, n: int) -> None:
        for step in range(5):
            self.house.next_step(Random(n + step))

    @rule(n=NUMBERS)
    def desks_are_at_work_at_once(self, n: int) -> None:
        self.house.at_once([Random(n + desk) for desk in range(4)])

    @rule(n=NUMBERS)
    def a_service_restarts_in_the_middle(self, n: int) -> None:
        self.house.restart_in_the_middle(Random(n))

    @rule(n=NUMBERS)
    def a_command_comes_again(self, n: int) -> None:
        self.house.command_again(Random(n))

    @rule(n=NUMBERS)
    def an_event_comes_again(self, n: int) -> None:
        self.house.event_again(Random(n))

    @rule(n=NUMBERS)
    def something_is_out_of_turn(self, n: int) -> None:
        self.house.out_of_turn(Random(n))

    @rule(n=NUMBERS)
    def a_visit_is_called_off(self, n: int) -> None:
        self.house.cancel(Random(n))

    @rule(n=NUMBERS)
    def a_person_is_barred(self, n: int) -> None:
        self.house.bar(Random(n))

    @rule(n=NUMBERS)
    def a_card_is_lost_or_found(self, n: int) -> None:
        self.house.card(Random(n))

    @rule(n=NUMBERS)
    def a_locker_goes_out_of_service_or_comes_back(self, n: int) -> None:
        self.house.locker(Random(n))

    @rule()
    def the_alarm_sounds(self) -> None:
        self.house.alarm()

    def teardown(self) -> None:
        if hasattr(self, "house"):
            self.house.everybody_goes_home()
            self.house.close()


@pytest.mark.timeout(600)
def test_whatever_happens_everybody_gets_out_with_their_things(new_random_house):
    Days.make_house = staticmethod(new_random_house)
    run_state_machine_as_test(
        Days,
        settings=settings(
            max_examples=5,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            database=None,
            # no shrinking: it would take a hundred days
            phases=[Phase.generate],
            verbosity=Verbosity.normal,
            suppress_health_check=list(HealthCheck),
        ),
    )
