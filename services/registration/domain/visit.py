"""A visit: one group that visits one inmate in one session. Its state, and what moves it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from services.registration.domain.refusals import NotFound, WrongState

Events = list[tuple[str, dict[str, Any]]]
Date = date  # within Visit the name means its field


class Status(StrEnum):
    BOOKED = "booked"
    REGISTERED = "registered"
    CALLED = "called"
    CLEARED = "cleared"
    STARTED = "started"
    ENDED = "ended"
    DEPARTED = "departed"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    REFUSED = "refused"


S = Status
WAITING = (S.REGISTERED, S.CALLED)
BEFORE_ADMISSION = (S.BOOKED, *WAITING, S.CLEARED)
INSIDE = (S.STARTED, S.ENDED)
"""Admitted and not yet counted out."""
OPEN = (*BEFORE_ADMISSION, *INSIDE)
RELEASED = (S.CANCELLED, S.NO_SHOW, S.REFUSED)
"""Visits that did not take place: their people and their inmate may have another that day."""

MOVES: dict[str, tuple[Status, ...]] = {
    "check_in": (S.BOOKED,),
    "start": (S.CLEARED,),
    "extend": (S.STARTED,),
    "end": (S.STARTED,),
    "depart": (S.ENDED,),
    "cancel": BEFORE_ADMISSION,
    "review": BEFORE_ADMISSION,
    "print_pass": OPEN,
}
"""From which status an officer's command may move a visit. Events meet a check, not a refusal."""


class Belongings(StrEnum):
    """Where the group's things are. The order is the order in which it happens."""

    NONE = "none"
    REQUIRED = "required"
    ASSIGNED = "assigned"
    DEPOSITED = "deposited"
    UNCLAIMED = "unclaimed"
    RETURNED = "returned"


@dataclass(frozen=True)
class Officer:
    """Who acts. ``supervisor`` and ``because`` are set when a supervisor lifted a rule."""

    id: str
    supervisor: str | None = None
    because: str | None = None


@dataclass(frozen=True)
class Entry:
    """One line of a history. ``override_reason`` is why the supervisor lifted a rule."""

    at: datetime
    officer: str
    action: str
    reason: str | None = None
    supervisor: str | None = None
    override_reason: str | None = None


@dataclass(frozen=True)
class Visitor:
    """A person of the group. ``identity`` is the blind index of the document."""

    person: str
    name: str
    sex: str
    birth_date: date
    id_type: str
    id_number: str
    identity: str
    relationship: str
    minor: bool
    warnings: tuple[str, ...] = ()
    decision: str | None = None

    def as_member(self) -> dict[str, Any]:
        """What other services are told of a person."""
        return {"person": self.person, "sex": self.sex, "minor": self.minor}


@dataclass(frozen=True)
class Permit:
    """Leave of the detaining authority to visit a detainee. Both dates are included."""

    number: str
    issuer: str
    issued_on: date
    valid_until: date
    inmate_number: str


@dataclass(frozen=True)
class Flag:
    """Something that a supervisor must look at before the visit goes on."""

    reason: str
    persons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Visit:
    id: str
    facility: str
    zone: str
    date: date
    session: str
    session_closes: datetime
    kind: str
    inmate_number: str
    members: tuple[Visitor, ...]
    lead: str
    status: Status
    claims: tuple[str, ...]
    history: tuple[Entry, ...] = ()
    permit: Permit | None = None
    contact: bool = False
    language: str = "id"
    queue_number: int | None = None
    held: bool = False
    heard: int = 0
    """Sequence of the last word of the search post, so that an older one is not believed."""
    flags: tuple[Flag, ...] = ()
    belongings: Belongings = Belongings.NONE
    seizures: int = 0
    outcome: str | None = None
    table: int | None = None
    extended_minutes: int = 0
    registered_at: datetime | None = None
    called_at: datetime | None = None
    cleared_at: datetime | None = None
    started_at: datetime | None = None
    ends_at: datetime | None = None
    warn_at: datetime | None = None
    """When to say that the end is near; None once it was said."""
    warn_minutes: int = 0
    ended_at: datetime | None = None
    departed_at: datetime | None = None

    def need(self, action: str) -> None:
        """Raises WrongState unless ``action`` is open to a visit of this status."""
        needed = MOVES[action]
        if self.status not in needed:
            raise WrongState(
                f"{action.replace('_', ' ')} is not possible: the visit is {self.status.value}",
                field="visit_id",
                state=self.status.value,
                needed=[one.value for one in needed],
            )

    def noted(
        self,
        now: datetime,
        officer: Officer,
        action: str,
        reason: str | None = None,
        **changes: Any,
    ) -> "Visit":
        """The visit after ``changes``, with one line more in its history."""
        entry = Entry(now, officer.id, action, reason, officer.supervisor, officer.because)
        return replace(self, history=(*self.history, entry), **changes)

    @property
    def clock(self) -> ZoneInfo:
        """The facility's time zone."""
        return ZoneInfo(self.zone)

    def today(self, now: datetime) -> Date:
        """The date at the facility."""
        return now.astimezone(self.clock).date()

    def local(self, moment: datetime) -> str:
        """RFC 3339 with the facility's offset."""
        return moment.astimezone(self.clock).isoformat()

    @property
    def admitted(self) -> tuple[Visitor, ...]:
        """Those who passed the search."""
        return tuple(one for one in self.members if one.decision == "cleared")

    @property
    def no_claims(self) -> tuple[str, ...]:
        """What is left of the claims when the visit does not take place."""
        return (f"visit:{self.id}",)

    def unknown(self, persons: Iterable[str]) -> list[str]:
        """Those of ``persons`` who are not of the group."""
        return sorted(set(persons) - {one.person for one in self.members})


def by_service(name: str) -> Officer:
    """For the history: who acts when another service's event or a timer moves the visit."""
    return Officer(f"service:{name}")


def known(visit: Visit | None, facility: str) -> Visit:
    """Raises NotFound: another house's visit does not exist here."""
    if visit is None or visit.facility != facility:
        raise NotFound("no such visit", "visit_id", what="visit")
    return visit


def acting(command: Mapping[str, Any]) -> Officer:
    """The officer of a command, with the supervisor who stands behind an override."""
    override = command.get("override") or {}
    return Officer(command["officer"]["id"], override.get("supervisor"), override.get("reason"))
