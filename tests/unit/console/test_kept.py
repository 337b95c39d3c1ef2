"""A list of which only what changed is asked for."""

import asyncio
from collections.abc import Sequence
from typing import Any

from console.kept import Kept
from console.live import Heard


class Book:
    """What the other side knows; ``asked`` is what it was asked for, None being all."""

    def __init__(self, **statuses: str):
        self.statuses = statuses
        self.asked: list[Sequence[str] | None] = []

    async def waiting(self, visit_ids: Sequence[str] | None = None) -> list[dict[str, Any]]:
        self.asked.append(visit_ids)
        return [
            {"id": one, "status": status}
            for one, status in self.statuses.items()
            if status.startswith("waiting") and (visit_ids is None or one in visit_ids)
        ]


def ids(rows: list[dict[str, Any]]) -> set[str]:
    return {one["id"] for one in rows}


def test_what_changed_is_asked_for_and_the_rest_is_kept() -> None:
    book = Book(a="waiting", b="waiting", c="waiting", d="called")
    kept = Kept(book.waiting)
    assert ids(asyncio.run(kept.whole())) == {"a", "b", "c"}
    book.statuses |= {"a": "called", "b": "waiting again", "d": "waiting"}
    rows = asyncio.run(kept.some({"d", "b", "a"}))
    assert book.asked == [None, ["a", "b", "d"]]
    assert ids(rows) == {"b", "c", "d"}
    assert {"id": "b", "status": "waiting again"} in rows


def test_asked_for_as_a_whole_it_forgets_what_is_no_longer_there() -> None:
    book = Book(a="waiting", b="waiting")
    kept = Kept(book.waiting)
    asyncio.run(kept.whole())
    book.statuses = {"b": "waiting"}
    assert ids(asyncio.run(kept.whole())) == {"b"}


def test_a_page_that_follows_it_asks_first_for_all_and_then_for_what_changed() -> None:
    book, shown = Book(a="waiting", b="waiting"), []
    source = Kept(book.waiting).source(["visitor_called"], shown.append, asked="screening")
    asyncio.run(source.renew())
    book.statuses["a"] = "called"
    about = {"subject": "a", "source": "/kunjungan/screening"}
    source.changes.heard(Heard("1-0", "visitor_called", about))
    asyncio.run(source.renew())
    asyncio.run(source.renew())
    assert book.asked == [None, ["a"]]
    assert [ids(rows) for rows in shown] == [{"a", "b"}, {"b"}]
