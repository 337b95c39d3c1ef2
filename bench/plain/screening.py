"""The search post, plainly."""

from datetime import UTC, datetime
from typing import Any

from nameko.events import EventDispatcher, event_handler
from nameko.rpc import rpc

from bench.plain.common import Database, event, loaded, refuse
from contracts.calls import screening as calls

_call_next, _result = calls.CallNext(), calls.Result()


class Screening:
    name = "screening"

    database = Database(("screenings", [("facility", 1), ("status", 1), ("queue_number", 1)], {}))
    dispatch = EventDispatcher()

    @event_handler("registration", "visitor_registered")
    def on_visitor_registered(self, heard: dict[str, Any]) -> None:
        data = heard["data"]
        self.database.screenings.insert_one({
            "_id": heard["subject"], "facility": heard["facility"], "status": "waiting",
            "queue_number": data["queue_number"], "members": data["members"],
            "registered_at": heard["time"], "history": [],
        })  # fmt: skip

    @rpc
    def call_next(self, payload: dict[str, Any]) -> dict[str, Any]:
        command = loaded(_call_next, payload)
        facility = command["facility"]
        line = {"facility": facility, "status": "waiting"}
        for group in self.database.screenings.find(line, sort=[("queue_number", 1)], limit=20):
            if not {one["sex"] for one in group["members"] if not one["minor"]} <= set(
                command["on_duty"]
            ):
                continue
            if self._moved(command, group["_id"], "waiting", "called", post=command["post"]):
                self._tell("visitor_called", group, queue_number=group["queue_number"],
                           post=command["post"], call=1)  # fmt: skip
                return {"visit_id": group["_id"], "queue_number": group["queue_number"],
                        "status": "called"}  # fmt: skip
        raise refuse("nobody_waiting")

    @rpc
    def result(self, payload: dict[str, Any]) -> dict[str, Any]:
        command = loaded(_result, payload)
        group = self.database.screenings.find_one({"_id": command["visit_id"]})
        if group is None or group["status"] != "called":
            raise refuse("wrong_state")
        cleared = [one for one in command["members"] if one["decision"] == "cleared"]
        outcome = "cleared" if len(cleared) == len(group["members"]) else "partly_cleared"
        found = {name: command[name] for name in ("consent", "members", "items")}
        if not self._moved(command, group["_id"], "called", "screened", outcome=outcome, **found):
            raise refuse("wrong_state")
        deposit = [one for one in command["items"] if one["disposition"] == "deposit"]
        self._tell("visitor_screened", group, outcome=outcome, lead="p1",
                   members=[{"person": one["person"], "decision": one["decision"]}
                            for one in command["members"]],
                   deposit={"required": bool(deposit),
                            "items": [{"kind": one["kind"], "count": one["count"]}
                                      for one in deposit]})  # fmt: skip
        return {"visit_id": group["_id"], "status": "screened", "outcome": outcome}

    def _moved(
        self, command: dict[str, Any], visit: str, before: str, after: str, **more: Any
    ) -> bool:
        line = {"at": datetime.now(UTC), "officer": command["officer"]["id"], "action": after}
        moved = self.database.screenings.update_one(
            {"_id": visit, "status": before},
            {"$set": {"status": after, **more}, "$push": {"history": line}},
        )
        return bool(moved.matched_count)

    def _tell(self, type_: str, group: dict[str, Any], **data: Any) -> None:
        self.dispatch(type_, event(self.name, type_, group["_id"], group["facility"], **data))
