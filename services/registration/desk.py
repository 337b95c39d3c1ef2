"""The registration desk and the door of the visiting room: they gather what the rules look at.

The rules are in ``domain``; here is only the fetching, in as few round trips as will do.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from services.registration.domain import claims, registering, visiting
from services.registration.domain.ban import check_none_banned
from services.registration.domain.calendar import Session
from services.registration.domain.closing import known as known_house
from services.registration.domain.facility import Facility
from services.registration.domain.identity import normal
from services.registration.domain.inmate import Inmate
from services.registration.domain.refusals import InmateUnknown, Refusal, SessionFull
from services.registration.domain.registering import Application
from services.registration.domain.settings import Settings
from services.registration.domain.visit import Events, Officer, Permit, Visit, Visitor, acting
from services.registration.store import Visits
from services.registration.store_house import Bans, Facilities, Inmates

Command = Mapping[str, Any]
Decided = tuple[Visit, Events]
Taken = Callable[[str, Iterable[str]], set[str]]
"""Those of some claims that others hold than the visit with this id."""


def nothing_taken(_visit_id: str, _claims: Iterable[str]) -> set[str]:
    """Mostly true, and where it is not the claims' index refuses the visit."""
    return set()


class Desk(NamedTuple):
    """``identity`` gives the blind index of a document's kind and number."""

    visits: Visits
    facilities: Facilities
    inmates: Inmates
    bans: Bans
    identity: Callable[[str, str], str]

    def register(self, visit_id: str, command: Command, now: datetime, taken: Taken) -> Decided:
        """A new visit, or the refusal of what stands against it."""
        officer, house = acting(command), self._house(command["facility"])
        asked = self._application(command, house, now)
        sessions = registering.sessions_for(house, asked, now, officer)
        limits = house.settings.on(asked.on)
        registering.check_group(asked, limits, officer)
        inmate = self._inmate(asked.facility, asked.inmate_number, asked.on)
        registering.check_permit(asked.permit, inmate, asked.on, limits)
        self._check_bans(asked.facility, asked.members, asked.on)
        wanted = self._claims(asked, limits)
        slots = [slot for claim in wanted for slot in claim.slots()]
        try:
            held = claims.assign(wanted, taken(visit_id, slots), bool(officer.supervisor))
        except Refusal:
            self._give_up(visit_id, asked, sessions)
            raise
        session, number = self._place(visit_id, asked, sessions, officer)
        return registering.register(visit_id, asked, house, session, held, number, officer, now)

    def check_in(self, visit: Visit, command: Command, now: datetime) -> Decided:
        """A booked group gets its number, if nothing came up since it booked."""
        officer, house = acting(command), self._house(visit.facility)
        registering.check_arrival(visit, house, now, officer)
        inmate = self._inmate(visit.facility, visit.inmate_number, visit.date)
        registering.check_permit(visit.permit, inmate, visit.date, house.settings.on(visit.date))
        self._check_bans(visit.facility, visit.members, visit.date)
        return registering.check_in(visit, self.visits.sessions.number(visit), officer, now)

    def admit(self, visit: Visit, command: Command, now: datetime) -> Decided:
        """A cleared group gets a table, if nothing came up since it registered."""
        visiting.check_admission(visit, command["briefing_acknowledged"])
        house = self._house(visit.facility)
        registering.check_day(visit, house, now)
        day = house.day(visit.date)
        day.check_no_break(now)
        self._inmate(visit.facility, visit.inmate_number, visit.date)
        self._check_bans(visit.facility, visit.admitted, visit.date)
        table = self.visits.room.sit(
            visit.facility, visit.id, len(visit.admitted), command.get("table"), day.settings
        )
        return visiting.start(
            visit,
            table,
            day.settings.visit_minutes,
            day.settings.warning_minutes,
            acting(command),
            now,
        )

    def extend(self, visit: Visit, command: Command, now: datetime) -> Decided:
        limit = self._house(visit.facility).settings.on(visit.date).max_extension_minutes
        return visiting.extend(
            visit, command["minutes"], command["reason"], limit, acting(command), now
        )

    # --- what the rules look at ----------------------------------------------------------------

    def _house(self, facility: str) -> Facility:
        return known_house(self.facilities.get(facility))

    def _application(self, command: Command, house: Facility, now: datetime) -> Application:
        on = command.get("date") or house.today(now)
        contact = command.get("contact")
        permit = command.get("permit")
        return Application(
            facility=house.id,
            kind=command["kind"],
            inmate_number=command["inmate_number"],
            on=on,
            session=command.get("session"),
            members=tuple(
                self._member(place, visitor, on)
                for place, visitor in enumerate(command["visitors"])
            ),
            lead=f"p{command['lead'] + 1}",
            permit=Permit(**permit) if permit else None,
            contact=contact,
            language=(contact or {}).get("language", house.settings.language),
        )

    def _member(self, place: int, visitor: Mapping[str, Any], on: date) -> Visitor:
        kind, number = normal(visitor["id_type"], visitor["id_number"])
        return registering.member(place, visitor, (kind, number, self.identity(kind, number)), on)

    def _inmate(self, facility: str, number: str, on: date) -> Inmate:
        inmate = self.inmates.by_number(facility, number)
        if inmate is None:
            raise InmateUnknown("no inmate has that number", "inmate_number")
        inmate.check_visitable(on)
        return inmate

    def _check_bans(self, facility: str, members: Iterable[Visitor], on: date) -> None:
        persons = {one.identity: one.person for one in members}
        check_none_banned(self.bans.confirmed_of(facility, persons), persons, on)

    @staticmethod
    def _claims(asked: Application, limits: Settings) -> list[claims.Claim]:
        return claims.wanted(
            asked.facility,
            asked.on,
            asked.members,
            asked.inmate_number,
            limits.visits_per_visitor,
            limits.visits_per_inmate,
        )

    def _give_up(
        self, visit_id: str, asked: Application, sessions: Iterable[Session]
    ) -> None:
        """The place that was taken before it was known that the visit cannot be."""
        for session in sessions:
            self.visits.sessions.give_back(asked.facility, session.date, session.name, visit_id)

    def _place(
        self,
        visit_id: str,
        asked: Application,
        sessions: tuple[Session, ...],
        officer: Officer,
    ) -> tuple[Session, int | None]:
        """A walk-in takes the first session with room; a supervisor may go beyond the quota."""
        full: SessionFull | None = None
        for session in sessions:
            try:
                return session, self.visits.sessions.reserve(
                    asked.facility,
                    session,
                    visit_id,
                    len(asked.members),
                    numbered=not asked.is_booking,
                    limited=not officer.supervisor,
                )
            except SessionFull as refusal:
                full = full or refusal
        assert full is not None
        raise full
