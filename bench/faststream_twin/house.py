"""Where registration keeps its visits and counts its places."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from bench.faststream_twin.app import Database, refuse
from bench.faststream_twin.commands import OfVisit, Register
from bench.faststream_twin.events import Event

DAY = "2026-01-17"
ROOM_PERSONS = 500
database = Database(
    "registration",
    ("visits", [("claims", 1)], {"unique": True}),
    ("visits", [("facility", 1), ("status", 1), ("date", 1)], {}),
    ("inmates", [("facility", 1), ("number", 1)], {"unique": True}),
    ("bans", [("facility", 1), ("identity", 1), ("status", 1)], {}),
)


async def queue_number(facility: str, persons: int, settings: dict[str, Any]) -> int:
    """Takes a place in the session. Raises when there is none."""
    room = {
        "groups": {"$lt": settings["quota_groups"]},
        "persons": {"$lte": settings["quota_persons"] - persons},
    }
    session = await database.sessions.find_one_and_update(
        {"_id": facility, **room},
        {"$inc": {"groups": 1, "persons": persons, "last": 1}},
        return_document=ReturnDocument.AFTER,
    )
    if session is None:
        raise refuse("session_full")
    number: int = session["last"]
    return number


async def seat(facility: str, persons: int) -> None:
    room = {"_id": facility, "persons": {"$lte": ROOM_PERSONS - persons}}
    seated = await database.rooms.update_one(room, {"$inc": {"persons": persons}})
    if not seated.matched_count:
        raise refuse("room_full")


async def stored(command: Register, number: int) -> dict[str, Any]:
    facility = command.facility
    members = [
        {**one.model_dump(), "birth_date": one.birth_date.isoformat(), "person": f"p{n}",
         "minor": one.relationship == "child", "decision": None}
        for n, one in enumerate(command.visitors, start=1)
    ]  # fmt: skip
    visit = {
        "_id": uuid4().hex, "facility": facility, "date": DAY, "session": "whole_day",
        "kind": command.kind, "inmate_number": command.inmate_number,
        "members": members, "status": "registered", "queue_number": number,
        "belongings": "none", "registered_at": datetime.now(UTC), "history": [],
        "claims": [f"inmate:{facility}:{DAY}:{command.inmate_number}",
                   *(f"visitor:{facility}:{DAY}:{one.id_number}" for one in command.visitors)],
    }  # fmt: skip
    try:
        await database.visits.insert_one(visit)
    except DuplicateKeyError:
        raise refuse("visitor_already_registered") from None
    return visit


async def found(command: OfVisit, needed: str) -> dict[str, Any]:
    visit = await database.visits.find_one({"_id": command.visit_id})
    if visit is None:
        raise refuse("not_found")
    if visit["status"] != needed:
        raise refuse("wrong_state", state=visit["status"])
    return visit


async def moved(
    command: OfVisit, visit: dict[str, Any], status: str, **more: Any
) -> dict[str, Any]:
    changes = {"status": status, **more}
    line = {"at": datetime.now(UTC), "officer": command.officer.id, "action": status}
    done = await database.visits.update_one(
        {"_id": visit["_id"], "status": visit["status"]},
        {"$set": changes, "$push": {"history": line}},
    )
    if not done.matched_count:
        raise refuse("wrong_state")
    return visit | changes


async def noted(event: Event, wanted: dict[str, Any], **changes: Any) -> None:
    """What happened elsewhere to the visit, if it is still in the state that is ``wanted``."""
    line = {"at": datetime.now(UTC), "officer": event.source, "action": event.type}
    await database.visits.update_one(
        {"_id": event.subject, **wanted}, {"$set": changes, "$push": {"history": line}}
    )
