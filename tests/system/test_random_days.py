"""Days at random: desks, disturbances and restarts in any order, on the four real services.

Whatever happens, the invariants of a house hold after each step, and in the end everybody is out,
everything is given back and nothing is under way. A step is drawn as a number from which its
details follow, so that what is drawn does not depend on how quick the services were.
"""

import os
from collections.abc import Callable
from itertools import count
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.system.disturbances import DISTURBANCES, Disturbance, everybody_goes_home
from tests.system.random_house import RandomHouse
from tests.system.world import World

DAYS = int(os.environ.get("RANDOM_DAYS", "6"))
"""The same six days every time; other ones where RANDOM_DAYS says how many."""
NUMBERS = st.integers(0, 2**16 - 1)


class Days(RuleBasedStateMachine):
    """``make_house`` opens a new house; the test below sets it."""

    make_house: Callable[[], RandomHouse]

    @initialize()
    def the_doors_open(self) -> None:
        self.house = self.make_house()
        self.steps = count(1)

    @rule(n=NUMBERS)
    def the_day_goes_on(self, n: int) -> None:
        random = self.random(n)
        if random.random() < 0.4:
            self.house.a_group_comes(random)
        for _ in range(3):
            self.house.next_step(random)

    @rule(n=NUMBERS)
    def desks_are_at_work_at_once(self, n: int) -> None:
        self.house.at_once(self.random(n))

    @rule(n=NUMBERS, disturbance=st.sampled_from(DISTURBANCES))
    def something_comes_between(self, n: int, disturbance: Disturbance) -> None:
        self.the_day_goes_on(n)
        disturbance(self.house, self.random(n))

    def random(self, n: int) -> Random:
        """Another one for each step, as Hypothesis likes to draw the same number again."""
        return Random(f"{n} at step {next(self.steps)}")

    def teardown(self) -> None:
        if hasattr(self, "house"):
            everybody_goes_home(self.house)
            self.house.check_the_end()


@pytest.mark.timeout(60 + 30 * DAYS)
def test_whatever_happens_everybody_gets_out_with_their_things(world: World):
    world.start_twins()
    numbers = count(1)

    def make_house() -> RandomHouse:
        world.clock.next_morning(speed=1.0)
        return RandomHouse(world, f"RND{next(numbers):02}")

    Days.make_house = staticmethod(make_house)
    run_state_machine_as_test(
        Days,
        settings=settings(
            max_examples=DAYS,
            stateful_step_count=30,
            deadline=None,
            derandomize="RANDOM_DAYS" not in os.environ,
            database=None,
            # no shrinking: it would take a hundred days
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
