"""The live stream of events, read once for each signed-in officer whatever the number of pages."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

from console.gateway import Gateway
from console.problems import Away, Problem, SignedOut

log = logging.getLogger(__name__)
LONGEST_PAUSE = 5.0


@dataclass(frozen=True)
class Heard:
    """An event, or with an empty type the word that some may have been missed."""

    id: str
    type: str
    event: dict[str, Any]


MISSED = Heard("", "", {})
Listener = Callable[[Heard], None]


class Live:
    """Reads while somebody listens. ``connected`` is False from the moment that it is known to be
    cut until the stream is read again."""

    def __init__(self, gateway: Gateway):
        self.connected = True
        self.signed_out = False
        self._gateway = gateway
        self._listeners: list[Listener] = []
        self._task: asyncio.Task[None] | None = None
        self._last = ""

    def listen(self, listener: Listener) -> Callable[[], None]:
        """What ends it again."""
        self._listeners.append(listener)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._read_on())
        return lambda: self._leave(listener)

    def wake(self) -> None:
        """After another sign-in."""
        self.signed_out = False
        if self._listeners and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._read_on())

    def tell_missed(self) -> None:
        """Whatever is open asks anew, and so hears what has become of it."""
        self._tell(MISSED)

    def stop(self) -> None:
        if self._task:
            self._task.cancel()
        self._task = None

    def _leave(self, listener: Listener) -> None:
        if listener in self._listeners:
            self._listeners.remove(listener)
        if not self._listeners:
            self.stop()
            self._last = ""  # who comes later asks for everything anyway

    async def _read_on(self) -> None:
        pause = 0.5
        while True:
            try:
                async for heard in self._read():
                    pause = 0.5
                    self._tell(heard)
            except SignedOut:
                self.signed_out = True
                self._tell(MISSED)
                return
            except (Away, Problem) as error:
                log.info("the live stream is cut: %s", error)
            if self.connected:
                self.connected = False
                self._tell(MISSED)
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 2)

    async def _read(self) -> AsyncIterator[Heard]:
        resuming = {"Last-Event-ID": self._last} if self._last else {}
        async with self._gateway.stream("/events", **resuming) as answer:
            if not self.connected:
                self.connected = True
                yield MISSED
            fields: dict[str, str] = {}
            async for line in answer.aiter_lines():
                if line:
                    name, _, value = line.partition(":")
                    fields[name] = value.removeprefix(" ")
                    continue
                if "id" in fields:
                    self._last = fields["id"]
                if "data" in fields and fields.get("event") != "reset":
                    event = json.loads(fields["data"])
                    yield Heard(fields.get("id", ""), fields.get("event", ""), event)
                elif fields.get("event") == "reset":
                    yield MISSED
                fields = {}

    def _tell(self, heard: Heard) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(heard)
            except Exception:  # one page's fault must not silence the others
                log.exception("a page could not take an event")
