"""Where the house, its inmates, bans and the desk's refusals are kept."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from pymongo import IndexModel

from chassis.aggregates import AggregateStore
from chassis.ids import derived
from chassis.paged import Paged
from services.registration.domain.ban import CONFIRMED, Ban
from services.registration.domain.desk_refusal import DeskRefusal
from services.registration.domain.facility import Facility
from services.registration.domain.inmate import Inmate
from services.registration.domain.inmate_search import Found, best_first
from services.registration.domain.visit import OPEN


class Facilities(AggregateStore[Facility]):
    collection = "facilities"
    state_type = Facility


class Inmates(Paged[Inmate]):
    collection = "inmates"
    state_type = Inmate
    indexes = (IndexModel([("facility", 1), ("number", 1)], name="number", unique=True),)

    def by_number(self, facility: str, number: str) -> Inmate | None:
        return next(iter(self.find({"facility": facility, "number": number}, limit=1)), None)

    def listed(self, query: Mapping[str, Any]) -> tuple[list[Inmate], int]:
        """One page, by number or, when ``q`` is searched for, the best match first; and how many
        there are in all."""
        wanted: dict[str, Any] = {
            name: query[name] for name in ("facility", "status", "number") if name in query
        }
        if "q" in query:
            return self._matching({**wanted, "$or": _looked_for(query["q"])}, query)
        return self.page(wanted, [("number", 1)], query["page"], query["page_size"])

    def _matching(
        self, wanted: Mapping[str, Any], query: Mapping[str, Any]
    ) -> tuple[list[Inmate], int]:
        """The order is the domain's, so all that match are named first; a house has thousands of
        inmates at most."""
        named = self.documents.find(wanted, {"number": 1, "name": 1})
        found = [Found(one["_id"], one["number"], one["name"]) for one in named]
        first = (query["page"] - 1) * query["page_size"]
        shown = best_first(found, query["q"])[first : first + query["page_size"]]
        known = {one.id: one for one in self.find({"_id": {"$in": shown}})}
        return [known[id] for id in shown if id in known], len(found)


def _looked_for(text: str) -> list[dict[str, Any]]:
    """What was typed is text, whatever it means in an expression."""
    words = [{"name": {"$regex": re.escape(word), "$options": "i"}} for word in text.split()]
    return [{"$and": words}, {"number": {"$regex": f"^{re.escape(text)}", "$options": "i"}}]


class Bans(Paged[Ban]):
    collection = "bans"
    state_type = Ban
    # with a birth date beside it, what is left of a masked NIK has a hundred possibilities
    encrypted = ("masked",)
    indexes = (
        IndexModel([("facility", 1), ("identity", 1), ("status", 1)], name="identity"),
        IndexModel([("facility", 1), ("proposed_at", -1)], name="proposed_at"),
    )

    def confirmed_of(self, facility: str, identities: Iterable[str]) -> list[Ban]:
        """Confirmed bans on any of these blind indexes; whether one is still in force on a date
        is for the rule to say."""
        return self.find(
            {"facility": facility, "identity": {"$in": list(identities)}, "status": CONFIRMED}
        )

    def of_person(self, facility: str, identity: str) -> list[Ban]:
        """All bans on the person, the last one first."""
        wanted = {"facility": facility, "identity": identity}
        return self.find(wanted, sort=[("proposed_at", -1), ("_id", 1)])

    def affected(self, ban: Ban | None) -> list[dict[str, str]]:
        """The open visits that the banned person is part of."""
        if ban is None:
            return []
        visits = self.other("visits").find(
            {
                "members.identity": ban.identity,  # first, for the embedded database looks it up
                "facility": ban.facility,
                "status": {"$in": [status.value for status in OPEN]},
            },
            {"members.person": 1, "members.identity": 1},
            sort=[("_id", 1)],
        )
        return [
            {"visit": visit["_id"], "person": member["person"]}
            for visit in visits
            for member in visit["members"]
            if member["identity"] == ban.identity
        ]

    def listed(self, query: Mapping[str, Any]) -> tuple[list[Ban], int]:
        wanted = {name: query[name] for name in ("facility", "status") if name in query}
        return self.page(
            wanted, [("proposed_at", -1), ("_id", 1)], query["page"], query["page_size"]
        )


class Refusals(AggregateStore[DeskRefusal]):
    collection = "refusals"
    state_type = DeskRefusal
    indexes = (IndexModel([("facility", 1), ("date", 1)], name="date"),)

    def record(
        self, facility: str, on: date, code: str, command: Mapping[str, Any], now: datetime
    ) -> None:
        """Note that ``command`` was refused; a retry of it counts once for each code."""
        id = derived(facility, command["command_id"], code)
        made = DeskRefusal(id, facility, on, now, code)
        self.apply(id, {"id": id}, lambda before: (before or made, []))

    def codes(self, facility: str, on: date) -> list[str]:
        return [code for _, code in self.between(facility, on, on)]

    def between(self, facility: str, first: date, last: date) -> list[tuple[str, str]]:
        """Date and code of each, both days included."""
        dates = {"$gte": first.isoformat(), "$lte": last.isoformat()}
        found = self.documents.find({"facility": facility, "date": dates}, {"date": 1, "code": 1})
        return [(one["date"], one["code"]) for one in found]
