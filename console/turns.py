"""Pages of this process are brought up to date a few at a time, who asked first coming first.

All at once, each would take as long as all of them, and what happens meanwhile would wait for the
end of it and as long again (measured with 20 pages on two cores: docs/performance.md).
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

from console.settings import settings

LONGEST_WAIT = 1.0
"""Seconds after which a page goes ahead all the same: those before it may wait for a service that
does not answer, and this one for another that does."""


class Turns:
    def __init__(self, at_once: int):
        self._free = asyncio.Semaphore(at_once)

    @asynccontextmanager
    async def take(self) -> AsyncIterator[None]:
        taken = await self._comes()
        try:
            yield
        finally:
            if taken:
                self._free.release()

    async def _comes(self) -> bool:
        """Whether it did, and is to be given back."""
        try:
            async with asyncio.timeout(LONGEST_WAIT):
                return await self._free.acquire()
        except TimeoutError:
            return False


@cache
def turns() -> Turns:
    """Of all pages of this process."""
    return Turns(settings()["REFRESHES_AT_ONCE"])
