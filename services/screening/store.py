"""Where screenings, houses and evidence numbers are kept."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pymongo import IndexModel

from chassis.aggregates import AggregateStore
from chassis.paged import Paged
from services.screening.domain.evidence import EvidenceDay
from services.screening.domain.facility import Facility
from services.screening.domain.line import AlreadyCalled, Place, in_turn
from services.screening.domain.screening import STATUSES, WAITING, Screening


class Screenings(Paged[Screening]):
    """One document for each group at the search post, by its visit's id."""

    collection = "screenings"
    state_type = Screening
    indexes = (
        # at most one group for each call_next command, whoever races
        IndexModel([("claims", 1)], name="claims", unique=True),
        IndexModel([("facility", 1), ("date", 1), ("status", 1)], name="line"),
    )
    collisions = {"claims": AlreadyCalled}

    def called_by(self, claim: str) -> str | None:
        """The visit that the command with this claim called."""
        found = self.documents.find_one({"claims": claim}, {"_id": 1})
        return found and found["_id"]

    def next_in_turn(self, facility: str, date: str, sessions: Sequence[str]) -> list[str]:
        """The visits that wait at the house on that day, first one first."""
        found = self.documents.find(
            {"facility": facility, "date": date, "status": WAITING},
            {"session": 1, "queue_number": 1, "registered_at": 1},
        )
        places = [
            Place(one["_id"], one["session"], one["queue_number"], one["registered_at"])
            for one in found
        ]
        return in_turn(places, sessions)

    def listed(self, query: Mapping[str, Any], date: str) -> tuple[list[Screening], int]:
        """One page of the day's groups in the order in which they registered, and how many there
        are in all."""
        status = {"status": query["status"]} if "status" in query else {}
        of_day = {"facility": query["facility"], "date": date}
        wanted = {**self.among(query.get("visit_ids")), **of_day, **status}
        order = [("registered_at", 1), ("queue_number", 1)]
        return self.page(wanted, order, query["page"], query["page_size"])

    def counts(self, facility: str, date: str) -> dict[str, int]:
        """How many of the day's groups are in each status."""
        return dict.fromkeys(STATUSES, 0) | dict(self._counted(facility, date))

    def _counted(self, facility: str, date: str) -> Iterator[tuple[str, int]]:
        stages: list[dict[str, Any]] = [
            {"$match": {"facility": facility, "date": date}},
            {"$group": {"_id": "$status", "groups": {"$sum": 1}}},
        ]
        for counted in self.documents.aggregate(stages):
            yield counted["_id"], counted["groups"]


class Facilities(AggregateStore[Facility]):
    """Screening's own copy of the houses' settings."""

    collection = "facilities"
    state_type = Facility


class Evidence(AggregateStore[EvidenceDay]):
    """One counter for each house and day. A command that comes again finds its first answer in
    the counter's inbox, and so gets the numbers that it got before."""

    collection = "evidence_days"
    state_type = EvidenceDay
