"""The locker desk, plainly."""

from datetime import UTC, datetime
from typing import Any

from nameko.events import EventDispatcher, event_handler
from nameko.rpc import rpc
from pymongo.errors import DuplicateKeyError

from bench.plain.common import Database, event, loaded, refuse
from contracts.calls import lockers as calls

_deposit, _return = calls.Deposit(), calls.ReturnBelongings()
OPEN = {"unique": True, "partialFilterExpression": {"open": True}}
LOCKERS = 60


class Lockers:
    name = "lockers"

    database = Database(
        ("deposits", [("facility", 1), ("locker", 1)], OPEN),
        ("deposits", [("facility", 1), ("card", 1)], OPEN),
        ("deposits", [("facility", 1), ("status", 1)], {}),
    )
    dispatch = EventDispatcher()

    @event_handler("screening", "visitor_screened")
    def on_visitor_screened(self, heard: dict[str, Any]) -> None:
        if not heard["data"]["deposit"]["required"]:
            return
        for _ in range(LOCKERS):
            place = self._free(heard["facility"])
            deposit = {
                "_id": heard["subject"], "facility": heard["facility"], "status": "assigned",
                "open": True, "locker": place, "card": place, "items": [], "history": [],
                "assigned_at": datetime.now(UTC),
            }  # fmt: skip
            try:
                self.database.deposits.insert_one(deposit)
            except DuplicateKeyError as error:
                if "_id" in (error.details or {}).get("keyPattern", {}):
                    return  # the event came twice
                continue  # another group was faster
            self._tell("locker_assigned", deposit, locker=place, card=place)
            return

    @rpc
    def deposit(self, payload: dict[str, Any]) -> dict[str, Any]:
        command = loaded(_deposit, payload)
        found = self._moved(command, "assigned", "deposited", items=command["items"])
        self._tell("belongings_deposited", found, locker=found["locker"], card=found["card"],
                   items=command["items"])  # fmt: skip
        return self._answer(found, "deposited")

    @event_handler("registration", "visit_ended")
    def on_visit_ended(self, heard: dict[str, Any]) -> None:
        self.database.deposits.update_one(
            {"_id": heard["subject"], "status": "deposited"}, {"$set": {"status": "due"}}
        )

    @rpc
    def return_belongings(self, payload: dict[str, Any]) -> dict[str, Any]:
        command = loaded(_return, payload)
        found = self._moved(command, "due", "returned", open=False)
        self._tell("belongings_returned", found, locker=found["locker"], card=found["card"],
                   items=command["items"], missing=0, disputed=False, proof="card")  # fmt: skip
        return self._answer(found, "returned")

    def _free(self, facility: str) -> int:
        taken = self.database.deposits.find(
            {"facility": facility, "status": {"$in": ["assigned", "deposited", "due"]}},
            {"locker": 1},
        )
        return min(set(range(1, LOCKERS + 1)) - {one["locker"] for one in taken})

    def _moved(
        self, command: dict[str, Any], before: str, after: str, **more: Any
    ) -> dict[str, Any]:
        found: dict[str, Any] | None = self.database.deposits.find_one(
            {"_id": command["visit_id"]}
        )
        if found is None:
            raise refuse("not_found")
        if found["status"] != before:
            raise refuse("wrong_state" if after == "deposited" else "visit_not_over")
        if command.get("card", found["card"]) != found["card"]:
            raise refuse("card_mismatch")
        line = {"at": datetime.now(UTC), "officer": command["officer"]["id"], "action": after}
        moved = self.database.deposits.update_one(
            {"_id": found["_id"], "status": before},
            {"$set": {"status": after, **more}, "$push": {"history": line}},
        )
        if not moved.matched_count:
            raise refuse("wrong_state")
        return found

    @staticmethod
    def _answer(found: dict[str, Any], status: str) -> dict[str, Any]:
        return {"visit_id": found["_id"], "status": status, "locker": found["locker"],
                "card": found["card"]}  # fmt: skip

    def _tell(self, type_: str, found: dict[str, Any], **data: Any) -> None:
        self.dispatch(type_, event(self.name, type_, found["_id"], found["facility"], **data))
