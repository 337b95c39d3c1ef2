"""How many calls a service may keep waiting."""

from contextlib import ExitStack, suppress

import pytest

from chassis.errors import CallTimedOut, Refused
from services.gateway.bulkheads import Bulkheads


def full(heads: Bulkheads, service: str) -> int:
    """How many more calls may begin."""
    begun = 0
    with ExitStack() as under_way, suppress(Refused):
        while begun < 100:
            under_way.enter_context(heads.of(service))
            begun += 1
    return begun


def lose(heads: Bulkheads, service: str) -> None:
    with pytest.raises(CallTimedOut), heads.of(service):
        raise CallTimedOut(service, 1)


def test_calls_to_one_service_are_bounded_and_free_their_place():
    heads = Bulkheads(5, 2)
    assert [full(heads, "lockers"), full(heads, "lockers")] == [5, 5]


def test_a_full_service_does_not_bound_another():
    heads = Bulkheads(1, 1)
    with heads.of("lockers"):
        assert full(heads, "screening") == 1


def test_a_service_that_is_silent_is_asked_by_few_until_it_answers():
    heads = Bulkheads(5, 2)
    lose(heads, "lockers")
    assert full(heads, "screening") == 5
    with ExitStack() as under_way:
        under_way.enter_context(heads.of("lockers"))
        under_way.enter_context(heads.of("lockers"))
        with pytest.raises(Refused):
            under_way.enter_context(heads.of("lockers"))
    assert full(heads, "lockers") == 5


def test_a_refusal_is_an_answer_too():
    heads = Bulkheads(5, 2)
    lose(heads, "lockers")
    with pytest.raises(Refused), heads.of("lockers"):
        raise Refused({"code": "not_found"})
    assert full(heads, "lockers") == 5
