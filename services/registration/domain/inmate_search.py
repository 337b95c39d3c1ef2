"""Inmates found while somebody types: which of them was meant?"""

from typing import NamedTuple


class Found(NamedTuple):
    """What is known of an inmate when the order is made."""

    id: str
    number: str
    name: str


def best_first(found: list[Found], typed: str) -> list[str]:
    """Ids of those found: the number itself, then numbers that begin so, then names that do, then
    names of which a word does, then the rest; each kind in the order of the names."""
    text = typed.casefold()
    return [one.id for one in sorted(found, key=lambda one: (_distance(one, text), *_name(one)))]


def _distance(found: Found, text: str) -> int:
    number, name = found.number.casefold(), found.name.casefold()
    matches = (
        number == text,
        number.startswith(text),
        name.startswith(text),
        any(word.startswith(text.split()[0]) for word in name.split()),
    )
    return next((place for place, it in enumerate(matches) if it), len(matches))


def _name(found: Found) -> tuple[str, str]:
    return found.name.casefold(), found.number
