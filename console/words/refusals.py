"""Refusals: what the rule is, and what an officer does now.

The codes are those of docs/refusals.md; a test sees to it that none is missing.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from console.dates import read_date, written
from console.problems import Problem
from console.texts import mark, say
from console.words import word
from console.words.people import ISSUERS
from console.words.refusals_desk import DESK
from console.words.refusals_gateway import GATEWAY
from console.words.refusals_lockers import LOCKERS
from console.words.refusals_room import ROOM
from console.words.refusals_search import SEARCH
from console.words.refusals_supervision import SUPERVISION
from console.words.visits import SESSIONS

OTHERWISE = (
    mark("That is not possible now."),
    mark("Look at the list again; if it stays so, tell the supervisor."),
)
REFUSALS: dict[str, tuple[str, str]] = {
    **GATEWAY, **DESK, **SEARCH, **LOCKERS, **ROOM, **SUPERVISION
}  # fmt: skip
MORE = {
    "persons": mark("It is about: {persons}."),
    "person": mark("It is about: {person}."),
    "until": mark("Until {until}."),
}
"""Said besides, where a refusal has the fact and its words do not say it already."""
WORDS = {**SESSIONS, **ISSUERS, "day": mark("day"), "week": mark("week")}
"""Of codes among the facts."""
OVERRIDABLE = frozenset({
    "registration_closed", "group_too_large", "session_full", "visitor_already_registered",
    "inmate_already_visited", "late_arrival", "extension_too_long", "belongings_not_returned",
    "day_not_over", "visit_not_over",
})  # fmt: skip
"""Rules that a supervisor may set aside, with a reason; the services decide where."""
FIELD_FAULTS = {
    "Missing data for required field.": mark("This is needed."),
    "nik_not_16_digits": mark("A NIK has 16 digits."),
    "nik_impossible_date": mark("No birth date can be read from digits 7 to 12."),
    "Not a valid email address.": mark("This is no e-mail address."),
    "The permit ends before it begins.": mark("The permit ends before it begins."),
    "Do not write identity or card numbers here.": mark(
        "Do not write identity or card numbers here."
    ),
    "otherwise": mark("This cannot be read."),
}
"""What is wrong with a field, by what the API says of it."""


def refusal(problem: Problem, names: Mapping[str, str] | None = None) -> tuple[str, str]:
    """Title and advice, in the reader's language. ``names``: of the persons of the group."""
    title, advice = REFUSALS.get(problem.code, OTHERWISE)
    facts = Facts({
        name: _fact(value, names or {}) for name, value in problem.facts.items() if value
    })  # fmt: skip
    more = [
        say(text).format_map(facts)
        for fact, text in MORE.items()
        if fact in facts and f"{{{fact}}}" not in title + advice and _names_people(problem, fact)
    ]
    told = [say(advice).format_map(facts), *more]
    return say(title).format_map(facts), " ".join(told)


class Facts(dict[str, str]):
    """A fact that did not come leaves a gap that people see."""

    def __missing__(self, name: str) -> str:
        return "…"


def _names_people(problem: Problem, fact: str) -> bool:
    """``persons`` is a count in some refusals."""
    return fact != "persons" or isinstance(problem.facts["persons"], list)


def _fact(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return ", ".join(_fact(one, names) for one in value)
    text = str(value)
    if text[:1] == "p" and text[1:].isdigit():
        return names.get(text) or say("visitor {n}", n=text[1:])
    if read_date(text):
        return written(text)
    try:
        return f"{datetime.fromisoformat(text):%H:%M}" if "T" in text else word(WORDS, text)
    except ValueError:
        return word(WORDS, text)
