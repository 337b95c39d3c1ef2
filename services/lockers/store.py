"""Where deposits and locker rooms are kept, and the promise that no locker is given twice."""

from datetime import date
from typing import Any

from pymongo import IndexModel

from chassis.aggregates import AggregateStore
from services.lockers.domain.deposit import HOLDS_A_LOCKER, THINGS_INSIDE, Deposit, Status
from services.lockers.domain.inventory import Inventory
from services.lockers.domain.room import Holding

OPEN = {"open": True}
IN_THE_ROOM = [status.value for status in (Status.WAITING, *sorted(HOLDS_A_LOCKER))]
SEEN_AT_THE_DESK = [*IN_THE_ROOM, Status.UNCLAIMED.value]


class PlaceTaken(Exception):
    """Another group got the locker or the card between the look and the write."""


class Deposits(AggregateStore[Deposit]):
    """One document for each visit that needs a locker, by the visit's id."""

    collection = "deposits"
    state_type = Deposit
    indexes = (
        # At most one open deposit for each locker and for each card, whoever races.
        IndexModel(
            [("facility", 1), ("locker", 1)],
            name="open_locker", unique=True, partialFilterExpression=OPEN,
        ),
        IndexModel(
            [("facility", 1), ("card", 1)],
            name="open_card", unique=True, partialFilterExpression=OPEN,
        ),
        IndexModel([("facility", 1), ("card", 1), ("assigned_at", -1)], name="cards"),
        # equality first: the embedded database reads every document of the status otherwise
        IndexModel([("facility", 1), ("status", 1)], name="by_status"),
    )  # fmt: skip
    collisions = {"open_locker": PlaceTaken, "open_card": PlaceTaken}

    def holdings(self, facility: str) -> list[Holding]:
        """Who waits and who has a locker."""
        return self._holdings({"facility": facility, "status": {"$in": IN_THE_ROOM}})

    def at_the_desk(self, facility: str) -> list[Holding]:
        """The same, and whose things lie in the store."""
        return self._holdings({"facility": facility, "status": {"$in": SEEN_AT_THE_DESK}})

    def waiting(self, facility: str) -> list[Holding]:
        """Who waits, in no order; mostly nobody."""
        return self._holdings({"facility": facility, "status": Status.WAITING.value})

    def last_with_card(self, facility: str, card: int) -> Deposit | None:
        """The deposit that the card was last given out for: whoever has the card now has it from
        there, since a card that did not come back is blocked."""
        found = self.find({"facility": facility, "card": card}, [("assigned_at", -1)], limit=1)
        return found[0] if found else None

    def in_use(self, facility: str, **place: int) -> bool:
        """Whether things lie in this locker, or lie somewhere against this card."""
        wanted = {"facility": facility, **place, **OPEN}
        holder = self.documents.find_one(wanted, {"status": 1})
        return holder is not None and holder["status"] in THINGS_INSIDE

    def unsettled(self, facility: str) -> bool:
        """Whether somebody waits there, or was sent to a locker and has not used it."""
        unused = {"$in": [Status.WAITING.value, Status.ASSIGNED.value]}
        wanted = {"facility": facility, "status": unused}
        return self.documents.find_one(wanted, {"_id": 1}) is not None

    def _holdings(self, filter: dict[str, Any]) -> list[Holding]:
        fields = {"status": 1, "locker": 1, "card": 1, "needed_at": 1, "deadline": 1}
        return [
            Holding(
                one["_id"], Status(one["status"]), one["locker"], one["card"], one["needed_at"],
                one["deadline"] and date.fromisoformat(one["deadline"]),
            )
            for one in self.documents.find(filter, fields)
        ]


class Inventories(AggregateStore[Inventory]):
    """One document for each facility, by its id: which lockers and cards there are."""

    collection = "inventories"
    state_type = Inventory

    def facilities(self) -> list[str]:
        return [found["_id"] for found in self.documents.find({}, {"_id": 1})]
