"""People of a group, as a desk speaks of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from console.texts import mark, say, say_count
from console.words import word
from console.words.visits import SEXES

CHILDREN = {"male": mark("boy"), "female": mark("girl")}
Person = Mapping[str, Any]


def kind(person: Person) -> str:
    """Man, woman, boy or girl."""
    return word(CHILDREN if person["minor"] else SEXES, person["sex"])


def how_many(persons: Sequence[Person]) -> str:
    """``3 persons, 1 child``."""
    children = sum(one["minor"] for one in persons)
    text = say_count("{n} person", "{n} persons", len(persons))
    if not children:
        return text
    among = say_count("{n} of them a child", "{n} of them children", children)
    return say("{persons}, {children}", persons=text, children=among)


def names(persons: Sequence[Person]) -> str:
    return ", ".join(one["name"] for one in persons)
