"""Twenty desks and who sits at them. Officers have a number and a sex, and no name."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Officer:
    id: str
    role: str
    sex: str

    def as_searcher(self) -> dict[str, str]:
        return {"id": self.id, "sex": self.sex}

    def signature(self) -> dict[str, str]:
        """What the officer types to sign in, or to sign at another's desk."""
        return {"username": self.id, "password": PASSWORDS[self.id]}


def _officers(name: str, role: str, *sexes: str) -> tuple[Officer, ...]:
    return tuple(Officer(f"{name}-{n}", role, sex) for n, sex in enumerate(sexes, start=1))


REGISTRARS = _officers("registrar", "registrar", "female", "male", "female", "male", "female")
SCREENERS = _officers(
    "screener", "screener", "female", "female", "female", "male", "male", "female"
)
LOCKER_OFFICERS = _officers("locker", "locker_officer", "male", "female", "male", "female")
ROOM_OFFICERS = _officers("room", "room_officer", "male", "female", "male")
EXIT_OFFICERS = _officers("exit", "room_officer", "female", "male")
SUPERVISOR = Officer("supervisor-1", "supervisor", "male")
SECOND_SUPERVISOR = Officer("supervisor-2", "supervisor", "female")
OPERATOR = Officer("operator-1", "operator", "male")
AUDITOR = Officer("auditor-1", "auditor", "female")
FEMALE_SEARCHER = Officer("searcher-f", "screener", "female")
MALE_SEARCHER = Officer("searcher-m", "screener", "male")

SEARCHER_OF = {"female": FEMALE_SEARCHER, "male": MALE_SEARCHER}
"""Who searches whom: the Bangkok Rules leave no choice."""
DESKS = (
    len(REGISTRARS)
    + len(SCREENERS)
    + len(LOCKER_OFFICERS)
    + len(ROOM_OFFICERS)
    + len(EXIT_OFFICERS)
)
OTHERS = (SUPERVISOR, SECOND_SUPERVISOR, OPERATOR, AUDITOR, FEMALE_SEARCHER, MALE_SEARCHER)
PASSWORDS: dict[str, str] = {}
"""Of this run alone; the accounts are made anew with each."""


def everybody() -> Iterator[Officer]:
    for desk in (REGISTRARS, SCREENERS, LOCKER_OFFICERS, ROOM_OFFICERS, EXIT_OFFICERS, OTHERS):
        yield from desk
