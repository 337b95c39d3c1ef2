"""A list of visits that a page keeps: it asks only for those that something happened to."""

from collections.abc import Awaitable, Callable, Collection
from typing import Any

from console.desk import Desk
from console.source import Source

Row = dict[str, Any]
Ask = Callable[..., Awaitable[list[Row]]]


class Kept:
    """``ask`` gives the whole list, or with ``visit_ids`` those of it that are on it. ``key``: the
    name of the field that holds a visit's id. Its methods raise what ``ask`` does."""

    def __init__(self, ask: Ask, key: str = "id"):
        self._ask = ask
        self._key = key
        self._rows: dict[str, Row] = {}

    @property
    def rows(self) -> list[Row]:
        return list(self._rows.values())

    async def whole(self) -> list[Row]:
        self._rows = self._by_id(await self._ask())
        return self.rows

    async def some(self, visit_ids: Collection[str]) -> list[Row]:
        """All of them, those that are named asked for anew: who is not found is off the list."""
        found = self._by_id(await self._ask(visit_ids=sorted(visit_ids)))
        for one in set(visit_ids) - found.keys():
            self._rows.pop(one, None)
        self._rows |= found
        return self.rows

    def source(
        self, types: Collection[str], show: Callable[[list[Row]], Any], asked: str
    ) -> Source:
        """For a page that follows it. ``show`` is given all rows, ``asked`` is whose they are."""

        async def whole() -> None:
            show(await self.whole())

        async def some(visit_ids: Collection[str]) -> None:
            show(await self.some(visit_ids))

        return Source(types, whole, some, asked)

    def _by_id(self, rows: list[Row]) -> dict[str, Row]:
        return {one[self._key]: one for one in rows}


def list_at(desk: Desk, path: str, name: str = "items", **usual: Any) -> Ask:
    """A list of the API, whose rows the answer has under this name."""

    async def ask(**query: Any) -> list[Row]:
        found: list[Row] = (await desk.get(path, **usual, **query))[name]
        return found

    return ask
