"""Something that a page asks for, and the events upon which it may be another."""

import time
from collections.abc import Awaitable, Callable, Collection
from typing import Any

from console.changes import Changes
from console.live import Heard

Refresh = Callable[[], Awaitable[Any]]
RefreshSome = Callable[[Collection[str]], Awaitable[Any]]


class Source:
    """``refresh`` asks for all of it and shows it. Where ``some`` is given that is called instead
    while all that happened is known to have happened to certain visits, whose ids it is given.
    ``asked``: the service whose lists they are.
    """

    def __init__(
        self,
        types: Collection[str],
        refresh: Refresh,
        some: RefreshSome | None = None,
        asked: str = "",
    ):
        self.types = frozenset(types)
        self._refresh = refresh
        self._some = some
        self._looked_at: Callable[[], bool] = lambda: True
        self.changes = Changes(time.monotonic, asked, whole=some is None)

    def only_while(self, looked_at: Callable[[], bool]) -> "Source":
        """Otherwise it follows nothing and asks nothing: looking at people is audited. Who turns to
        it tells `Watch.now`."""
        self._looked_at = looked_at
        return self

    def concerns(self, heard: Heard) -> bool:
        return self._looked_at() and (not heard.type or heard.type in self.types)

    async def whole(self) -> None:
        """Raises Problem, SignedOut, Away."""
        if self._looked_at():
            await self._refresh()

    async def renew(self) -> None:
        """What may have changed, if anything. Raises Problem, SignedOut, Away."""
        visits = self.changes.take()
        if not self._looked_at():
            return
        if visits is None:
            await self._refresh()
        elif visits and self._some:
            await self._some(visits)
