"""Which system is played when: all in turn, so that what else the machine does hits all alike."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

VISITS = {1: 8, 8: 32, 32: 96, 128: 256}
"""In a round of so many desks: a few seconds, and several visits at each desk."""
WARM_UP = (8, 24)
"""Desks and visits of the round that comes first and does not count."""


class Turn(NamedTuple):
    """``side``: its place among the systems. ``number``: no other turn has it."""

    repetition: int
    side: int
    desks: int
    visits: int
    number: int


def visits(desks: int, factor: float) -> int:
    """How many to play; each desk has one at least."""
    usual = VISITS.get(desks, 12 + 4 * desks)
    return max(desks, round(usual * factor))


def turns(sides: int, desks: Sequence[int], repetitions: int, factor: float) -> Iterator[Turn]:
    """Repetition 0 is the warm-up. Who begins is another one each time."""
    number = 0
    for repetition in range(repetitions + 1):
        for many in desks if repetition else WARM_UP[:1]:
            for place in range(sides):
                number += 1
                side = (place + repetition) % sides
                played = visits(many, factor) if repetition else WARM_UP[1]
                yield Turn(repetition, side, many, played, number)
