"""The houses of a run: their staff, settings and inmates, made before anything breaks."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from chassis.mongo import open_database
from chassis.settings import COMMON, load_settings
from operations.demo.people import People
from services.gateway.hashing import Hasher
from services.gateway.roster import Roster
from services.gateway.store_sessions import Sessions
from services.gateway.store_staff import StaffAccounts
from tests.chaos.desk import Desk
from tests.chaos.ledger import Command
from tests.chaos.system import OPENING

LIMITS = {"room_tables": 30, "room_persons": 120, "quota_groups": 5000, "quota_persons": 20000}
LOCKERS, CARDS = 14, 40
"""So few lockers that a rush waits for one; more cards, since some get lost."""
SETTINGS: dict[str, Any] = {
    **LIMITS,
    "sessions": [{"name": "day", "opens": "07:00", "closes": "20:00"}],
    "lockers": LOCKERS,
    "cards": CARDS,
}
VISITS_TO_A_HOUSE = 250
ROLES = {
    "operator": "male", "registrar": "female", "screener": "female", "locker_officer": "male",
    "room_officer": "female", "supervisor": "male", "auditor": "female",
}  # fmt: skip
SEARCHERS = {"female": "searcher-f", "male": "searcher-m"}


@dataclass(frozen=True)
class House:
    """``facility`` is its id; an officer of it is ``<role>-<facility>``."""

    facility: str
    people: People

    def officer(self, role: str) -> str:
        return f"{role}-{self.facility}".lower()

    def inmate(self, journey: int) -> str:
        return f"B-{journey:05}"


def make_houses(visits: int, seed: int) -> list[House]:
    count = max(2, -(-visits // VISITS_TO_A_HOUSE))
    day = datetime.date(OPENING)
    return [House(f"RT{n:02}", People(Random(seed * 1000 + n), day)) for n in range(1, count + 1)]


def hire(mongo_uri: str, houses: list[House]) -> dict[str, str]:
    """Accounts for everybody; the password of each."""
    database = open_database({**load_settings(COMMON), "MONGO_URI": mongo_uri}, "gateway")
    roster = Roster(StaffAccounts(database), Sessions(database), Hasher())
    passwords = {}
    for house in houses:
        staff = [(role, role, sex) for role, sex in ROLES.items()]
        staff += [(name, "screener", sex) for sex, name in SEARCHERS.items()]
        for name, role, sex in staff:
            id = house.officer(name)
            passwords[id] = secrets.token_urlsafe(24)
            roster.add(id, id, [role], [house.facility], sex, passwords[id])
    database.client.close()
    return passwords


def open_house(desk: Desk, house: House, journeys: list[int]) -> None:
    operator = house.officer("operator")
    desk.give(
        operator, f"/facilities/{house.facility}",
        {"name": "Rutan", "timezone": "Asia/Makassar", "settings": SETTINGS},
        Command("configure", house.facility, None), "PUT",
    )  # fmt: skip
    inmates = [
        {"number": house.inmate(number), "name": f"Warga Binaan {number}", "sex": "male",
         "legal_status": "convict"} for number in journeys
    ]  # fmt: skip
    for begin in range(0, len(inmates), 200):
        desk.give(operator, "/inmates/import", {"inmates": inmates[begin : begin + 200]},
                  Command("import", house.facility, None))  # fmt: skip
