"""Twenty desks and who sits at them. Officers have a number and a sex, and no name."""

from operations.demo.front import Officer


def _officers(role: str, *sexes: str) -> tuple[Officer, ...]:
    return tuple(Officer(f"{role}-{n}", sex) for n, sex in enumerate(sexes, start=1))


REGISTRARS = _officers("registrar", "female", "male", "female", "male", "female")
SCREENERS = _officers("screener", "female", "female", "female", "male", "male", "female")
LOCKER_OFFICERS = _officers("locker", "male", "female", "male", "female")
ROOM_OFFICERS = _officers("room", "male", "female", "male")
EXIT_OFFICERS = _officers("exit", "female", "male")
SUPERVISOR = Officer("supervisor-1", "male")
SECOND_SUPERVISOR = Officer("supervisor-2", "female")
FEMALE_SEARCHER = Officer("searcher-f", "female")
MALE_SEARCHER = Officer("searcher-m", "male")

SEARCHER_OF = {"female": FEMALE_SEARCHER, "male": MALE_SEARCHER}
"""Who searches whom: the Bangkok Rules leave no choice."""
DESKS = (
    len(REGISTRARS)
    + len(SCREENERS)
    + len(LOCKER_OFFICERS)
    + len(ROOM_OFFICERS)
    + len(EXIT_OFFICERS)
)
