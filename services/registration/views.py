"""How visits look to whoever asks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.registration.domain.facility import Facility
from services.registration.domain.identity import masked
from services.registration.domain.plain import plain
from services.registration.domain.visit import Status, Visit

NOT_SHOWN = ("identity", "claims", "history", "heard", "warn_at", "warn_minutes", "zone")
"""How the service works, not what an officer works with; the history is a query of its own."""


def answer(visit: Visit) -> dict[str, Any]:
    """The answer to a command. It is stored with the visit, so no name and no document."""
    return {
        "id": visit.id,
        "status": visit.status.value,
        "held": visit.held,
        "date": visit.date.isoformat(),
        "session": visit.session,
        "queue_number": visit.queue_number,
        "table": visit.table,
        "ends_at": visit.ends_at and visit.local(visit.ends_at),
        "belongings": visit.belongings.value,
        "outcome": visit.outcome,
        "lead": visit.lead,
        "warnings": sorted({code for one in visit.members for code in one.warnings}),
    }


def whole(visit: Visit) -> dict[str, Any]:
    """Everything an officer may need, documents' numbers in full."""
    shown = plain(visit, visit.clock, NOT_SHOWN)
    for one, member in zip(shown["members"], visit.members, strict=True):
        one["visitor_id"] = member.identity
    return shown


def of_person(visit: Visit, visitor_id: str) -> dict[str, Any]:
    """What one visit holds of one person; nothing of who came along."""
    [one] = (member for member in visit.members if member.identity == visitor_id)
    return {
        "id": visit.id,
        "date": visit.date.isoformat(),
        "session": visit.session,
        "status": visit.status.value,
        "outcome": visit.outcome,
        "inmate_number": visit.inmate_number,
        "lead": one.person == visit.lead,
        "contact": visit.contact and one.person == visit.lead,
        "registered_at": visit.registered_at and visit.local(visit.registered_at),
        "started_at": visit.started_at and visit.local(visit.started_at),
        "departed_at": visit.departed_at and visit.local(visit.departed_at),
        **plain(one, visit.clock, without=("identity",)),
    }


def line(visit: Visit) -> dict[str, Any]:
    """A line of a list: documents' numbers masked."""
    shown = plain(visit, visit.clock, (*NOT_SHOWN, "permit", "birth_date"))
    for one in shown["members"]:
        one["id_number"] = masked(one["id_number"])
    return shown


def history(visit: Visit) -> dict[str, Any]:
    """Who did what to the visit, and when; the first thing first."""
    return {"id": visit.id, "history": plain(visit.history, visit.clock)}


def on_paper(visit: Visit, house: Facility, now: datetime) -> dict[str, Any]:
    """A pass: nobody's name and no document, since papers are lost."""
    sessions = house.day(visit.date).sessions
    opens = next((one.opens for one in sessions if one.name == visit.session), None)
    return {
        "id": visit.id,
        "facility": house.id,
        "facility_name": house.name,
        "date": visit.date.isoformat(),
        "session": visit.session,
        # null when the house has changed its sessions since
        "session_opens": opens and visit.local(opens),
        "session_closes": visit.local(visit.session_closes),
        "queue_number": visit.queue_number,
        "persons": sum(one.decision != "refused" for one in visit.members),
        "inmate_number": visit.inmate_number,
        "language": visit.language,
        "printed_at": visit.local(now),
    }


def inside(visits: list[Visit], now: datetime) -> dict[str, Any]:
    """Who was admitted and is not yet counted out."""
    found = [_inside(visit, now) for visit in sorted(visits, key=lambda one: one.table or 0)]
    return {
        "visits": found,
        "persons": sum(len(one["persons"]) for one in found),
        "overdue": sum(one["overdue"] for one in found),
    }


def _inside(visit: Visit, now: datetime) -> dict[str, Any]:
    overdue = visit.status == Status.STARTED and visit.ends_at is not None and now > visit.ends_at
    return {
        "id": visit.id,
        "status": visit.status.value,
        "session": visit.session,
        "queue_number": visit.queue_number,
        "table": visit.table,
        "inmate_number": visit.inmate_number,
        "started_at": visit.started_at and visit.local(visit.started_at),
        "ends_at": visit.ends_at and visit.local(visit.ends_at),
        "overdue": overdue,
        "belongings": visit.belongings.value,
        "persons": [
            {"person": one.person, "name": one.name, "sex": one.sex, "minor": one.minor}
            for one in visit.admitted
        ],
    }


def page(query: Mapping[str, Any], found: list[Visit], total: int) -> dict[str, Any]:
    return {
        "items": [line(visit) for visit in found],
        "page": query["page"],
        "page_size": query["page_size"],
        "total": total,
    }
