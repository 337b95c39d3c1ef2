"""Pictures of figures, as markup. What a picture shows is also there as a table for who does not
see it."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from console.elements import around, markup
from console.texts import say

BAR, GAP, HEIGHT, TOP, FOOT = 26, 18, 150, 18, 22
"""Of a chart with columns, in pixels."""


class Series(NamedTuple):
    """What is counted, the colour by its class in the style, and a value for each place; None
    where there is nothing to say."""

    name: str
    colour: str
    values: Sequence[float | None]


def columns(title: str, first: str, places: Sequence[str], series: Sequence[Series]) -> str:
    """Columns over ``places``, which are called ``first`` in the table."""
    if not places:
        return _figure(title, markup("p", say("Nothing yet."), "empty"))
    keys = [markup("li", one.name, f"key {one.colour}") for one in series]
    legend = around("ul", "legend", *keys, aria_hidden="true") if len(series) > 1 else ""
    drawn = around("div", "", _drawn(places, series), aria_hidden="true")
    return _figure(title, legend, drawn, _table(title, first, places, series))


def bars(title: str, first: str, count: str, rows: Sequence[tuple[str, int]]) -> str:
    """A table whose counts are bars, too: the most first."""
    if not rows:
        return _figure(title, markup("p", say("None."), "empty"))
    most = max(n for _, n in rows)
    ordered = sorted(rows, key=lambda row: -row[1])
    counted = [_row(text, around("td", "figure", *_bar(n, most))) for text, n in ordered]
    return _figure(title, around("table", "bars", _head(first, count), *counted))


def _bar(n: int, most: int) -> tuple[str, str]:
    width = f"width: {80 * n / most:.0f}%" if most else "width: 0"
    return markup("span", str(n)), around("span", "bar", style=width, aria_hidden="true")


def load(title: str, taken: int, most: int, text: str) -> str:
    """How full something is. ``text`` says it in words."""
    part = min(1.0, taken / most) if most else 0.0
    level = "bad" if part >= 1 else "warn" if part >= 0.85 else "good"
    head = around("div", "load-head", markup("span", title, "load-title"), markup("span", text))
    bar = around("div", f"load-part {level}", style=f"width: {part * 100:.0f}%")
    return around("div", "load", head, around("div", "load-bar", bar, aria_hidden="true"))


def parts(title: str, rows: Sequence[tuple[str, str, int]]) -> str:
    """What a whole consists of: name, class of its colour, count."""
    whole = sum(n for *_, n in rows) or 1
    shares = [
        around("div", f"load-part {colour}", style=f"width: {100 * n / whole:.1f}%")
        for _, colour, n in rows
    ]
    keys = [markup("li", f"{name}: {n}", f"key {colour}") for name, colour, n in rows]
    bar = around("div", "load-bar", *shares, aria_hidden="true")
    return _figure(title, bar, around("ul", "legend", *keys))


def tile(title: str, value: str, more: str = "") -> str:
    """One figure, large."""
    below = markup("span", more, "tile-more") if more else ""
    told = markup("span", title, "tile-title"), markup("span", value, "tile-value"), below
    return around("div", "tile", *told)


def _figure(title: str, *inside: str) -> str:
    return around("figure", "chart", markup("h3", title), *inside, aria_label=title)


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


def _table(title: str, first: str, places: Sequence[str], series: Sequence[Series]) -> str:
    rows = [
        _row(place, *(markup("td", _number(one.values[at])) for one in series))
        for at, place in enumerate(places)
    ]
    head = _head(first, *(one.name for one in series))
    return around("table", "for-readers", markup("caption", title), head, *rows)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"


def _row(title: str, *cells: str) -> str:
    return around("tr", "", markup("th", title, scope="row"), *cells)


def _head(*titles: str) -> str:
    return around("tr", "", *(markup("th", one, scope="col") for one in titles))


def filled(hours: Iterable[int]) -> list[int]:
    """From the first hour to the last, also those in which nothing was."""
    known = list(hours)
    return list(range(min(known), max(known) + 1)) if known else []
