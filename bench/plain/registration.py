"""Registration, plainly."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from nameko.events import EventDispatcher, event_handler
from nameko.rpc import rpc
from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from bench.plain.common import Database, event, loaded, refuse
from contracts.calls import inmates as inmate_calls
from contracts.calls import visits as calls

DAY = "2026-01-17"
_import = inmate_calls.ImportInmates()
_register, _start, _end, _depart = calls.Register(), calls.Start(), calls.End(), calls.Depart()
ROOM_PERSONS = 500


class Registration:
    name = "registration"

    database = Database(
        ("visits", [("claims", 1)], {"unique": True}),
        ("visits", [("facility", 1), ("status", 1), ("date", 1)], {}),
        ("inmates", [("facility", 1), ("number", 1)], {"unique": True}),
        ("bans", [("facility", 1), ("identity", 1), ("status", 1)], {}),
    )
    dispatch = EventDispatcher()

    @rpc
    def configure_facility(self, command: dict[str, Any]) -> dict[str, Any]:
        facility, settings = command["facility"], command["settings"]
        self.database.facilities.insert_one({"_id": facility, "settings": settings})
        self.database.sessions.insert_one({"_id": facility, "groups": 0, "persons": 0, "last": 0})
        self.database.rooms.insert_one({"_id": facility, "persons": 0})
        return {"id": facility}

    @rpc
    def import_inmates(self, command: dict[str, Any]) -> dict[str, Any]:
        made = loaded(_import, command)
        self.database.inmates.insert_many(
            {**one, "facility": made["facility"]} for one in made["inmates"]
        )
        return {"imported": len(made["inmates"])}

    @rpc
    def register(self, payload: dict[str, Any]) -> dict[str, Any]:
        command = loaded(_register, payload)
        facility, visitors = command["facility"], command["visitors"]
        house = self._found("facilities", {"_id": facility}, "facility_not_configured")
        wanted = {"facility": facility, "number": command["inmate_number"]}
        self._found("inmates", wanted, "inmate_unknown")
        identities = [one["id_number"] for one in visitors]
        banned = {"facility": facility, "identity": {"$in": identities}, "status": "confirmed"}
        if self.database.bans.find_one(banned):
            raise refuse("visitor_banned")
        number = self._place(facility, len(visitors), house["settings"])
        visit = self._stored(command, identities, number)
        members = [self._member(one) for one in visit["members"]]
        self._tell("visitor_registered", visit, date=DAY, session="whole_day", kind="family",
                   members=members, contact="contact" in command, language="id",
                   queue_number=number, lead="p1")  # fmt: skip
        if contact := command.get("contact"):
            self._tell("contact_recorded", visit, language="id", email=contact.get("email"))
        return self._answer(visit)

    @rpc
    def start(self, payload: dict[str, Any]) -> dict[str, Any]:
        command = loaded(_start, payload)
        visit = self._visit(command, "cleared")
        if visit["belongings"] != "deposited":
            raise refuse("belongings_not_deposited")
        admitted = [one for one in visit["members"] if one["decision"] == "cleared"]
        room = {"_id": visit["facility"], "persons": {"$lte": ROOM_PERSONS - len(admitted)}}
        seated = self.database.rooms.update_one(room, {"$inc": {"persons": len(admitted)}})
        if not seated.matched_count:
            raise refuse("room_full")
        now = datetime.now(UTC)
        ends = now + timedelta(minutes=30)
        visit = self._moved(command, visit, "started", started_at=now, ends_at=ends)
        self._tell("visit_started", visit, started_at=now.isoformat(), ends_at=ends.isoformat(),
                   table=1, members=[self._member(one) for one in admitted])  # fmt: skip
        return self._answer(visit)

    @rpc
    def end(self, payload: dict[str, Any]) -> dict[str, Any]:
        command = loaded(_end, payload)
        visit = self._visit(command, "started")
        outcome, now = command["outcome"], datetime.now(UTC)
        visit = self._moved(command, visit, "ended", outcome=outcome, ended_at=now)
        self.database.rooms.update_one(
            {"_id": visit["facility"]}, {"$inc": {"persons": -len(visit["members"])}}
        )
        self._tell("visit_ended", visit, outcome=outcome, ended_at=now.isoformat(),
                   started_at=visit["started_at"].isoformat(), reason=None)  # fmt: skip
        return self._answer(visit)

    @rpc
    def depart(self, payload: dict[str, Any]) -> dict[str, Any]:
        command = loaded(_depart, payload)
        visit = self._visit(command, "ended")
        if visit["belongings"] != "returned":
            raise refuse("belongings_not_returned")
        if command["persons"] != len(visit["members"]):
            raise refuse("head_count_differs")
        now = datetime.now(UTC)
        visit = self._moved(command, visit, "departed", departed_at=now)
        self._tell("visitor_departed", visit, departed_at=now.isoformat(),
                   persons=command["persons"], outcome=visit["outcome"],
                   belongings_left=False)  # fmt: skip
        return self._answer(visit)

    @event_handler("screening", "visitor_called")
    def on_visitor_called(self, heard: dict[str, Any]) -> None:
        self._heard(heard, {"status": "registered"}, status="called")

    @event_handler("screening", "visitor_screened")
    def on_visitor_screened(self, heard: dict[str, Any]) -> None:
        decisions = {f"members.{n}.decision": one["decision"]
                     for n, one in enumerate(heard["data"]["members"])}  # fmt: skip
        self._heard(heard, {"status": {"$in": ["registered", "called"]}}, status="cleared",
                    **decisions)  # fmt: skip

    @event_handler("lockers", "locker_assigned")
    def on_locker_assigned(self, heard: dict[str, Any]) -> None:
        self._heard(heard, {"belongings": "none"}, belongings="assigned")

    @event_handler("lockers", "belongings_deposited")
    def on_belongings_deposited(self, heard: dict[str, Any]) -> None:
        self._heard(heard, {"belongings": {"$in": ["none", "assigned"]}}, belongings="deposited")

    @event_handler("lockers", "belongings_returned")
    def on_belongings_returned(self, heard: dict[str, Any]) -> None:
        self._heard(heard, {}, belongings="returned")

    def _found(self, collection: str, wanted: dict[str, Any], otherwise: str) -> dict[str, Any]:
        found: dict[str, Any] | None = self.database[collection].find_one(wanted)
        if found is None:
            raise refuse(otherwise)
        return found

    def _place(self, facility: str, persons: int, settings: dict[str, Any]) -> int:
        room = {
            "groups": {"$lt": settings["quota_groups"]},
            "persons": {"$lte": settings["quota_persons"] - persons},
        }
        session = self.database.sessions.find_one_and_update(
            {"_id": facility, **room},
            {"$inc": {"groups": 1, "persons": persons, "last": 1}},
            return_document=ReturnDocument.AFTER,
        )
        if session is None:
            raise refuse("session_full")
        number: int = session["last"]
        return number

    def _stored(
        self, command: dict[str, Any], identities: list[str], number: int
    ) -> dict[str, Any]:
        facility = command["facility"]
        members = [
            {**one, "birth_date": one["birth_date"].isoformat(), "person": f"p{n}",
             "minor": one["relationship"] == "child", "decision": None}
            for n, one in enumerate(command["visitors"], start=1)
        ]  # fmt: skip
        visit = {
            "_id": uuid4().hex, "facility": facility, "date": DAY, "session": "whole_day",
            "kind": command["kind"], "inmate_number": command["inmate_number"],
            "members": members, "status": "registered", "queue_number": number,
            "belongings": "none", "registered_at": datetime.now(UTC), "history": [],
            "claims": [f"inmate:{facility}:{DAY}:{command['inmate_number']}",
                       *(f"visitor:{facility}:{DAY}:{one}" for one in identities)],
        }  # fmt: skip
        try:
            self.database.visits.insert_one(visit)
        except DuplicateKeyError:
            raise refuse("visitor_already_registered") from None
        return visit

    def _visit(self, command: dict[str, Any], needed: str) -> dict[str, Any]:
        visit = self._found("visits", {"_id": command["visit_id"]}, "not_found")
        if visit["status"] != needed:
            raise refuse("wrong_state", state=visit["status"])
        return visit

    def _moved(
        self, command: dict[str, Any], visit: dict[str, Any], status: str, **more: Any
    ) -> dict[str, Any]:
        changes = {"status": status, **more}
        line = {"at": datetime.now(UTC), "officer": command["officer"]["id"], "action": status}
        moved = self.database.visits.update_one(
            {"_id": visit["_id"], "status": visit["status"]},
            {"$set": changes, "$push": {"history": line}},
        )
        if not moved.matched_count:
            raise refuse("wrong_state")
        return visit | changes

    def _heard(self, heard: dict[str, Any], wanted: dict[str, Any], **changes: Any) -> None:
        line = {"at": datetime.now(UTC), "officer": heard["source"], "action": heard["type"]}
        self.database.visits.update_one(
            {"_id": heard["subject"], **wanted}, {"$set": changes, "$push": {"history": line}}
        )

    def _tell(self, type_: str, visit: dict[str, Any], **data: Any) -> None:
        self.dispatch(type_, event(self.name, type_, visit["_id"], visit["facility"], **data))

    @staticmethod
    def _member(one: dict[str, Any]) -> dict[str, Any]:
        return {name: one[name] for name in ("person", "sex", "minor")}

    @staticmethod
    def _answer(visit: dict[str, Any]) -> dict[str, Any]:
        told = {name: visit[name] for name in ("facility", "status", "queue_number", "belongings")}
        return {"id": visit["_id"], **told, "warnings": []}
