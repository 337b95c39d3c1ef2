"""A page that follows what happens."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from typing import Any, Protocol

from nicegui import Client, background_tasks

from console.alerts import Alert
from console.changes import Changes
from console.connection import Connection
from console.live import Heard
from console.problems import Away, Problem, SignedOut
from console.settings import settings
from console.turns import turns

log = logging.getLogger(__name__)
AGAIN_SECONDS = 2.0
DRAWN_SECONDS = 5.0
"""A browser that needs longer to draw a page is not waited for."""
Refresh = Callable[[], Awaitable[None]]
RefreshSome = Callable[[Collection[str]], Awaitable[None]]


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
    """Calls ``refresh`` when an event of one of the ``types`` came, when some may have been missed,
    and when the browser is back; not more often than every REFRESH_SECONDS.

    A page that gives ``some`` has that called instead while all that happened is known to have
    happened to certain visits, whose ids it is given. ``asked``: the service whose lists they are.
    """

    def __init__(
        self,
        desk: Page,
        types: Collection[str],
        refresh: Refresh,
        some: RefreshSome | None = None,
        marks: bool = True,
        asked: str = "",
    ):
        self._desk = desk
        self._types = frozenset(types)
        self._refresh = refresh
        self._some = some
        self._marks = marks
        self._wake = asyncio.Event()
        self._changes = Changes(time.monotonic, asked, whole=some is None)
        self._newest = ""
        leave = desk.sign_in.live.listen(self._hear)
        desk.client.on_connect(self.now)
        desk.client.on_delete(leave)
        background_tasks.create(self._follow(), context=desk.client)

    def now(self) -> None:
        """Something was done here, or may have been missed: do not wait for an event."""
        self._changes.anything()
        self._wake.set()

    def _hear(self, heard: Heard) -> None:
        if heard.type and heard.type not in self._types:
            return
        if heard.type and heard.event.get("facility") != self._desk.facility:
            return
        self._newest = heard.id or self._newest
        self._changes.heard(heard)
        self._wake.set()

    async def _follow(self) -> None:
        desk = self._desk
        while not desk.client.is_deleted:
            await self._awake()
            if not desk.client.has_socket_connection:
                continue  # nobody looks; on_connect wakes us
            newest = self._newest
            pause = settings()["REFRESH_SECONDS"]
            try:
                async with turns().take():
                    await self._renew()
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
                self._changes.anything()
                desk.alert.problem(problem)
            except Exception:
                if desk.client.is_deleted:
                    return
                self._changes.anything()
                log.exception("a page could not be brought up to date")
            await asyncio.sleep(pause)

    async def _drawn(self) -> None:
        """A browser that is slower than the news gets the latest of it, not all in a line."""
        with suppress(TimeoutError):
            await self._desk.client.run_javascript("0", timeout=DRAWN_SECONDS)

    async def _awake(self) -> None:
        looked_at = self._desk.client.has_socket_connection
        left = self._changes.seconds_left() if looked_at else None  # what is due waits for a look
        try:
            await asyncio.wait_for(self._wake.wait(), left)
        except TimeoutError:
            pass
        self._wake.clear()

    async def _renew(self) -> None:
        visits = self._changes.take()
        if visits is None or not self._some:
            await self._refresh()
        elif visits:
            await self._some(visits)
