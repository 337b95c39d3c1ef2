"""Who comes: groups drawn from the seed, with what they bring and what becomes of them."""

from random import Random

from tests.chaos.houses import House
from tests.chaos.journey import Journey


def make_journey(number: int, house: House, random: Random) -> Journey:
    people = house.people
    group = [random.choice((people.woman, people.man))()]
    group += [people.woman() for _ in range(random.choice((0, 0, 1)))]
    group += [people.child() for _ in range(random.choice((0, 0, 0, 1)))]
    things = [{"kind": kind, "count": random.randint(1, 3)} for kind in ("phone", "bag")]
    chance = random.random
    return Journey(
        number, house, group, things if chance() < 0.8 else [], booked=chance() < 0.25,
        cancels=chance() < 0.04, declines=chance() < 0.04, loses_card=chance() < 0.04,
        extends=chance() < 0.5,
    )  # fmt: skip
