"""When a page that follows what happens asks, and when it rests."""

import asyncio
from collections.abc import Callable, Coroutine
from types import SimpleNamespace
from typing import Any

import pytest

import console.source
import console.watching
from console.changes import SETTLED_SECONDS
from console.live import Heard
from console.source import Source
from console.turns import Turns
from console.watching import Watch

OF_ANOTHER = {"facility": "RT01", "subject": "v", "source": "/kunjungan/registration"}


class Page:
    """``marks`` is what it says to be up to date with."""

    is_deleted = False
    has_socket_connection = True
    facility = "RT01"

    def __init__(self) -> None:
        self.client: Any = self
        self.sign_in = self.live = self.connection = self
        self.marks: list[str] = []
        self.tell: Callable[[Heard], None] = lambda _: None

    def listen(self, listener: Callable[[Heard], None]) -> Callable[[], None]:
        self.tell = listener
        return lambda: None

    def shown(self, event_id: str) -> None:
        self.marks.append(event_id)

    def on_connect(self, _: Any) -> None: ...

    def on_delete(self, _: Any) -> None: ...

    def reached(self) -> None: ...

    async def run_javascript(self, _: str, timeout: float) -> None: ...

    def __enter__(self) -> None: ...

    def __exit__(self, *_: Any) -> None: ...


class Closed(Page):
    """One whose browser is gone, but may come back. ``looked`` counts how often it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.looked = 0

    @property
    def has_socket_connection(self) -> bool:  # type: ignore[override]
        self.looked += 1
        return False


def set_to(monkeypatch: pytest.MonkeyPatch, **told: float) -> None:
    monkeypatch.setattr(console.watching, "settings", lambda: told)


async def settled() -> None:
    """Until nothing can go on that does not wait for somebody else."""
    for _ in range(100):
        await asyncio.sleep(0)


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What its clock shows."""
    shown = [100.0]
    monkeypatch.setattr(console.source, "time", SimpleNamespace(monotonic=lambda: shown[0]))
    return shown


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> Turns:
    """One at once, and no rest between two."""
    turns = Turns(1)
    monkeypatch.setattr(console.watching, "turns", lambda: turns)
    set_to(monkeypatch, GATHER_SECONDS=0, REFRESH_SECONDS=0)
    return turns


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

        Watch(page, [Source(["visit_ended"], refresh, asked="lockers")])
        page.tell(Heard("1-0", "visit_ended", OF_ANOTHER))
        seconds[0] += SETTLED_SECONDS + 1
        await settled()
        return page.looked

    assert asyncio.run(play()) < 10


def heard(id: str, type: str, subject: str = "v") -> Heard:
    about = {"facility": "RT01", "subject": subject, "source": "/kunjungan/lockers"}
    return Heard(id, type, about)


def test_a_page_is_up_to_date_with_what_it_heard_while_others_had_their_turn(turns: Turns) -> None:
    async def play() -> tuple[list[str], int]:
        page, asked = Page(), 0

        async def refresh() -> None:
            nonlocal asked
            asked += 1

        Watch(page, [Source(["belongings_deposited"], refresh, asked="lockers")])
        async with turns.take():
            page.tell(heard("1-0", "belongings_deposited"))
            await settled()
            page.tell(heard("2-0", "belongings_deposited"))
        await settled()
        return page.marks, asked

    assert asyncio.run(play()) == (["2-0"], 1)


def test_only_the_lists_that_an_event_concerns_are_asked_for(turns: Turns) -> None:
    async def play() -> list[str]:
        page, asked = Page(), []

        def source(name: str, *types: str) -> Source:
            async def refresh() -> None:
                asked.append(name)

            return Source(types, refresh, asked="lockers")

        watch = Watch(page, [source("door", "locker_assigned"), source("inside", "card_lost")])
        await watch.whole()
        watch.now()
        await settled()
        assert asked == ["door", "inside"] * 2, "at first, and when nobody knows what changed"
        asked.clear()
        page.tell(heard("1-0", "card_lost"))
        page.tell(heard("2-0", "visit_ended"))
        await settled()
        assert page.marks[-1] == "1-0", "what concerns none of them is not waited for"
        return asked

    assert asyncio.run(play()) == ["inside"]


def test_a_list_that_is_not_looked_at_follows_nothing_and_is_asked_for_once_somebody_turns_to_it(
    turns: Turns,
) -> None:
    async def play() -> None:
        page, asked, looked_at = Page(), [], False

        async def refresh() -> None:
            asked.append("audited")

        source = Source(["card_lost"], refresh, asked="lockers").only_while(lambda: looked_at)
        watch = Watch(page, [source])
        await watch.whole()
        page.tell(heard("1-0", "card_lost"))
        await settled()
        assert (page.marks, asked) == ([], [])
        watch.now()
        await settled()
        assert asked == []
        looked_at = True
        watch.now()
        await settled()
        page.tell(heard("2-0", "card_lost"))
        await settled()
        assert (page.marks[-1], asked) == ("2-0", ["audited"] * 2)

    asyncio.run(play())


def test_what_an_event_concerns_is_asked_for_at_the_same_time(turns: Turns) -> None:
    async def play() -> None:
        page, both = Page(), asyncio.Barrier(2)
        Watch(page, [Source(["card_lost"], both.wait, asked="lockers") for _ in range(2)])
        page.tell(heard("1-0", "card_lost"))
        await settled()
        assert page.marks == ["1-0"]

    asyncio.run(play())


def test_what_comes_together_is_asked_for_together_but_nobody_waits_for_his_own_step(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play() -> None:
        page, asked = Page(), asyncio.Queue[str]()

        async def refresh() -> None:
            asked.put_nowait(page.marks[-1] if page.marks else "")

        watch = Watch(page, [Source(["card_lost"], refresh, asked="lockers")])
        set_to(monkeypatch, GATHER_SECONDS=0.05, REFRESH_SECONDS=0)
        page.tell(heard("1-0", "card_lost"))
        await settled()
        page.tell(heard("2-0", "card_lost"))
        assert asked.empty()
        await asyncio.wait_for(asked.get(), 5)
        await settled()
        assert (page.marks, asked.empty()) == (["2-0"], True)
        set_to(monkeypatch, GATHER_SECONDS=3600, REFRESH_SECONDS=0)
        watch.now()
        await settled()
        assert not asked.empty()

    asyncio.run(play())
