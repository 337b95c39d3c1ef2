"""The questions that are asked both ways, with the same payload."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from bench.house import HOUSE, OFFICER, House

Batch = dict[str, Any]
MOST_COMMANDS = 500
"""Commands of one round that have their effect once."""


@dataclass
class Questions:
    """``tokens``: of as many sessions, used in turn."""

    house: House
    tokens: list[str]

    def facility(self, way: str) -> Batch:
        """A read that shows nobody, so it is no entry of the audit."""
        one = {"facility": HOUSE}
        return self._again(way, "facility", [(f"/facilities/{HOUSE}", one)])

    def visit(self, way: str) -> Batch:
        asked = [(f"/visits/{one}", {"visit_id": one}) for one in self.house.visits]
        return self._again(way, "visit", asked)

    def visits(self, way: str) -> Batch:
        waiting = {"status": "registered", "page_size": 20}
        return self._again(way, "visits", [("/visits?status=registered&page_size=20", waiting)])

    def change(self, way: str) -> Batch:
        """A command that is a load and a save."""
        inmates = [f"B-{number}" for number in range(1, 65)]
        asked = [(f"/inmates/{one}", {"number": one, "block": uuid4().hex[:8]})
                 for one in inmates for _ in range(10)]  # fmt: skip
        return self._once(way, "change_inmate", "PATCH", asked, ("number",))

    def register(self, way: str) -> Batch:
        """The command that does most."""
        while len(self.house.inmates) < MOST_COMMANDS:
            self.house.admit(MOST_COMMANDS)
        made = self.house.registrations(MOST_COMMANDS)
        return self._once(way, "register", "POST", [("/visits", one) for one in made])

    def _again(self, way: str, method: str, asked: list[tuple[str, Batch]]) -> Batch:
        turns = max(len(asked), len(self.tokens))
        some = [asked[turn % len(asked)] for turn in range(turns)]
        made = [self._one(way, method, "GET", *one, None, turn) for turn, one in enumerate(some)]
        return {"questions": made, "once": False}

    def _once(
        self, way: str, method: str, verb: str, asked: list[tuple[str, Batch]],
        in_path: tuple[str, ...] = (),
    ) -> Batch:  # fmt: skip
        made = []
        for turn, (path, payload) in enumerate(asked):
            payload = {**payload, "command_id": str(uuid4())}
            body = {name: value for name, value in payload.items()
                    if name not in ("command_id", "officer", "facility", *in_path)}  # fmt: skip
            made.append(self._one(way, method, verb, path, payload, body, turn))
        return {"questions": made, "once": True}

    def _one(
        self, way: str, method: str, verb: str, path: str, payload: Batch, body: Batch | None,
        turn: int,
    ) -> Batch:  # fmt: skip
        if way == "rpc":
            officer = {"id": OFFICER, "roles": ["supervisor"]}
            return {"service": "registration", "method": method,
                    "payload": {**payload, "facility": HOUSE, "officer": officer}}  # fmt: skip
        text = "" if body is None else json.dumps(body)
        token = self.tokens[turn % len(self.tokens)]
        head = (
            f"{verb} /api/v1{path} HTTP/1.1",
            "Host: bench",
            f"Authorization: Bearer {token}",
            "Content-Type: application/json",
            f"Content-Length: {len(text.encode())}",
        )
        return {"bytes": "\r\n".join((*head, "", text))}


def by_name(asked: Questions) -> dict[str, Callable[[str], Batch]]:
    return {
        "read: the house": asked.facility,
        "read: a visit, audited": asked.visit,
        "read: 20 visits, audited": asked.visits,
        "command: an inmate": asked.change,
        "command: register": asked.register,
    }
