"""An inmate, and whether he or she can be visited on a day."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from services.registration.domain import refusals

DETAINEE, CONVICT = "detainee", "convict"
AVAILABLE = "available"
# What stops visits, and the refusal that says so.
STOPPED_BY: dict[str, type[refusals.InmateNotVisitable]] = {
    "isolation": refusals.InmateInIsolation,
    "induction": refusals.InmateInInduction,
    "hospital": refusals.InmateInHospital,
    "court": refusals.InmateAtCourt,
    "transferred": refusals.InmateTransferred,
    "released": refusals.InmateReleased,
}
STATUSES = (AVAILABLE, *STOPPED_BY)
# Stopping visits as a measure of the house has an end date; it must not last by oversight.
TIMED = ("isolation", "induction")


@dataclass(frozen=True)
class Inmate:
    """``status_until`` is the last day on which the status holds; from the next day on the
    inmate is available again without anybody's doing. None: until it is changed."""

    id: str
    facility: str
    number: str
    name: str
    sex: str
    legal_status: str
    status: str = AVAILABLE
    status_until: date | None = None
    accepts_visits: bool = True
    block: str | None = None

    @property
    def is_detainee(self) -> bool:
        """A detainee's visitors need a permit of the detaining authority."""
        return self.legal_status == DETAINEE

    def status_on(self, on: date) -> str:
        over = self.status_until is not None and on > self.status_until
        return AVAILABLE if over else self.status

    def check_visitable(self, on: date) -> None:
        """Raises the InmateNotVisitable that names why there is no visit on that date."""
        status = self.status_on(on)
        if status in STOPPED_BY:
            until = self.status_until and self.status_until.isoformat()
            raise STOPPED_BY[status](
                f"the inmate cannot be visited: {status}", "inmate_number", until=until
            )
        if not self.accepts_visits:
            raise refusals.InmateRefusesVisits(
                "the inmate does not wish visits", "inmate_number", until=None
            )

    def stopped_on(self, on: date) -> str | None:
        """The code of the refusal of that date, or None when visits are possible."""
        try:
            self.check_visitable(on)
        except refusals.InmateNotVisitable as refusal:
            return refusal.code
        return None


def add(
    existing: Inmate | None, inmate: Inmate, today: date
) -> tuple[Inmate, list[tuple[str, dict]]]:
    """Take an inmate into the book. Raises InmateExists, StatusNeedsUntil, UntilInPast."""
    if existing is not None:
        raise refusals.InmateExists("that number is taken", "number")
    _check_status(inmate, today)
    stopped = inmate.status != AVAILABLE or not inmate.accepts_visits
    return inmate, [_status_changed(inmate)] if stopped else []


def change(
    inmate: Inmate | None, changes: dict[str, Any], today: date
) -> tuple[Inmate, list[tuple[str, dict]]]:
    """Change what ``changes`` names; a new status without an end date has none.

    Raises InmateUnknown, StatusNeedsUntil, UntilInPast.
    """
    if inmate is None:
        raise refusals.InmateUnknown("no inmate has that number", "number")
    if "status" in changes:
        changes = {"status_until": None, **changes}
    after = replace(inmate, **changes)
    if after == inmate:
        return inmate, []
    told = ("status", "status_until", "accepts_visits")
    if all(getattr(after, name) == getattr(inmate, name) for name in told):
        return after, []
    _check_status(after, today)
    return after, [_status_changed(after)]


def take_over(
    inmate: Inmate | None, listed: Inmate, today: date
) -> tuple[Inmate, list[tuple[str, dict]]]:
    """An import: what the list says of an inmate holds, whether known before or not.

    Raises StatusNeedsUntil, UntilInPast.
    """
    if inmate is None:
        return add(None, listed, today)
    return change(inmate, {f.name: getattr(listed, f.name) for f in fields(listed)}, today)


def _check_status(inmate: Inmate, today: date) -> None:
    if inmate.status in TIMED and inmate.status_until is None:
        raise refusals.StatusNeedsUntil(
            f"{inmate.status} needs a last day", "status_until", status=inmate.status
        )
    if inmate.status_until is not None and inmate.status_until < today:
        raise refusals.UntilInPast("that day is over", "status_until")


def _status_changed(inmate: Inmate) -> tuple[str, dict]:
    return (
        "inmate_status_changed",
        {
            "status": inmate.status,
            "until": inmate.status_until and inmate.status_until.isoformat(),
            "accepts_visits": inmate.accepts_visits,
        },
    )
