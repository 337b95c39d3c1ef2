"""Who is in the house now."""

from collections.abc import Iterable
from typing import Any

from services.registration.domain.visit import BEFORE_ADMISSION, INSIDE, Status, Visit, Visitor


def roll_call(visits: Iterable[Visit]) -> dict[str, Any]:
    """Who is in the house, by name, so that each can be accounted for.

    ``inside`` are those admitted and not counted out, ``waiting`` those at the desk, in the
    queue or at the lockers; whoever was refused at the search is on the way out already.
    """
    ordered = sorted(visits, key=lambda v: (v.session_closes, v.queue_number or 0, v.id))
    inside = [_group(v, v.admitted) for v in ordered if v.status in INSIDE]
    waiting = [
        _group(v, tuple(one for one in v.members if one.decision != "refused"))
        for v in ordered
        if v.status in BEFORE_ADMISSION and v.status != Status.BOOKED
    ]
    return {
        "inside": inside,
        "persons_inside": sum(len(v["persons"]) for v in inside),
        "waiting": waiting,
        "persons_waiting": sum(len(v["persons"]) for v in waiting),
    }


def _group(visit: Visit, persons: Iterable[Visitor]) -> dict[str, Any]:
    return {
        "visit": visit.id,
        "status": visit.status.value,
        "session": visit.session,
        "queue_number": visit.queue_number,
        "table": visit.table,
        "inmate_number": visit.inmate_number,
        "persons": [
            {"person": one.person, "name": one.name, "sex": one.sex, "minor": one.minor}
            for one in persons
        ],
    }
