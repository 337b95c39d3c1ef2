"""Pictures of figures. What a picture shows is also there as a table for who does not see it."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from nicegui import ui

from console.elements import Words, block, heading, named
from console.texts import say

BAR, GAP, HEIGHT, TOP, FOOT = 26, 18, 150, 18, 22
"""Of a chart with columns, in pixels."""


class Series(NamedTuple):
    """What is counted, the colour by its class in the style, and a value for each place; None
    where there is nothing to say."""

    name: str
    colour: str
    values: Sequence[float | None]


def columns(title: str, first: str, places: Sequence[str], series: Sequence[Series]) -> None:
    """Columns over ``places``, which are called ``first`` in the table."""
    with named(block("figure", "chart"), title):
        heading(3, title)
        if not places:
            Words("p", say("Nothing yet."), "empty")
            return
        if len(series) > 1:
            with block("ul", "legend").props("aria-hidden=true"):
                for one in series:
                    Words("li", one.name, f"key {one.colour}")
        ui.html(_drawn(places, series), sanitize=False).props("aria-hidden=true")
        _table(title, first, places, series)


def bars(title: str, first: str, count: str, rows: Sequence[tuple[str, int]]) -> None:
    """A table whose counts are bars, too: the most first."""
    most = max((n for _, n in rows), default=0)
    with named(block("figure", "chart"), title):
        heading(3, title)
        if not rows:
            Words("p", say("None."), "empty")
            return
        with block("table", "bars"):
            _head(first, count)
            for text, n in sorted(rows, key=lambda row: -row[1]):
                with block("tr"):
                    Words("th", text, scope="row")
                    with block("td", "figure"):
                        Words("span", str(n))
                        block("span", "bar").style(f"width: {80 * n / most:.0f}%").props(
                            "aria-hidden=true"
                        )


def load(title: str, taken: int, most: int, text: str) -> None:
    """How full something is. ``text`` says it in words."""
    part = min(1.0, taken / most) if most else 0.0
    level = "bad" if part >= 1 else "warn" if part >= 0.85 else "good"
    with block(classes="load"):
        with block(classes="load-head"):
            Words("span", title, "load-title")
            Words("span", text)
        with block(classes="load-bar").props("aria-hidden=true"):
            block(classes=f"load-part {level}").style(f"width: {part * 100:.0f}%")


def parts(title: str, rows: Sequence[tuple[str, str, int]]) -> None:
    """What a whole consists of: name, class of its colour, count."""
    whole = sum(n for *_, n in rows) or 1
    with named(block("figure", "chart"), title):
        heading(3, title)
        with block(classes="load-bar").props("aria-hidden=true"):
            for _, colour, n in rows:
                block(classes=f"load-part {colour}").style(f"width: {100 * n / whole:.1f}%")
        with block("ul", "legend"):
            for name, colour, n in rows:
                Words("li", f"{name}: {n}", f"key {colour}")


def tile(title: str, value: str, more: str = "") -> None:
    """One figure, large."""
    with block(classes="tile"):
        Words("span", title, "tile-title")
        Words("span", value, "tile-value")
        if more:
            Words("span", more, "tile-more")


def _drawn(places: Sequence[str], series: Sequence[Series]) -> str:
    most = max((value or 0 for one in series for value in one.values), default=0) or 1
    group = len(series) * BAR + GAP
    width = len(places) * group + GAP
    drawn = [f'<line class="axis" x1="0" x2="{width}" y1="{TOP + HEIGHT}" y2="{TOP + HEIGHT}"/>']
    for at, place in enumerate(places):
        left = GAP + at * group
        middle = left + len(series) * BAR / 2
        drawn.append(f'<text class="place-name" x="{middle}" y="{TOP + HEIGHT + 16}">')
        drawn.append(f"{escape(place)}</text>")
        for number, one in enumerate(series):
            drawn.append(_column(left + number * BAR, one.values[at], most, one.colour))
    size = f'width="{width}" height="{TOP + HEIGHT + FOOT}"'
    shape = f'viewBox="0 0 {width} {TOP + HEIGHT + FOOT}"'
    return f'<svg class="columns-chart" {size} {shape}>{"".join(drawn)}</svg>'


def _column(left: float, value: float | None, most: float, colour: str) -> str:
    if not value:
        return ""
    height = HEIGHT * value / most
    top = TOP + HEIGHT - height
    return (
        f'<rect class="{colour}" x="{left + 2}" y="{top:.1f}" width="{BAR - 4}" '
        f'height="{height:.1f}" rx="2"/>'
        f'<text class="value" x="{left + BAR / 2}" y="{top - 4:.1f}">{value:g}</text>'
    )


def _table(title: str, first: str, places: Sequence[str], series: Sequence[Series]) -> None:
    with block("table", "for-readers"):
        Words("caption", title)
        _head(first, *(one.name for one in series))
        for at, place in enumerate(places):
            with block("tr"):
                Words("th", place, scope="row")
                for one in series:
                    value = one.values[at]
                    Words("td", "–" if value is None else f"{value:g}")


def _head(*titles: str) -> None:
    with block("tr"):
        for one in titles:
            Words("th", one, scope="col")


def filled(hours: Iterable[int]) -> list[int]:
    """From the first hour to the last, also those in which nothing was."""
    known = list(hours)
    return list(range(min(known), max(known) + 1)) if known else []
