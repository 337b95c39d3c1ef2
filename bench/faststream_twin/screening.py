"""The search post, on FastStream."""

from datetime import UTC, datetime
from typing import Any

from faststream.rabbit import RabbitRouter

from bench.faststream_twin.app import Database, asked, heard, refuse
from bench.faststream_twin.commands import CallNext, Command, Result
from bench.faststream_twin.events import Event, Teller

NAME = "screening"
IN_TURN = [("facility", 1), ("status", 1), ("queue_number", 1)]
database = Database(NAME, ("screenings", IN_TURN, {}))
router = RabbitRouter()
teller = Teller(router, NAME)


@router.subscriber(*heard(NAME, "registration", "visitor_registered"))
async def on_visitor_registered(event: Event) -> None:
    await database.screenings.insert_one({
        "_id": event.subject, "facility": event.facility, "status": "waiting",
        "queue_number": event.data["queue_number"], "members": event.data["members"],
        "registered_at": event.time, "history": [],
    })  # fmt: skip


@router.subscriber(asked(NAME, "call_next"))
async def call_next(command: CallNext) -> dict[str, Any]:
    line = {"facility": command.facility, "status": "waiting"}
    async for group in database.screenings.find(line, sort=[("queue_number", 1)], limit=20):
        if not {one["sex"] for one in group["members"] if not one["minor"]} <= set(command.on_duty):
            continue
        if await _moved(command, group["_id"], "waiting", "called", post=command.post):
            await _tell("visitor_called", group, queue_number=group["queue_number"],
                        post=command.post, call=1)  # fmt: skip
            return {"visit_id": group["_id"], "queue_number": group["queue_number"],
                    "status": "called"}  # fmt: skip
    raise refuse("nobody_waiting")


@router.subscriber(asked(NAME, "result"))
async def result(command: Result) -> dict[str, Any]:
    group = await database.screenings.find_one({"_id": command.visit_id})
    if group is None or group["status"] != "called":
        raise refuse("wrong_state")
    cleared = [one for one in command.members if one.decision == "cleared"]
    outcome = "cleared" if len(cleared) == len(group["members"]) else "partly_cleared"
    found = command.model_dump(include={"consent", "members", "items"}, exclude_unset=True)
    if not await _moved(command, group["_id"], "called", "screened", outcome=outcome, **found):
        raise refuse("wrong_state")
    deposit = [one for one in command.items if one.disposition == "deposit"]
    await _tell("visitor_screened", group, outcome=outcome, lead="p1",
                members=[{"person": one.person, "decision": one.decision}
                         for one in command.members],
                deposit={"required": bool(deposit),
                         "items": [{"kind": one.kind, "count": one.count}
                                   for one in deposit]})  # fmt: skip
    return {"visit_id": group["_id"], "status": "screened", "outcome": outcome}


async def _moved(command: Command, visit: str, before: str, after: str, **more: Any) -> bool:
    line = {"at": datetime.now(UTC), "officer": command.officer.id, "action": after}
    moved = await database.screenings.update_one(
        {"_id": visit, "status": before},
        {"$set": {"status": after, **more}, "$push": {"history": line}},
    )
    return bool(moved.matched_count)


async def _tell(type_: str, group: dict[str, Any], **data: Any) -> None:
    await teller.tell(type_, group["_id"], group["facility"], **data)
