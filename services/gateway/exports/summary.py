"""The day in figures: sums, sessions, waiting, and what became of those who were not let in."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from services.gateway.exports.house import House
from services.gateway.exports.register import Row
from services.gateway.exports.tidying import tidy
from services.gateway.exports.words import Words

GROUPS = ("men", "women", "children", "all")


class Section(NamedTuple):
    """A small table. The first column says what, the others are numbers."""

    title: str
    head: list[str]
    rows: list[Row]


def summary(book: Mapping[str, Any], house: House) -> list[Section]:
    """``book``: the answer of ``registration.day_book``. Waiting is in minutes."""
    words = house.words
    return [
        _section(words, "sums", ("count",), _sums(book, words)),
        _section(words, "sessions", ("visits", "admitted", *_VISITORS), _sessions(book, words)),
        _section(words, "waiting", ("visits", "median", "p90"), _waiting(book, words)),
        _counts(words, "statuses", "status", book["visits"]["by_status"]),
        _counts(words, "outcomes", "outcome", book["outcomes"]),
        _counts(words, "refusals", "refusal", book["refusals"]),
    ]


_VISITORS = ("men", "women", "children", "all_visitors")


def _section(words: Words, name: str, figures: tuple[str, ...], rows: list[Row]) -> Section:
    head = [words.of("figure", one) for one in ("what", *figures)]
    return Section(words.of("section", name), head, rows)


def _sums(book: Mapping[str, Any], words: Words) -> list[Row]:
    visits, visitors = book["visits"], book["visitors"]
    figures = {
        "all_visits": visits["all"],
        "registered": visits["registered"],
        "admitted_visits": visits["admitted"],
        "inmates": visits["inmates"],
        **dict(zip(_VISITORS, (visitors[group] for group in GROUPS), strict=True)),
        "seizures": book["seizures"],
    }
    return [[words.of("figure", name), count] for name, count in figures.items()]


def _sessions(book: Mapping[str, Any], words: Words) -> list[Row]:
    return [
        [
            tidy(words.of("session", name)),
            one["visits"],
            one["admitted"],
            *(one["visitors"][group] for group in GROUPS),
        ]
        for name, one in book["sessions"].items()
    ]


def _waiting(book: Mapping[str, Any], words: Words) -> list[Row]:
    return [
        [words.of("figure", name), one["visits"], one["median"], one["p90"]]
        for name, one in book["waiting"].items()
    ]


def _counts(words: Words, section: str, kind: str, counted: Mapping[str, int]) -> Section:
    rows: list[Row] = [[tidy(words.of(kind, code)), count] for code, count in counted.items()]
    return _section(words, section, ("count",), rows)
