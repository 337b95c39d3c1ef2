"""An invented house for whoever looks at Kunjungan for the first time: open at any hour, with
people in it to visit and two accounts that may do everything."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import requests
from pymongo.database import Database

from operations.command_line_audit import told_to_audit
from operations.demo.house import FACILITY, SETTINGS
from operations.demo.people import People
from operations.passphrases import passphrase
from services.gateway.domain.refusals import UsernameTaken
from services.gateway.domain.staff import ROLES
from services.gateway.hashing import Hasher
from services.gateway.roster import Roster
from services.gateway.store_sessions import Sessions
from services.gateway.store_staff import StaffAccounts

NAME = "Rutan Contoh"
ALWAYS_OPEN: dict[str, Any] = {
    "registration_closes_minutes": 0,
    "sessions": [
        {
            "name": "whole_day",
            "opens": "00:00",
            "closes": "23:59",
            "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
        }
    ],
}
INMATES = 12
DETAINEES = (11, 12)
"""Numbers of those whose visitors need a permit; a first visit is easier without."""
SECONDS = 60


@dataclass(frozen=True)
class Newcomer:
    """``password`` is known here alone, until it is shown."""

    username: str
    name: str
    sex: str
    password: str


def newcomers() -> tuple[Newcomer, ...]:
    """Of both sexes: men are searched by men, women and children by women. And two, since a lost
    card takes a second officer, and a ban another one than proposed it."""
    return (
        Newcomer("kepala", "Kepala Jaga (contoh)", "female", passphrase()),
        Newcomer("petugas", "Petugas (contoh)", "male", passphrase()),
    )


def furnish(
    url: str, database: Database, settings: dict[str, Any], key: Path
) -> tuple[Newcomer, ...]:
    """Makes house, inmates and accounts, as anybody would, and returns who may now sign in.

    ``database`` is the gateway's, ``key`` the file with its audit's key. Safe to run again: who is
    there already gets another password.
    """
    told = told_to_audit(database, settings, key)
    roster = Roster(StaffAccounts(database), Sessions(database), Hasher(), told)
    made = newcomers()
    for one in made:
        try:
            roster.add(one.username, one.name, ROLES, [FACILITY], one.sex, one.password)
        except UsernameTaken:
            roster.set_password(one.username, one.password)
    _set_up(f"{url}/api/v1", made[0])
    return made


def inmates() -> list[dict[str, Any]]:
    """The same at each first start."""
    people = People(Random(1), date(2026, 1, 1))  # noqa: S311  invented names, not a secret
    return [
        {
            "number": f"BPN-{number:04}",
            "name": people.man().name,
            "sex": "male",
            "legal_status": "detainee" if number in DETAINEES else "convict",
        }
        for number in range(1, INMATES + 1)
    ]


def _set_up(api: str, operator: Newcomer) -> None:
    house = {"name": NAME, "timezone": "Asia/Makassar", "settings": SETTINGS | ALWAYS_OPEN}
    with requests.Session() as session:
        signature = {"username": operator.username, "password": operator.password}
        token = _answer(session.post(f"{api}/session", json=signature, timeout=SECONDS))["token"]
        session.headers["Authorization"] = f"Bearer {token}"
        _answer(session.put(f"{api}/facilities/{FACILITY}", json=house, timeout=SECONDS))
        listed = {"inmates": inmates()}
        _answer(session.post(f"{api}/inmates/import", json=listed, timeout=SECONDS))
        _answer(session.delete(f"{api}/session", timeout=SECONDS))


def _answer(answer: requests.Response) -> Any:
    answer.raise_for_status()
    return answer.json() if answer.content else None
