"""Correspondence in MongoDB. The only collection of the system with contacts in it."""

from datetime import UTC, datetime

from pymongo import ASCENDING, IndexModel

from chassis.aggregates import AggregateStore
from services.notifications.domain.correspondence import Correspondence, Status

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
"""Before any date: without a lower end the embedded database passes all that have none."""


class Correspondences(AggregateStore[Correspondence]):
    collection = "notifications"
    state_type = Correspondence
    encrypted = ("contact.name", "contact.email", "contact.phone")
    indexes = (
        IndexModel([("due_at", ASCENDING)], name="due_at"),
        IndexModel([("messages.id", ASCENDING)], name="message"),
    )

    def due(self, real_now: datetime, limit: int) -> list[Correspondence]:
        """Those with a message to send, the one that has waited longest first."""
        due = {"$gt": EARLIEST, "$lte": real_now}
        return self.find({"due_at": due}, sort=[("due_at", ASCENDING)], limit=limit)

    def pending(self) -> list[str]:
        """Ids of those with a message that is neither sent nor given up."""
        wanted = {"messages.status": Status.PENDING.value}
        return [found["_id"] for found in self.documents.find(wanted, {"_id": True})]

    def of_visit(self, facility: str, visit_id: str) -> Correspondence | None:
        found = self.get(visit_id)
        return found if found and found.facility == facility else None

    def contacts(self, facility: str, visit_ids: list[str]) -> list[Correspondence]:
        """Those of the visits that left a contact."""
        wanted = {"_id": {"$in": visit_ids}, "facility": facility, "contact": {"$ne": None}}
        return self.find(wanted, sort=[("_id", ASCENDING)])

    def id_of(self, facility: str, message_id: str) -> str | None:
        """The correspondence that holds this message."""
        holder = self.documents.find_one(
            {"messages.id": message_id, "facility": facility}, {"_id": True}
        )
        return holder["_id"] if holder else None
