"""Registration, on FastStream."""

from datetime import UTC, datetime, timedelta
from typing import Any

from faststream.rabbit import RabbitRouter

from bench.faststream_twin.app import asked, heard, refuse
from bench.faststream_twin.commands import (
    ConfigureFacility,
    Depart,
    End,
    ImportInmates,
    Register,
    Start,
)
from bench.faststream_twin.events import Event, Teller
from bench.faststream_twin.house import (
    DAY,
    database,
    found,
    moved,
    noted,
    queue_number,
    seat,
    stored,
)

NAME = "registration"
router = RabbitRouter()
teller = Teller(router, NAME)


@router.subscriber(asked(NAME, "configure_facility"))
async def configure_facility(command: ConfigureFacility) -> dict[str, Any]:
    facility = command.facility
    await database.facilities.insert_one({"_id": facility, "settings": command.settings})
    await database.sessions.insert_one({"_id": facility, "groups": 0, "persons": 0, "last": 0})
    await database.rooms.insert_one({"_id": facility, "persons": 0})
    return {"id": facility}


@router.subscriber(asked(NAME, "import_inmates"))
async def import_inmates(command: ImportInmates) -> dict[str, Any]:
    inmates = [{**one.model_dump(), "facility": command.facility} for one in command.inmates]
    await database.inmates.insert_many(inmates)
    return {"imported": len(inmates)}


@router.subscriber(asked(NAME, "register"))
async def register(command: Register) -> dict[str, Any]:
    facility, contact = command.facility, command.contact
    house = await database.facilities.find_one({"_id": facility})
    if house is None:
        raise refuse("facility_not_configured")
    wanted = {"facility": facility, "number": command.inmate_number}
    if not await database.inmates.find_one(wanted):
        raise refuse("inmate_unknown")
    identities = [one.id_number for one in command.visitors]
    banned = {"facility": facility, "identity": {"$in": identities}, "status": "confirmed"}
    if await database.bans.find_one(banned):
        raise refuse("visitor_banned")
    number = await queue_number(facility, len(identities), house["settings"])
    visit = await stored(command, number)
    await _tell("visitor_registered", visit, date=DAY, session="whole_day", kind="family",
                members=[_member(one) for one in visit["members"]], contact=contact is not None,
                language="id", queue_number=number, lead="p1")  # fmt: skip
    if contact:
        await _tell("contact_recorded", visit, language="id", email=contact.email)
    return _answer(visit)


@router.subscriber(asked(NAME, "start"))
async def start(command: Start) -> dict[str, Any]:
    visit = await found(command, "cleared")
    if visit["belongings"] != "deposited":
        raise refuse("belongings_not_deposited")
    admitted = [one for one in visit["members"] if one["decision"] == "cleared"]
    await seat(visit["facility"], len(admitted))
    now = datetime.now(UTC)
    ends = now + timedelta(minutes=30)
    visit = await moved(command, visit, "started", started_at=now, ends_at=ends)
    await _tell("visit_started", visit, started_at=now, ends_at=ends, table=1,
                members=[_member(one) for one in admitted])  # fmt: skip
    return _answer(visit)


@router.subscriber(asked(NAME, "end"))
async def end(command: End) -> dict[str, Any]:
    visit = await found(command, "started")
    outcome, now = command.outcome, datetime.now(UTC)
    visit = await moved(command, visit, "ended", outcome=outcome, ended_at=now)
    await database.rooms.update_one(
        {"_id": visit["facility"]}, {"$inc": {"persons": -len(visit["members"])}}
    )
    await _tell("visit_ended", visit, outcome=outcome, ended_at=now,
                started_at=visit["started_at"], reason=None)  # fmt: skip
    return _answer(visit)


@router.subscriber(asked(NAME, "depart"))
async def depart(command: Depart) -> dict[str, Any]:
    visit = await found(command, "ended")
    if visit["belongings"] != "returned":
        raise refuse("belongings_not_returned")
    if command.persons != len(visit["members"]):
        raise refuse("head_count_differs")
    now = datetime.now(UTC)
    visit = await moved(command, visit, "departed", departed_at=now)
    await _tell("visitor_departed", visit, departed_at=now, persons=command.persons,
                outcome=visit["outcome"], belongings_left=False)  # fmt: skip
    return _answer(visit)


@router.subscriber(*heard(NAME, "screening", "visitor_called"))
async def on_visitor_called(event: Event) -> None:
    await noted(event, {"status": "registered"}, status="called")


@router.subscriber(*heard(NAME, "screening", "visitor_screened"))
async def on_visitor_screened(event: Event) -> None:
    decisions = {f"members.{n}.decision": one["decision"]
                 for n, one in enumerate(event.data["members"])}  # fmt: skip
    await noted(event, {"status": {"$in": ["registered", "called"]}}, status="cleared", **decisions)


@router.subscriber(*heard(NAME, "lockers", "locker_assigned"))
async def on_locker_assigned(event: Event) -> None:
    await noted(event, {"belongings": "none"}, belongings="assigned")


@router.subscriber(*heard(NAME, "lockers", "belongings_deposited"))
async def on_belongings_deposited(event: Event) -> None:
    await noted(event, {"belongings": {"$in": ["none", "assigned"]}}, belongings="deposited")


@router.subscriber(*heard(NAME, "lockers", "belongings_returned"))
async def on_belongings_returned(event: Event) -> None:
    await noted(event, {}, belongings="returned")


async def _tell(type_: str, visit: dict[str, Any], **data: Any) -> None:
    await teller.tell(type_, visit["_id"], visit["facility"], **data)


def _member(one: dict[str, Any]) -> dict[str, Any]:
    return {name: one[name] for name in ("person", "sex", "minor")}


def _answer(visit: dict[str, Any]) -> dict[str, Any]:
    told = {name: visit[name] for name in ("facility", "status", "queue_number", "belongings")}
    return {"id": visit["_id"], **told, "warnings": []}
