"""FastStream's models take and refuse what the contracts do: nobody is faster by looking less."""

from copy import deepcopy
from datetime import date
from random import Random
from typing import Any

import pytest
from marshmallow import ValidationError
from pydantic import ValidationError as Invalid

from bench.faststream_twin import commands
from bench.visits.steps import Given, Group, after_the_call, call_next, register
from contracts.calls import lockers, screening, visits
from operations.demo.people import People

PEOPLE = People(Random(6), date(2026, 1, 17))
GROUP = Group("HOUSE", "N-1", (PEOPLE.woman(), PEOPLE.child()), contact=True)
GIVEN = {
    one.step.name: one
    for one in (register(GROUP), call_next("HOUSE"), *after_the_call(GROUP, "visit-1"))
}
FORMS: dict[str, tuple[Any, Any]] = {
    "register": (visits.Register, commands.Register),
    "call_next": (screening.CallNext, commands.CallNext),
    "result": (screening.Result, commands.Result),
    "deposit": (lockers.Deposit, commands.Deposit),
    "start": (visits.Start, commands.Start),
    "end": (visits.End, commands.End),
    "return": (lockers.ReturnBelongings, commands.ReturnBelongings),
    "depart": (visits.Depart, commands.Depart),
}
ODD = ("", " ", "true", 1, -1, 10**9, True, [], {}, "x" * 400, "a\x00b", "1234567890123456")
"""Not null, which pydantic's users take for a field that is left out, and the contracts refuse."""


def spoilt(given: Given) -> list[dict[str, Any]]:
    """The command with one thing wrong, or odd, each time and everywhere."""
    whole = given.as_rpc()
    found = []
    for path in paths(whole):
        found += [changed(whole, path, lambda holder, key, odd=odd: holder.update({key: odd}))
                  for odd in ODD]  # fmt: skip
        found.append(changed(whole, path, lambda holder, key: holder.pop(key)))
        found.append(changed(whole, path, lambda holder, key: holder.update(unknown=1)))
    return found


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Of every field, in lists of their first item."""
    if isinstance(value, list):
        return paths(value[0], (*path, 0)) if value else []
    if not isinstance(value, dict):
        return []
    return [
        inner for name in value for inner in ((*path, name), *paths(value[name], (*path, name)))
    ]


def changed(whole: dict[str, Any], path: tuple[Any, ...], change: Any) -> dict[str, Any]:
    copy = deepcopy(whole)
    holder = copy
    for key in path[:-1]:
        holder = holder[key]
    change(holder, path[-1])
    return copy


def contract_takes(form: Any, payload: dict[str, Any]) -> bool:
    try:
        form().load(payload)
    except ValidationError:
        return False
    return True


def model_takes(model: Any, payload: dict[str, Any]) -> bool:
    try:
        model.model_validate(payload)
    except Invalid:
        return False
    return True


@pytest.mark.parametrize("name", FORMS)
def test_both_take_what_a_desk_gives(name):
    form, model = FORMS[name]
    assert contract_takes(form, GIVEN[name].as_rpc())
    assert model_takes(model, GIVEN[name].as_rpc())


@pytest.mark.parametrize("name", FORMS)
def test_the_model_takes_nothing_else_than_the_contract_takes(name):
    form, model = FORMS[name]
    differing = [
        one for one in spoilt(GIVEN[name]) if model_takes(model, one) != contract_takes(form, one)
    ]
    assert not differing
