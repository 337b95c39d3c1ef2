"""All the events that a service hears of, in any order, at once and twice."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contract.established import established
from tests.contract.stage import Stage, Subjects
from tests.support.subscriptions import SERVICES, consumers


@pytest.mark.parametrize("stage", SERVICES, ids=lambda one: one.name, indirect=True)
@settings(max_examples=6, deadline=None, derandomize=True, database=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(data=st.data())
def test_a_day_in_any_order_and_told_twice_is_a_day_told_once(play: Stage, data: Any):
    subjects = established(play)
    day = [subjects.example(one.event_type) for one in consumers(play.service)]
    play.feed(*data.draw(st.permutations([*day, *day])))
    after = play.documents()
    play.feed(*data.draw(st.permutations(day)))
    assert play.documents() == after


@pytest.mark.parametrize("stage", SERVICES[:1], ids=lambda one: one.name, indirect=True)
def test_a_consumer_that_fails_would_be_noticed(stage: Stage):
    broken = Subjects().example(consumers(stage.service)[0].event_type) | {"data": {}}
    with pytest.raises(AssertionError, match="breaks the contract"):
        stage.feed(broken)
    assert stage.left_over() == {f"parked.{stage.service.name}": 1}
    stage.forget_failures()
