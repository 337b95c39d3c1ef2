"""Every operation that the served document names, and how to ask for it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from services.gateway.domain.policy import POLICY
from tests.component.registration.front import visitor

PREFIX = "/api/v1"
OPEN = {"session_sign_in", "display", "session_oidc", "session_oidc_callback"}
"""For those who are not signed in yet, and for everybody."""
NAMES = {name.replace(".", "_"): name for name in POLICY}
REASON = {"reason": "because of the test"}
ITEM = {"kind": "phone", "count": 1}
SIGNED = {"username": "nobody", "password": "wrong password 1234"}

BODIES: dict[str, dict[str, Any]] = {
    "visits.register": {"inmate_number": "B-1", "visitors": [visitor(3)]},
    "visits.check_in": {},
    "visits.cancel": {**REASON, "by": "visitor"},
    "visits.review": {**REASON, "override": REASON},
    "visits.start": {"briefing_acknowledged": True},
    "visits.extend": {**REASON, "minutes": 5},
    "visits.end": {"outcome": "completed"},
    "visits.depart": {"persons": 1, "identities_checked": ["p1"]},
    "screenings.call_next": {"on_duty": ["female"]},
    "screenings.recall": {},
    "screenings.hold": REASON,
    "screenings.resume": {},
    "screenings.result": {"consent": "refused"},
    "lockers.deposit": {"items": [ITEM]},
    "lockers.return": {"items": [ITEM], "card": 1},
    "lockers.unclaimed": {},
    "lockers.claim": {"items": [ITEM], "identity_checked": True},
    "lockers.set": {**REASON, "status": "out_of_service"},
    "cards.lost": {"identity_checked": True, "description": "x", "second_officer": SIGNED},
    "cards.handed_in": {"handed_in_by": "x", "second_officer": SIGNED},
    "cards.block": REASON,
    "cards.unblock": REASON,
    "facilities.configure": {"name": "x", "timezone": "Asia/Jakarta"},
    "facilities.close": REASON,
    "facilities.reopen": REASON,
    "facilities.end_of_day": {},
    "visitors.correct": {**REASON, "changes": {"name": "x"}},
    "inmates.add": {"number": "Z-9", "name": "x", "sex": "male", "legal_status": "convict"},
    "inmates.change": {"name": "x"},
    "inmates.import": {"inmates": [
        {"number": "Z-8", "name": "x", "sex": "male", "legal_status": "convict"}]},
    "bans.propose": {"reason": "contraband", "visitor": {
        "id_type": "nik", "id_number": visitor(4)["id_number"]}},
    "bans.decide": {**REASON, "decision": "confirm"},
    "notifications.retry": {},
    "me.password": {"current_password": "wrong password 1", "new_password": "short"},
}  # fmt: skip
"""What would be done by whoever may."""
QUERIES: dict[str, dict[str, Any]] = {
    "bans.lift": REASON,
    "day_book": {"date": "2026-01-17"},
    "statistics": {"from": "2026-01-17", "to": "2026-01-17"},
    "notifications.list": {"visit_id": "{visit_id}"},
}
ENDS_THE_SESSION = "session.sign_out"


class Step(NamedTuple):
    """``takes_facility``: as a field of the body or the query."""

    name: str
    method: str
    path: str
    takes_facility: bool

    def url(self, **ids: Any) -> str:
        known = {"card": 1, "number": 1, "ban_id": "0" * 32, "notification_id": "n1",
                 "visitor_id": "0" * 32, "session_id": "0" * 24, **ids}  # fmt: skip
        return re.sub(r"\{(\w+)\}", lambda found: str(known[found[1]]), self.path)

    def how(self, **ids: Any) -> dict[str, Any]:
        """The rest of the request."""
        if self.method in ("GET", "DELETE"):
            query = QUERIES.get(self.name, {})
            return {"params": {name: value.format(**ids) for name, value in query.items()}}
        return {"json": dict(BODIES[self.name])}

    def for_house(self, house: str, how: dict[str, Any]) -> dict[str, Any]:
        if not self.takes_facility:
            return how
        return {place: {**given, "facility": house} for place, given in how.items()}


def steps(document: Mapping[str, Any]) -> Iterator[Step]:
    """In the document's order, but what ends the session last."""
    found = [
        Step(
            NAMES.get(operation["operationId"], operation["operationId"]),
            method.upper(),
            path.removeprefix(PREFIX),
            _takes(operation, document),
        )
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method != "parameters" and operation["operationId"] not in OPEN
    ]
    yield from sorted(found, key=lambda one: one.name == ENDS_THE_SESSION)


def _takes(operation: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    if any(one.get("name") == "facility" for one in operation.get("parameters", [])):
        return True
    body = operation.get("requestBody")
    if not body:
        return False
    reference = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    return "facility" in document["components"]["schemas"][reference]["properties"]
