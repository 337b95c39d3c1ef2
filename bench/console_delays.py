"""When which page showed which event, and how late that was."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Page

from bench.pacing import Paces, pace_at
from bench.stream_readers import percentile
from operations.demo.timepiece import Timepiece

TARGET_MS = 2000


class Remembering(Timepiece):
    """The clock of the day, which knows afterwards when it was what time."""

    def __init__(self, path: Path, start: datetime, paces: Paces):
        super().__init__(path, start, partial(pace_at, paces=paces))
        self._history = list(self._segments)

    def _write(self, instant: datetime | None, speed: float) -> None:
        super()._write(instant, speed)
        self._history.append(self._segments[-1])

    def moment(self, shown: datetime) -> float | None:
        """Real time, in seconds since 1970; None while it stood."""
        ran = bisect_right(self._history, shown, key=lambda one: one.instant)
        if not ran or not self._history[ran - 1].speed:
            return None
        epoch, instant, speed = self._history[ran - 1]
        return epoch + (shown - instant).total_seconds() / speed


class Heard(NamedTuple):
    """An event. ``offset``: its place in the live stream. ``time``: of the house. ``came``: when a
    plain subscriber had it. ``call``: as a display names it."""

    offset: int
    type: str
    time: datetime
    came: float
    call: str


Written = tuple[float, str]
"""When a page showed what, as it wrote it down."""
Shown = Callable[[Heard], float | None]
"""When it showed an event first; None if never."""


class Delay(NamedTuple):
    ms: float
    event: Heard
    page: str


class Screen(NamedTuple):
    """``types``: the events that the page follows."""

    name: str
    page: Page
    types: frozenset[str]

    def written(self) -> list[Written]:
        found: list[Written] = self.page.evaluate("window.written")
        return found

    def delays(
        self, events: list[Heard], clock: Remembering, written: list[Written]
    ) -> tuple[list[Delay], int]:
        """Of each event that it had to show, and how many it never showed."""
        shown_at = _calls(written) if self.name == "display" else _marks(written)
        found, missing = [], 0
        for event in events:
            moment = clock.moment(event.time)
            if event.type not in self.types or moment is None:
                continue
            when = shown_at(event)
            if when is None:
                missing += 1
            else:
                found.append(Delay((when - moment) * 1000, event, self.name))
        return found, missing


def _calls(written: list[Written]) -> Shown:
    """The calls on a display's screen."""
    first: dict[str, float] = {}
    for moment, shown in written:
        for call in shown.split():
            first.setdefault(call, moment)
    return lambda event: first.get(event.call)


def _marks(written: list[Written]) -> Shown:
    """The newest event that a desk's lists are up to date with."""
    offsets = [int(shown.partition("-")[0]) for _, shown in written]

    def shown_at(event: Heard) -> float | None:
        at = bisect_left(offsets, event.offset)
        return written[at][0] if at < len(written) else None

    return shown_at


def left(screens: list[Screen], events: list[Heard], clock: Remembering) -> int:
    desks = [one for one in screens if one.name != "display"]
    return sum(one.delays(events[-50:], clock, one.written())[1] for one in desks)


def figures(screens: list[Screen], events: list[Heard], clock: Remembering) -> dict[str, Any]:
    by_name: dict[str, list[float]] = defaultdict(list)
    missing: dict[str, int] = defaultdict(int)
    count: dict[str, int] = defaultdict(int)
    late: list[Delay] = []
    # all at once: a browser that Playwright does not read meanwhile may load its pages anew
    written = [screen.written() for screen in screens]
    for screen, of_screen in zip(screens, written, strict=True):
        delays, never = screen.delays(events, clock, of_screen)
        late += [one for one in delays if one.ms >= TARGET_MS]
        by_name[screen.name] += [one.ms for one in delays]
        missing[screen.name] += never
        count[screen.name] += 1
    subscriber = [
        (one.came - moment) * 1000 for one in events if (moment := clock.moment(one.time))
    ]
    every = [one for delays in by_name.values() for one in delays]
    return {
        "delay_ms": _row(every),
        "subscriber_ms": _row(subscriber),
        "late": len(late),
        "late_at": [
            [f"{one.event.time:%H:%M:%S}", one.event.type, one.page, round(one.ms)]
            for one in sorted(late, key=lambda one: one.event.offset)
        ],
        "never_shown_by_desks": sum(n for name, n in missing.items() if name != "display"),
        "by_page": {
            name: {"pages": count[name], **_row(delays), "never_shown": missing[name]}
            for name, delays in by_name.items()
        },
    }


def _row(delays: list[float]) -> dict[str, Any]:
    ordered = sorted(delays)
    shares = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "max": 1.0}
    return {"shown": len(ordered), **{name: percentile(ordered, s) for name, s in shares.items()}}
