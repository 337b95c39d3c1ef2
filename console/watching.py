"""A page that follows what happens."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from typing import Any, Protocol

from nicegui import Client, background_tasks

from console.alerts import Alert
from console.connection import Connection
from console.live import Heard
from console.problems import Away, Problem, SignedOut
from console.settings import settings
from console.source import Source
from console.turns import turns

log = logging.getLogger(__name__)
AGAIN_SECONDS = 2.0
DRAWN_SECONDS = 5.0
"""A browser that needs longer to draw a page is not waited for."""


class Page(Protocol):
    """What a page must have to be kept up to date; a `Desk` has it."""

    client: Client
    facility: str
    alert: Alert
    connection: Connection
    sign_in: Any

    def shown(self, event_id: str) -> None: ...

    async def sign_in_again(self) -> None: ...


class Watch:
    """Renews its ``sources`` when an event came that concerns them, when some may have been missed,
    and when the browser is back; not more often than every REFRESH_SECONDS."""

    def __init__(self, desk: Page, sources: Collection[Source], marks: bool = True):
        self._desk = desk
        self._sources = tuple(sources)
        self._marks = marks
        self._wake = asyncio.Event()
        self._newest = ""
        self._hurries = False
        leave = desk.sign_in.live.listen(self._hear)
        desk.client.on_connect(self.now)
        desk.client.on_delete(leave)
        background_tasks.create(self._follow(), context=desk.client)

    def now(self) -> None:
        """Something was done here, or may have been missed: do not wait for an event."""
        self._anything()
        self._hurries = True
        self._wake.set()

    async def whole(self) -> None:
        """At once, and all of it. Raises Problem, SignedOut, Away."""
        await self._each(Source.whole)

    def _anything(self) -> None:
        for source in self._sources:
            source.changes.anything()

    def _hear(self, heard: Heard) -> None:
        if heard.type and heard.event.get("facility") != self._desk.facility:
            return
        concerned = [source for source in self._sources if source.concerns(heard)]
        if not concerned:
            return
        for source in concerned:
            source.changes.heard(heard)
        self._newest = heard.id or self._newest
        self._wake.set()

    async def _follow(self) -> None:
        desk = self._desk
        while not desk.client.is_deleted:
            await self._awake()
            if not desk.client.has_socket_connection:
                continue  # nobody looks; on_connect wakes us
            pause = settings()["REFRESH_SECONDS"]
            if not self._hurries:
                await asyncio.sleep(settings()["GATHER_SECONDS"])
            try:
                async with turns().take():
                    # with what was told while others had their turn
                    self._wake.clear()
                    self._hurries = False
                    newest = self._newest
                    await self._each(Source.renew)
                desk.connection.reached()
                if self._marks:
                    desk.shown(newest)
                await self._drawn()
            except Away:
                desk.connection.lost()
                self.now()
                pause = AGAIN_SECONDS
            except SignedOut:
                try:
                    await desk.sign_in_again()
                except Away:  # the officer has left this page for good
                    return
                self.now()
            except Problem as problem:
                self._anything()
                desk.alert.problem(problem)
            except Exception:
                if desk.client.is_deleted:
                    return
                self._anything()
                log.exception("a page could not be brought up to date")
            await asyncio.sleep(pause)

    async def _drawn(self) -> None:
        """A browser that is slower than the news gets the latest of it, not all in a line."""
        with suppress(TimeoutError):
            await self._desk.client.run_javascript("0", timeout=DRAWN_SECONDS)

    async def _awake(self) -> None:
        looked_at = self._desk.client.has_socket_connection
        left = self._seconds_left() if looked_at else None  # what is due waits for a look
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), left)
        self._wake.clear()

    def _seconds_left(self) -> float | None:
        left = [one.changes.seconds_left() for one in self._sources]
        return min((one for one in left if one is not None), default=None)

    async def _each(self, do: Callable[[Source], Awaitable[None]]) -> None:
        """At the same time, each where NiceGUI finds the page."""

        async def here(source: Source) -> None:
            with self._desk.client:
                await do(source)

        await asyncio.gather(*(here(one) for one in self._sources))
