"""Invented people for the day: names, documents and NIKs that look like Balikpapan's."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from faker import Faker

REGIONS = ("647101", "647102", "647103", "647104", "647105", "647106")
"""Districts of Balikpapan, the first six digits of a NIK issued there."""


@dataclass(frozen=True)
class Person:
    name: str
    sex: str
    birth_date: date
    nik: str
    relationship: str

    @property
    def adult(self) -> bool:
        return self.relationship != "child"

    def as_visitor(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "sex": self.sex,
            "birth_date": self.birth_date.isoformat(),
            "id_type": "nik",
            "id_number": self.nik,
            "relationship": self.relationship,
        }


class People:
    """Makes persons, each with a NIK of its own."""

    def __init__(self, random: Random, day: date):
        self._random = random
        self._day = day
        self._names = Faker("id_ID")
        self._names.seed_instance(random.randrange(2**32))
        self._serial = 0

    def man(self) -> Person:
        return self._person("male", self._random.randint(19, 70), "relative")

    def woman(self) -> Person:
        return self._person("female", self._random.randint(19, 70), "relative")

    def child(self) -> Person:
        return self._person(self._random.choice(("male", "female")), self._random.randint(1, 16),
                            "child")  # fmt: skip

    def _person(self, sex: str, age: int, relationship: str) -> Person:
        days = self._random.randint(1, 364)
        born = self._day.replace(year=self._day.year - age) - timedelta(days=days)
        return Person(self._name(sex), sex, born, self._nik(sex, born), relationship)

    def _name(self, sex: str) -> str:
        """Without titles, and not by Faker's whole names, which mix the sexes in Indonesian."""
        names = self._names
        if sex == "male":
            return f"{names.first_name_male()} {names.last_name_male()}"
        return f"{names.first_name_female()} {names.last_name_female()}"

    def _nik(self, sex: str, born: date) -> str:
        """Six digits of region, DDMMYY with 40 added to a woman's day, four of a serial."""
        self._serial += 1
        day = born.day + (40 if sex == "female" else 0)
        region = self._random.choice(REGIONS)
        return f"{region}{day:02}{born:%m%y}{self._serial:04}"
