"""Pages are brought up to date a few at a time."""

import asyncio
from contextlib import AsyncExitStack

import pytest

import console.turns
from console.turns import Turns


async def settled() -> None:
    """Until nothing can go on that does not wait for somebody else."""
    for _ in range(5):
        await asyncio.sleep(0)


def test_who_comes_when_all_turns_are_taken_waits_and_the_first_goes_first() -> None:
    async def play() -> list[str]:
        turns, done = Turns(1), []

        async def page(name: str) -> None:
            async with turns.take():
                done.append(name)

        async with turns.take():
            waiting = [asyncio.create_task(page(name)) for name in ("first", "second")]
            await settled()
            assert not done
        await asyncio.gather(*waiting)
        return done

    assert asyncio.run(play()) == ["first", "second"]


def test_as_many_as_may_go_at_once() -> None:
    async def play() -> None:
        turns = Turns(2)
        async with AsyncExitStack() as both:
            await both.enter_async_context(turns.take())
            await both.enter_async_context(turns.take())

    asyncio.run(asyncio.wait_for(play(), 0.5))


def test_a_turn_is_given_back_by_who_fails() -> None:
    async def play() -> None:
        turns = Turns(1)
        with pytest.raises(ZeroDivisionError):
            async with turns.take():
                raise ZeroDivisionError
        async with turns.take():
            pass

    asyncio.run(asyncio.wait_for(play(), 0.5))


def test_nobody_waits_for_ever_for_one_that_does_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console.turns, "LONGEST_WAIT", 0.01)

    async def play() -> None:
        turns = Turns(1)
        async with turns.take():
            async with turns.take():  # goes ahead without a turn of its own
                pass
            assert turns._free.locked(), "and gives back none that it has not taken"

    asyncio.run(asyncio.wait_for(play(), 5))
