"""The locker desk, on FastStream."""

from datetime import UTC, datetime
from typing import Any

from faststream.rabbit import RabbitRouter
from pymongo.errors import DuplicateKeyError

from bench.faststream_twin.app import Database, asked, heard, refuse
from bench.faststream_twin.commands import Deposit, OfVisit, ReturnBelongings
from bench.faststream_twin.events import Event, Teller

NAME = "lockers"
OPEN = {"unique": True, "partialFilterExpression": {"open": True}}
LOCKERS = 60
database = Database(
    NAME,
    ("deposits", [("facility", 1), ("locker", 1)], OPEN),
    ("deposits", [("facility", 1), ("card", 1)], OPEN),
    ("deposits", [("facility", 1), ("status", 1)], {}),
)
router = RabbitRouter()
teller = Teller(router, NAME)


@router.subscriber(*heard(NAME, "screening", "visitor_screened"))
async def on_visitor_screened(event: Event) -> None:
    if not event.data["deposit"]["required"]:
        return
    for _ in range(LOCKERS):
        place = await _free(event.facility)
        deposit = {
            "_id": event.subject, "facility": event.facility, "status": "assigned", "open": True,
            "locker": place, "card": place, "items": [], "history": [],
            "assigned_at": datetime.now(UTC),
        }  # fmt: skip
        try:
            await database.deposits.insert_one(deposit)
        except DuplicateKeyError as error:
            if "_id" in (error.details or {}).get("keyPattern", {}):
                return  # the event came twice
            continue  # another group was faster
        await _tell("locker_assigned", deposit, locker=place, card=place)
        return


@router.subscriber(asked(NAME, "deposit"))
async def deposit(command: Deposit) -> dict[str, Any]:
    items = [one.model_dump(exclude_unset=True) for one in command.items]
    found = await _moved(command, None, "assigned", "deposited", items=items)
    await _tell("belongings_deposited", found, locker=found["locker"], card=found["card"],
                items=items)  # fmt: skip
    return _answer(found, "deposited")


@router.subscriber(*heard(NAME, "registration", "visit_ended"))
async def on_visit_ended(event: Event) -> None:
    await database.deposits.update_one(
        {"_id": event.subject, "status": "deposited"}, {"$set": {"status": "due"}}
    )


@router.subscriber(asked(NAME, "return_belongings"))
async def return_belongings(command: ReturnBelongings) -> dict[str, Any]:
    items = [one.model_dump(exclude_unset=True) for one in command.items]
    found = await _moved(command, command.card, "due", "returned", open=False)
    await _tell("belongings_returned", found, locker=found["locker"], card=found["card"],
                items=items, missing=0, disputed=False, proof="card")  # fmt: skip
    return _answer(found, "returned")


async def _free(facility: str) -> int:
    taken = database.deposits.find(
        {"facility": facility, "status": {"$in": ["assigned", "deposited", "due"]}}, {"locker": 1}
    )
    return min(set(range(1, LOCKERS + 1)) - {one["locker"] async for one in taken})


async def _moved(
    command: OfVisit, card: int | None, before: str, after: str, **more: Any
) -> dict[str, Any]:
    found = await database.deposits.find_one({"_id": command.visit_id})
    if found is None:
        raise refuse("not_found")
    if found["status"] != before:
        raise refuse("wrong_state" if after == "deposited" else "visit_not_over")
    if card not in (None, found["card"]):
        raise refuse("card_mismatch")
    line = {"at": datetime.now(UTC), "officer": command.officer.id, "action": after}
    moved = await database.deposits.update_one(
        {"_id": found["_id"], "status": before},
        {"$set": {"status": after, **more}, "$push": {"history": line}},
    )
    if not moved.matched_count:
        raise refuse("wrong_state")
    return found


def _answer(found: dict[str, Any], status: str) -> dict[str, Any]:
    return {"visit_id": found["_id"], "status": status, "locker": found["locker"],
            "card": found["card"]}  # fmt: skip


async def _tell(type_: str, found: dict[str, Any], **data: Any) -> None:
    await teller.tell(type_, found["_id"], found["facility"], **data)
