"""What the public displays show: asked for once for each house, whatever the number of screens."""

import asyncio
import hashlib
import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from console.clock import FacilityClock
from console.gateway import Gateway
from console.problems import Away, Problem
from console.public_words import shown

log = logging.getLogger(__name__)
ASK_SECONDS = 0.4
"""The gateway answers anew twice a second, and has the same answer ready meanwhile; so a screen is
about a second behind at most."""
HELD_SECONDS = 1.0
"""How long a screen that knows the newest waits for something newer."""
WATCHED_SECONDS = 10.0
"""So long after the last screen has asked, we go on."""
ANSWER_SECONDS = 5.0
"""Less than a desk has patience: a wall of numbers must say early that they may be old."""
CUT_SECONDS = 2.0
"""Without an answer for so long we are cut off; less is a hiccup."""
UNKNOWN_SECONDS = 10.0
MOST = 1000
"""Houses. There are 532; whoever invents more pushes out those that nobody looks at."""


@dataclass(frozen=True)
class Seen:
    """``tag`` is another one whenever something else is to be drawn."""

    tag: str
    body: dict[str, Any]

    @classmethod
    def of(cls, **body: Any) -> "Seen":
        text = json.dumps(body, sort_keys=True)
        return cls(hashlib.sha256(text.encode()).hexdigest()[:16], body)


class Board:
    """Of one house, followed for as long as somebody looks.

    ``state`` in what is seen: ``shown``, with the numbers; ``unknown``, there is no such house;
    ``waiting``, nothing was heard yet. ``cut_since``: the house's time since when what is shown may
    be old.
    """

    def __init__(self, gateway: Gateway, facility: str):
        self.clock: FacilityClock = gateway.clock
        self._gateway = gateway
        self._facility = facility
        self._looked = time.monotonic()
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._begin()

    @property
    def watched(self) -> bool:
        return time.monotonic() - self._looked < WATCHED_SECONDS

    async def newer_than(self, tag: str) -> Seen:
        """At once when there is something else to draw, else within HELD_SECONDS."""
        self._looked = time.monotonic()
        if self._task is None or self._task.done():
            self._begin()
            self._task = asyncio.create_task(self._follow())
        deadline = time.monotonic() + HELD_SECONDS
        while tag == self._seen.tag or self._state == "waiting":
            left = deadline - time.monotonic()
            if left <= 0:
                break
            try:
                await asyncio.wait_for(self._changed.wait(), left)
            except TimeoutError:
                break
        return self._seen

    def stop(self) -> None:
        if self._task:
            self._task.cancel()

    def _begin(self) -> None:
        """Whatever was known when nobody looked any more is too old to be shown."""
        self._numbers: dict[str, Any] = {}
        self._state = "waiting"
        self._heard = time.monotonic()
        self._seen = Seen.of(state=self._state, cut_since=None)

    async def _follow(self) -> None:
        while self.watched:
            pause = ASK_SECONDS
            try:
                await self._ask()
            except Problem as problem:
                if problem.status != 404:
                    log.warning("the board of a house cannot be had: %s", problem)
                else:
                    self._state, self._numbers, pause = "unknown", {}, UNKNOWN_SECONDS
                    self._heard = time.monotonic()
            except (Away, TimeoutError) as error:
                log.info("the board of %s cannot be had: %s", self._facility, error)
            self._tell()
            await asyncio.sleep(pause)

    async def _ask(self) -> None:
        """Raises Problem; Away, TimeoutError."""
        board = await asyncio.wait_for(
            self._gateway.get("/display", facility=self._facility), ANSWER_SECONDS
        )
        self.clock.set_zone(board["timezone"])
        self._numbers, self._state = shown(board, self.clock), "shown"
        self._heard = time.monotonic()

    def _tell(self) -> None:
        silent = time.monotonic() - self._heard
        cut = None
        if silent > CUT_SECONDS:  # the same time for as long as it lasts
            cut = self._seen.body["cut_since"] or self.clock.before(silent)
        seen = Seen.of(state=self._state, cut_since=cut, **self._numbers)
        if seen.tag != self._seen.tag:
            self._seen = seen
            self._changed.set()
            self._changed = asyncio.Event()


class Boards:
    """Of all houses that somebody looks at."""

    def __init__(self, client: httpx.AsyncClient):
        self._client = client
        self._boards: dict[str, Board] = {}

    def of(self, facility: str, address: str) -> Board:
        """``address``: of who looks. The first to look at a house is the one whose limit counts, so
        that inventing houses uses up nobody else's."""
        if facility not in self._boards:
            self._make_room()
            self._boards[facility] = Board(Gateway(self._client, address), facility)
        return self._boards[facility]

    def _make_room(self) -> None:
        if len(self._boards) < MOST:
            return
        for facility, board in tuple(self._boards.items()):
            if not board.watched:
                board.stop()
                del self._boards[facility]
        if len(self._boards) >= MOST:
            self._boards.pop(next(iter(self._boards))).stop()


def as_json(seen: Mapping[str, Any]) -> bytes:
    return json.dumps(seen, ensure_ascii=False).encode()
