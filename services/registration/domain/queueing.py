"""From the queue to the search post: what the other services tell of a visit.

An event that is late, early or repeated meets a check of the state and changes nothing.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.registration.domain.visit import (
    WAITING,
    Belongings,
    Events,
    Status,
    Visit,
    by_service,
)

SCREENING, LOCKERS = by_service("screening"), by_service("lockers")
_ORDER = list(Belongings)


def called(visit: Visit, sequence: int, now: datetime) -> tuple[Visit, Events]:
    """The number was called, for the first time or again; a held group is back in line.

    ``sequence`` is the event's: an older word of the search post than the last is not believed.
    """
    if visit.status not in WAITING or sequence <= visit.heard:
        return visit, []
    return visit.noted(
        now,
        SCREENING,
        "called",
        status=Status.CALLED,
        held=False,
        heard=sequence,
        called_at=visit.called_at or now,
    ), []


def held(visit: Visit, sequence: int, reason: str, now: datetime) -> tuple[Visit, Events]:
    """The number leaves the line for now."""
    if visit.status not in WAITING or sequence <= visit.heard:
        return visit, []
    return visit.noted(now, SCREENING, "held", reason, held=True, heard=sequence), []


def screened(visit: Visit, result: Mapping[str, Any], now: datetime) -> tuple[Visit, Events]:
    """The search is done. ``result`` is the data of ``visitor_screened``.

    A refused group gives back its day: they and the inmate may have another visit. After a
    cancellation or a no-show the result comes too late and changes nothing.
    """
    if visit.status not in WAITING:
        return visit, []
    decisions = {one["person"]: one["decision"] for one in result["members"]}
    members = tuple(
        # who was refused by a review stays refused, whatever the search found
        replace(one, decision=one.decision or decisions.get(one.person))
        for one in visit.members
    )
    visit = replace(
        visit, lead=result["lead"], seizures=result["seizures"], held=False, members=members
    )
    if result["outcome"] == "refused":
        outcome = result["visit_outcome"] or "visitor_failed_search"
        return visit.noted(
            now,
            SCREENING,
            "refused",
            outcome,
            status=Status.REFUSED,
            outcome=outcome,
            claims=visit.no_claims,
        ), []
    needed = Belongings.REQUIRED if result["deposit"]["required"] else Belongings.NONE
    return visit.noted(
        now,
        SCREENING,
        result["outcome"],
        status=Status.CLEARED,
        cleared_at=now,
        belongings=max(visit.belongings, needed, key=_ORDER.index),
    ), []


def belongings(visit: Visit, now_are: Belongings, now: datetime) -> tuple[Visit, Events]:
    """What happened to the group's things. It only goes forward, whatever order it is told in."""
    if _ORDER.index(now_are) <= _ORDER.index(visit.belongings):
        return visit, []
    return visit.noted(now, LOCKERS, f"belongings_{now_are.value}", belongings=now_are), []
