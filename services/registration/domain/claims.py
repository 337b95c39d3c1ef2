"""What a visit lays claim to, so that nobody visits, or is visited, more often than allowed.

A claim is a string that only one visit may hold (a unique index sees to it, so two desks cannot
both succeed). A limit of two a week is two slots, each a claim of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from services.registration.domain.refusals import InmateAlreadyVisited, VisitorAlreadyRegistered
from services.registration.domain.settings import Frequency
from services.registration.domain.visit import Visitor

ONCE_A_DAY = Frequency(1, "day")


@dataclass(frozen=True)
class Claim:
    """One of ``count`` places in a period. ``person`` is None when the inmate is meant."""

    holder: str
    facility: str
    span: str
    period: str
    count: int
    person: str | None

    def slots(self) -> list[str]:
        kind = "inmate" if self.person is None else "visitor"
        spans = [self.span, *(f"{self.span}#{n}" for n in range(2, self.count + 1))]
        return [f"{kind}:{self.facility}:{span}:{self.holder}" for span in spans]


def wanted(
    facility: str,
    on: date,
    members: Iterable[Visitor],
    inmate_number: str,
    per_visitor: Frequency,
    per_inmate: Frequency,
) -> list[Claim]:
    """What a visit on a date needs. A weekly limit comes on top of once a day."""
    found = [
        Claim(inmate_number, facility, _span(on, limit.per), limit.per, limit.count, None)
        for limit in _limits(per_inmate)
    ]
    return found + [
        Claim(one.identity, facility, _span(on, limit.per), limit.per, limit.count, one.person)
        for one in members
        for limit in _limits(per_visitor)
    ]


def assign(
    claims: Sequence[Claim], taken: set[str], weekly_lifted: bool = False
) -> tuple[str, ...]:
    """A free slot for each claim. ``taken`` are the slots that other visits hold.

    ``weekly_lifted``: a supervisor lets a person come again in one week (never on one day).
    Raises InmateAlreadyVisited, VisitorAlreadyRegistered.
    """
    slots: list[str] = []
    refused: list[Claim] = []
    for claim in claims:
        free = next((slot for slot in claim.slots() if slot not in taken), None)
        if free is not None:
            slots.append(free)
        elif not (weekly_lifted and claim.period == "week"):
            refused.append(claim)
    if refused:
        raise _refusal(refused)
    return tuple(slots)


def _refusal(refused: list[Claim]) -> Exception:
    period = refused[0].period
    if refused[0].person is None:
        return InmateAlreadyVisited(
            f"the inmate has had the visits of this {period}", "inmate_number", period=period
        )
    persons = sorted({claim.person for claim in refused if claim.person is not None})
    return VisitorAlreadyRegistered(
        f"somebody of the group has a visit this {period} already",
        "visitors",
        persons=persons,
        period=period,
    )


def _limits(limit: Frequency) -> tuple[Frequency, ...]:
    return (limit,) if limit.per == "day" else (ONCE_A_DAY, limit)


def _span(on: date, per: str) -> str:
    if per == "day":
        return on.isoformat()
    year, week, _ = on.isocalendar()
    return f"{year}-W{week:02}"
