"""The day book (*buku daftar kunjungan*): what the law asks a house to write down, and its sums.

PP 32/1999 art. 30-31: visits are recorded in a visit register. Everything here is counted from
the visits and refusals of one date; nothing is kept beside them that could disagree.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from math import ceil
from statistics import median
from typing import Any, Protocol

from services.registration.domain.identity import masked
from services.registration.domain.visit import Visit, Visitor

CHILD, MAN, WOMAN = "children", "men", "women"


class HasGroup(Protocol):
    """What is counted of a person."""

    @property
    def sex(self) -> str: ...

    @property
    def minor(self) -> bool: ...


class HasAdmitted(Protocol):
    @property
    def admitted(self) -> Sequence[HasGroup]: ...


def day_book(
    date: str, visits: Iterable[Visit], refusals: Iterable[str], with_lines: bool = True
) -> dict[str, Any]:
    """The book of one date, as plain JSON.

    ``visits`` are all visits of that date whatever became of them, ``refusals`` the codes with
    which the desk said no, one for each time. Visitors are those who were admitted.
    """
    ordered = sorted(visits, key=_place)
    admitted = [visit for visit in ordered if visit.started_at]
    return {
        "date": date,
        "visits": {
            "all": len(ordered),
            "registered": sum(visit.registered_at is not None for visit in ordered),
            "admitted": len(admitted),
            "inmates": len({visit.inmate_number for visit in admitted}),
            "by_status": dict(Counter(visit.status.value for visit in ordered)),
        },
        "visitors": visitors(admitted),
        "sessions": {
            name: _session([visit for visit in ordered if visit.session == name])
            for name in dict.fromkeys(visit.session for visit in ordered)
        },
        "waiting": {
            "registered_to_called": waiting(ordered, "called_at"),
            "registered_to_started": waiting(ordered, "started_at"),
        },
        "refusals": dict(sorted(Counter(refusals).items())),
        "outcomes": dict(sorted(Counter(v.outcome for v in ordered if v.outcome).items())),
        "seizures": sum(visit.seizures for visit in ordered),
        "lines": [_line(visit, one) for visit in ordered for one in visit.members]
        if with_lines
        else [],
    }


def visitors(admitted: Iterable[HasAdmitted]) -> dict[str, int]:
    """Men, women and children (under 18, of either sex) who were let in, and all of them."""
    counted = Counter(_group(one) for visit in admitted for one in visit.admitted)
    return {name: counted[name] for name in (MAN, WOMAN, CHILD)} | {"all": counted.total()}


def waiting(visits: Iterable[Visit], until: str) -> dict[str, float | int | None]:
    """Minutes from registration until ``until`` (a field of the visit): median, 90th percentile
    (nearest rank) and how many visits got that far; None when none did."""
    minutes = sorted(
        (reached - visit.registered_at).total_seconds() / 60
        for visit in visits
        if visit.registered_at and (reached := getattr(visit, until))
    )
    return {
        "visits": len(minutes),
        "median": round(median(minutes), 1) if minutes else None,
        "p90": round(_nearest_rank(minutes, 0.9), 1) if minutes else None,
    }


def _nearest_rank(ordered: Sequence[float], share: float) -> float:
    return ordered[ceil(share * len(ordered)) - 1]


def _session(visits: list[Visit]) -> dict[str, Any]:
    admitted = [visit for visit in visits if visit.started_at]
    return {"visits": len(visits), "admitted": len(admitted), "visitors": visitors(admitted)}


def _group(visitor: HasGroup) -> str:
    if visitor.minor:
        return CHILD
    return MAN if visitor.sex == "male" else WOMAN


def _place(visit: Visit) -> tuple:
    """In the order of the day: by session, and by number within it; bookings come last."""
    return (visit.session_closes, visit.queue_number is None, visit.queue_number or 0, visit.id)


def _line(visit: Visit, visitor: Visitor) -> dict[str, Any]:
    """One visitor's line. The document's number is masked: a book lies open on a desk."""

    def clock(moment: datetime | None) -> str | None:
        return visit.local(moment) if moment else None

    return {
        "session": visit.session,
        "queue_number": visit.queue_number,
        "visit": visit.id,
        "person": visitor.person,
        "name": visitor.name,
        "sex": visitor.sex,
        "group": _group(visitor),
        "id_type": visitor.id_type,
        "id_number": masked(visitor.id_number),
        "relationship": visitor.relationship,
        "inmate_number": visit.inmate_number,
        "registered_at": clock(visit.registered_at),
        "started_at": clock(visit.started_at),
        "ended_at": clock(visit.ended_at),
        "departed_at": clock(visit.departed_at),
        "admitted": bool(visit.started_at) and visitor in visit.admitted,
        "status": visit.status.value,
        "outcome": visit.outcome,
    }
