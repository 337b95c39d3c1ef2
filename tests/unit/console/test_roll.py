"""The roll that is called while a house is closed."""

from typing import Any

from console.roll import Roll, Rolls, from_inside


def group(visit: str, *persons: str) -> dict[str, Any]:
    return {"visit": visit, "persons": [{"person": one} for one in persons]}


def test_persons_are_seen_one_by_one() -> None:
    roll = Roll([group("a", "p1", "p2")], [group("b", "p1")])
    roll.mark("a", "p1", True)
    assert roll.count(roll.inside) == (1, 2)
    assert roll.count(roll.waiting) == (0, 1)
    roll.mark("a", "p1", False)
    assert roll.count(roll.inside) == (0, 2)


def test_all_who_call_the_roll_hear_of_a_tick_once() -> None:
    roll = Roll([group("a", "p1")], [])
    heard: list[str] = []
    roll.listen(lambda: heard.append("one"))
    leave = roll.listen(lambda: heard.append("other"))
    roll.mark("a", "p1", True)
    roll.mark("a", "p1", True)
    assert heard == ["one", "other"]
    leave()
    leave()
    roll.mark("a", "p1", False)
    assert heard == ["one", "other", "one"]


def test_whoever_is_inside_is_on_the_roll_and_on_it_once() -> None:
    roll = Roll([group("a", "p1")], [])
    roll.add(from_inside([{"id": "a", "persons": []}, {"id": "c", "persons": [{"person": "p1"}]}]))
    assert [one["visit"] for one in roll.inside] == ["a", "c"]
    assert roll.count(roll.inside) == (0, 2)


def test_a_roll_belongs_to_one_closing_of_one_house() -> None:
    rolls = Rolls()
    kept = rolls.keep("RT1", "10:00", Roll([], []))
    assert rolls.of("RT1", "10:00") is kept
    assert rolls.of("RT1", "11:00") is None
    assert rolls.of("RT2", "10:00") is None
    rolls.forget("RT1")
    assert rolls.of("RT1", "10:00") is None


def test_a_roll_that_another_page_began_keeps_its_ticks() -> None:
    rolls = Rolls()
    early = rolls.keep("RT1", "10:00", Roll([group("a", "p1")], [], complete=False))
    early.mark("a", "p1", True)
    whole = rolls.keep("RT1", "10:00", Roll([group("a", "p1")], [group("b", "p1")]))
    assert whole.seen == {("a", "p1")}
    assert rolls.of("RT1", "10:00") is whole
