"""A house to measure in: visits to read, inmates to change, and people who may."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from random import Random
from typing import Any
from uuid import uuid4

from chassis.calling import RpcClient
from chassis.settings import COMMON, load_settings
from operations.demo.people import People
from tests.support.front import patiently
from tests.support.staff import PASSWORD, hire

HOUSE = "BENCH"
OFFICER = "kepala"
NINE = datetime(2026, 1, 17, 9, tzinfo=UTC)
"""When each measurement begins, so that no rule of the house depends on when it is made."""
WHOLE_DAY = {"name": "whole_day", "opens": "00:00", "closes": "23:59"}
SETTINGS: dict[str, Any] = {
    "sessions": [WHOLE_DAY], "quota_groups": 9_000, "quota_persons": 9_000, "lockers": 20,
    "cards": 20,
}  # fmt: skip
AT_ONCE = 500
"""Inmates of one import, the most that it takes."""


class House:
    """``visits`` are there to be read; ``inmates`` have not been visited yet."""

    def __init__(self, client: RpcClient):
        self._client = client
        self._people = People(Random(HOUSE), NINE.date())  # noqa: S311 - people of a bench
        self._numbers = count(1)
        self.inmates: list[str] = []
        self.visits: list[str] = []

    def open(self, visits: int) -> None:
        self._ask("configure_facility", name="Rutan", timezone="UTC", settings=SETTINGS)
        patiently(lambda: self._client.call("screening", "screenings", {"facility": HOUSE}))
        self.admit(AT_ONCE)
        for payload in self.registrations(visits):
            self.visits.append(self._client.call("registration", "register", payload)["id"])

    def admit(self, many: int) -> None:
        """So many inmates more."""
        for _ in range(0, many, AT_ONCE):
            numbers = [f"B-{next(self._numbers)}" for _ in range(AT_ONCE)]
            same = {"name": "Warga Binaan", "sex": "male", "legal_status": "convict"}
            self._ask("import_inmates", inmates=[{"number": one, **same} for one in numbers])
            self.inmates += numbers

    def registrations(self, many: int) -> Iterator[dict[str, Any]]:
        """So many groups of one, each for an inmate whom nobody has visited yet."""
        for _ in range(many):
            visitor = self._people.woman().as_visitor()
            yield _command(inmate_number=self.inmates.pop(), kind="family", visitors=[visitor])

    def _ask(self, method: str, **fields: Any) -> Any:
        return self._client.call("registration", method, _command(**fields), timeout=60)


def _command(**fields: Any) -> dict[str, Any]:
    return {"command_id": str(uuid4()), "facility": HOUSE, "officer": {"id": OFFICER}, **fields}


def staff(mongo_uri: str) -> dict[str, str]:
    """Hires the one who asks; what they sign in with."""
    hire({**load_settings(COMMON), "MONGO_URI": mongo_uri}, OFFICER, "supervisor", houses=(HOUSE,))
    return {"username": OFFICER, "password": PASSWORD}
