"""Something that is looked up while somebody types."""

import asyncio
from collections.abc import Awaitable, Callable

from nicegui import background_tasks, ui

PAUSE_SECONDS = 0.15
"""Who types goes on; nothing is asked for in between."""


class Typed:
    """Calls ``look`` when the typing has paused; `done` when there is nothing to look up any more.
    A look that is under way when the next one comes must notice that by itself."""

    def __init__(self, element: ui.input, look: Callable[[], Awaitable[None]]):
        self._element = element
        self._look = look
        self._turn = 0

    def again(self) -> None:
        self._turn += 1
        background_tasks.create(self._soon(self._turn), context=self._element)

    def done(self) -> None:
        self._turn += 1

    async def _soon(self, turn: int) -> None:
        await asyncio.sleep(PAUSE_SECONDS)
        if turn == self._turn and not self._element.is_deleted:
            await self._look()
