"""When a page that follows what happens asks, and when it rests."""

import asyncio
from collections.abc import Callable, Coroutine
from types import SimpleNamespace
from typing import Any

import pytest

import console.watching
from console.changes import SETTLED_SECONDS
from console.live import Heard
from console.watching import Watch

OF_ANOTHER = {"facility": "RT01", "subject": "v", "source": "/kunjungan/registration"}


class Closed:
    """A page whose browser is gone, but may come back. ``looked`` counts how often it was asked."""

    is_deleted = False
    facility = "RT01"

    def __init__(self) -> None:
        self.client: Any = self
        self.sign_in = self.live = self
        self.looked = 0
        self.tell: Callable[[Heard], None] = lambda _: None

    @property
    def has_socket_connection(self) -> bool:
        self.looked += 1
        return False

    def listen(self, listener: Callable[[Heard], None]) -> Callable[[], None]:
        self.tell = listener
        return lambda: None

    def on_connect(self, _: Any) -> None: ...

    def on_delete(self, _: Any) -> None: ...


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What its clock shows."""
    shown = [100.0]
    monkeypatch.setattr(console.watching, "time", SimpleNamespace(monotonic=lambda: shown[0]))
    return shown


@pytest.fixture(autouse=True)
def tasks_of_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    def create(coroutine: Coroutine[Any, Any, None], context: Any) -> asyncio.Task[None]:
        return asyncio.create_task(coroutine)

    monkeypatch.setattr(console.watching.background_tasks, "create", create)


def test_a_page_that_nobody_looks_at_does_not_spin_while_something_is_due(
    seconds: list[float],
) -> None:
    async def play() -> int:
        page = Closed()

        async def refresh() -> None:
            raise AssertionError("nobody looks")

        Watch(page, ["visit_ended"], refresh, asked="lockers")  # type: ignore[arg-type]
        page.tell(Heard("1-0", "visit_ended", OF_ANOTHER))
        seconds[0] += SETTLED_SECONDS + 1
        for _ in range(100):
            await asyncio.sleep(0)
        return page.looked

    assert asyncio.run(play()) < 10
