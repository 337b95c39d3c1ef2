"""The registration desk: who may visit whom, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.registration.domain import nik, refusals
from services.registration.domain.calendar import Session
from services.registration.domain.facility import Facility
from services.registration.domain.inmate import Inmate
from services.registration.domain.settings import Settings
from services.registration.domain.visit import Events, Officer, Permit, Status, Visit, Visitor

ADULT = 18
"""Years. UU 35/2014 art. 1: a child is whoever is under 18."""


@dataclass(frozen=True)
class Application:
    """What the desk was asked for. ``session`` is None for a walk-in."""

    facility: str
    kind: str
    inmate_number: str
    on: date
    session: str | None
    members: tuple[Visitor, ...]
    lead: str
    permit: Permit | None = None
    contact: Mapping[str, Any] | None = None
    language: str = "id"

    @property
    def is_booking(self) -> bool:
        return self.session is not None


def is_minor(birth_date: date, on: date) -> bool:
    had_birthday = (on.month, on.day) >= (birth_date.month, birth_date.day)
    return on.year - birth_date.year - (not had_birthday) < ADULT


def member(
    place: int, visitor: Mapping[str, Any], identity: tuple[str, str, str], on: date
) -> Visitor:
    """A person of the group as entered at ``place`` (from 0) in the list.

    ``identity`` is the document's kind and number in one spelling, and its blind index.
    """
    kind, number, index = identity
    entered = visitor["birth_date"], visitor["sex"]
    return Visitor(
        person=f"p{place + 1}",
        name=visitor["name"],
        sex=visitor["sex"],
        birth_date=visitor["birth_date"],
        id_type=visitor["id_type"],
        id_number=number,
        identity=index,
        relationship=visitor["relationship"],
        minor=is_minor(visitor["birth_date"], on),
        warnings=nik.warnings(number, *entered) if kind == "nik" else (),
    )


def sessions_for(
    house: Facility, asked: Application, now: datetime, officer: Officer
) -> tuple[Session, ...]:
    """The sessions that may take the group, the one to try first in front.

    A supervisor may let somebody in after registration has closed, until the session is over.
    Raises FacilityClosed, DateInPast, BookingTooFarAhead, DateBlocked, NoSession, SessionUnknown,
    RegistrationClosed.
    """
    house.check_bookable(asked.on, now)
    house.check_open(asked.on)
    day = house.day(asked.on)
    day.check_receives()
    if asked.session is not None:
        asked_for = day.session(asked.session)
        if not (officer.supervisor and now < asked_for.closes):
            asked_for.check_registration(now)
        return (asked_for,)
    running = tuple(one for one in day.sessions if now < one.closes)
    return running if officer.supervisor and running else day.open_sessions(now)


def check_group(asked: Application, limits: Settings, officer: Officer) -> None:
    """Raises BirthDateInFuture, SamePersonTwice, ChildWithoutAdult, LeadIsMinor, GroupTooLarge."""
    members, lead = asked.members, asked.lead
    if unborn := [one.person for one in members if one.birth_date > asked.on]:
        raise refusals.BirthDateInFuture(
            "a birth date lies after the visit", "visitors", persons=unborn
        )
    seen: dict[str, str] = {}
    for one in members:
        if one.identity in seen:
            raise refusals.SamePersonTwice(
                "two persons of the group show the same document",
                "visitors",
                persons=[seen[one.identity], one.person],
            )
        seen[one.identity] = one.person
    check_company(members, lead)
    if len(members) > limits.group_size and not officer.supervisor:
        raise refusals.GroupTooLarge(
            f"at most {limits.group_size} persons visit together",
            "visitors",
            persons=len(members),
            limit=limits.group_size,
        )


def check_company(members: Sequence[Visitor], lead: str) -> None:
    """Raises ChildWithoutAdult, LeadIsMinor."""
    minors = [one.person for one in members if one.minor]
    if len(minors) == len(members):
        raise refusals.ChildWithoutAdult(
            "a child visits only with an adult", "visitors", persons=minors
        )
    if lead in minors:
        raise refusals.LeadIsMinor("the lead visitor must be an adult", "lead", lead=lead)


def check_permit(permit: Permit | None, inmate: Inmate, on: date, limits: Settings) -> None:
    """A detainee is visited with leave of whoever detains.

    Raises PermitMissing, PermitForAnotherInmate, PermitIssuerUnknown, PermitExpired,
    PermitNotYetValid.
    """
    if not (inmate.is_detainee and limits.permit_required):
        return
    if permit is None:
        raise refusals.PermitMissing("a detainee's visitor needs a permit", "permit")
    if permit.inmate_number != inmate.number:
        raise refusals.PermitForAnotherInmate(
            "the permit is for another inmate", "permit.inmate_number"
        )
    if permit.issuer not in limits.permit_issuers:
        raise refusals.PermitIssuerUnknown(
            "permits of that authority are not accepted",
            "permit.issuer",
            issuers=list(limits.permit_issuers),
        )
    if on > permit.valid_until:
        raise refusals.PermitExpired(
            "the permit has run out",
            "permit.valid_until",
            valid_until=permit.valid_until.isoformat(),
        )
    if on < permit.issued_on:
        raise refusals.PermitNotYetValid(
            "the permit is not valid yet",
            "permit.issued_on",
            issued_on=permit.issued_on.isoformat(),
        )


def register(
    visit_id: str,
    asked: Application,
    house: Facility,
    session: Session,
    claims: tuple[str, ...],
    number: int | None,
    officer: Officer,
    now: datetime,
) -> tuple[Visit, Events]:
    """The new visit. ``number`` is its queue number, None for a booking."""
    visit = Visit(
        id=visit_id,
        facility=asked.facility,
        zone=house.timezone,
        date=asked.on,
        session=session.name,
        session_closes=session.closes,
        kind=asked.kind,
        inmate_number=asked.inmate_number,
        members=asked.members,
        lead=asked.lead,
        status=Status.BOOKED if number is None else Status.REGISTERED,
        claims=(f"visit:{visit_id}", *claims),
        permit=asked.permit,
        contact=asked.contact is not None,
        language=asked.language,
        queue_number=number,
        registered_at=None if number is None else now,
    ).noted(now, officer, "booked" if number is None else "registered")
    events = [_booked(visit) if number is None else registered_event(visit)]
    if asked.contact is not None:
        events.append(_contact(visit, asked.contact))
    return visit, events


def check_arrival(visit: Visit, house: Facility, now: datetime, officer: Officer) -> None:
    """Whether a booked group may take its number now.

    Raises WrongState, WrongDay, FacilityClosed, LateArrival, and what says that the session is
    no longer held. A supervisor may let in latecomers until the session is over.
    """
    visit.need("check_in")
    check_day(visit, house, now)
    session = house.day(visit.date).session(visit.session)
    lifted = officer.supervisor and now < session.closes
    if not (lifted or session.takes_registrations(now)):
        raise refusals.LateArrival(
            "the booked session takes nobody in any more",
            "visit_id",
            closed_at=session.registration_closes.isoformat(),
        )


def check_day(visit: Visit, house: Facility, now: datetime) -> None:
    """Raises WrongDay unless the visit is for today at the facility, FacilityClosed."""
    today = house.today(now)
    if visit.date != today:
        raise refusals.WrongDay(
            "the visit is for another day",
            "visit_id",
            date=visit.date.isoformat(),
            today=today.isoformat(),
        )
    house.check_open(today)


def check_in(visit: Visit, number: int, officer: Officer, now: datetime) -> tuple[Visit, Events]:
    """A booked group is at the desk and gets its queue number."""
    visit.need("check_in")
    visit = visit.noted(
        now, officer, "checked_in", status=Status.REGISTERED, queue_number=number, registered_at=now
    )
    return visit, [registered_event(visit)]


def _booked(visit: Visit) -> tuple[str, dict[str, Any]]:
    return "visit_booked", _common(visit)


def registered_event(visit: Visit) -> tuple[str, dict[str, Any]]:
    return "visitor_registered", {
        **_common(visit),
        "queue_number": visit.queue_number,
        "lead": visit.lead,
    }


def _common(visit: Visit) -> dict[str, Any]:
    return {
        "date": visit.date.isoformat(),
        "session": visit.session,
        "kind": visit.kind,
        "members": [one.as_member() for one in visit.members],
        "contact": visit.contact,
        "language": visit.language,
    }


def _contact(visit: Visit, contact: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    lead = next(one for one in visit.members if one.person == visit.lead)
    return "contact_recorded", {
        "name": contact.get("name") or lead.name,
        "email": contact.get("email"),
        "phone": contact.get("phone"),
        "language": visit.language,
    }
