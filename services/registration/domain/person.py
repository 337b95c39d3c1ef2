"""A person over all of his or her visits: what is known, and putting it right.

UU 27/2022 art. 6-7: whose data it is may see it, and have it corrected.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from services.registration.domain import nik, refusals
from services.registration.domain.identity import normal
from services.registration.domain.registering import check_company, is_minor
from services.registration.domain.visit import OPEN, Events, Officer, Status, Visit, Visitor


def check_correctable(visits: Iterable[Visit], visitor_id: str, changes: Mapping[str, Any]) -> None:
    """Looks at all visits before the first is changed, so that none is when one cannot be.

    Raises NotFound, and what ``corrected`` raises.
    """
    found = list(visits)
    if not found:
        raise refusals.NotFound("no such visitor", "visitor_id", what="visitor")
    for visit in found:
        corrected(visit, visitor_id, changes)


def corrected(visit: Visit, visitor_id: str, changes: Mapping[str, Any]) -> tuple[Visitor, ...]:
    """The members of the visit, that person's data put right.

    Raises BirthDateInFuture; LeadIsMinor and ChildWithoutAdult for a visit that is still to come;
    VisitorInOpenVisit when sex or age would change while the group is in the house: the search
    post goes by what it was told.
    """
    members = tuple(
        _corrected(one, visit.date, changes) if one.identity == visitor_id else one
        for one in visit.members
    )
    told = [(one.sex, one.minor) for one in members]
    if visit.status in OPEN and told != [(one.sex, one.minor) for one in visit.members]:
        if visit.status != Status.BOOKED:
            raise refusals.VisitorInOpenVisit(
                "sex and age cannot change while the visit is under way",
                "changes",
                visit=visit.id,
            )
        check_company(members, visit.lead)
    return members


def correct(
    visit: Visit,
    visitor_id: str,
    changes: Mapping[str, Any],
    reason: str,
    officer: Officer,
    now: datetime,
) -> tuple[Visit, Events]:
    """The history says which fields and why, not what they were."""
    members = corrected(visit, visitor_id, changes)
    if members == visit.members:
        return visit, []
    why = f"{', '.join(sorted(changes))}: {reason}"
    return visit.noted(now, officer, "corrected", why, members=members), []


def _corrected(one: Visitor, on: date, changes: Mapping[str, Any]) -> Visitor:
    after = replace(one, **changes)
    if after.birth_date > on:
        raise refusals.BirthDateInFuture(
            "the birth date lies after a visit", "changes.birth_date", persons=[one.person]
        )
    kind, number = normal(after.id_type, after.id_number)
    warnings = nik.warnings(number, after.birth_date, after.sex) if kind == "nik" else ()
    return replace(after, minor=is_minor(after.birth_date, on), warnings=warnings)
