"""The entrypoints of the house: its settings, inmates, bans, closing and day book."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chassis.blind_index import blind_index
from chassis.events import event_handler
from chassis.ids import derived
from chassis.rpc import rpc
from chassis.stored import Stored
from contracts import registration, screening
from services.registration import schemas_house as schemas
from services.registration import store_house as store
from services.registration.domain import ban as bans
from services.registration.domain import closing, flagging
from services.registration.domain import facility as houses
from services.registration.domain import inmate as inmates
from services.registration.domain.ban import Ban
from services.registration.domain.day_book import day_book
from services.registration.domain.facility import Facility
from services.registration.domain.identity import masked, normal
from services.registration.domain.inmate import Inmate
from services.registration.domain.plain import plain
from services.registration.domain.refusals import Refusal
from services.registration.domain.roll_call import roll_call

INMATE_FIELDS = (
    "number",
    "name",
    "sex",
    "legal_status",
    "status",
    "status_until",
    "accepts_visits",
    "block",
)
PRIVATE = ("identity",)


class HouseEntrypoints:
    """The house's half of registration; ``RegistrationService`` has ``visits``, ``clock`` and
    ``settings`` and adds the other half."""

    facilities = Stored(store.Facilities, publishes=registration.EVENTS)
    inmate_book = Stored(store.Inmates, publishes=registration.EVENTS)
    ban_book = Stored(store.Bans, publishes=registration.EVENTS)
    refusals = Stored(store.Refusals)

    # the house itself

    @rpc(schemas.ConfigureFacility)
    def configure_facility(self, command: dict[str, Any]) -> dict[str, Any] | None:
        """Set up the house, or change it; settings that are not named stay as they are."""
        id = command["facility"]
        return self.facilities.apply(
            id,
            command,
            lambda house: houses.configure(
                house, id, command["name"], command["timezone"], command["settings"]
            ),
            answer=_state_of_house,
        )

    @rpc(schemas.FacilityQuery)
    def facility(self, query: dict[str, Any]) -> dict[str, Any]:
        """The house with its settings, whether it is open, and the sessions of today."""
        return houses.describe(self.house(query), self.clock.now())

    @rpc(schemas.WithReason)
    def close_facility(self, command: dict[str, Any]) -> dict[str, Any]:
        """Emergency: intake stops at once. The answer calls the roll of who is in the house."""
        now, officer = self.clock.now(), command["officer"]["id"]
        closed = self.facilities.apply(
            command["facility"],
            command,
            lambda house: closing.close(house, command["reason"], officer, now),
            answer=_state_of_house,
        )
        house = self.house(command)
        found = self.visits.unfinished(house.id, house.today(now))
        return {**closed, "roll_call": roll_call(found)}

    @rpc(schemas.WithReason)
    def reopen_facility(self, command: dict[str, Any]) -> dict[str, Any] | None:
        """After an emergency, or when the day was closed too early."""
        now = self.clock.now()
        return self.facilities.apply(
            command["facility"],
            command,
            lambda house: closing.reopen(house, command["reason"], now),
            answer=_state_of_house,
        )

    @rpc(schemas.EndOfDay)
    def end_of_day(self, command: dict[str, Any]) -> dict[str, Any] | None:
        """Unserved visits become no-shows, then the date is closed. Refused while anyone is
        inside or a locker is occupied, and before the last session is over but for a
        supervisor."""
        house, now = self.house(command), self.clock.now()
        today = house.today(now)
        found = self.visits.unfinished(house.id, today)
        closing.check_day_can_close(house, found, now, overridden="override" in command)
        for visit in found:
            self.visits.apply(
                visit.id, command, lambda one: closing.settle_for_night(one, house, now)
            )
        # once more: somebody may have been let in while the others were sent home
        closing.check_nobody_left(self.visits.unfinished(house.id, today))
        return self.facilities.apply(
            house.id,
            command,
            lambda before: closing.close_day(before, today, closing.END_OF_DAY_REASON),
            answer=_state_of_house,
        )

    @event_handler(registration.FACILITY_CLOSED)
    def settle_visits(self, event: dict[str, Any]) -> None:
        """Fires after a close: each open visit comes to its end. A crash half way is resumed
        when the event comes again."""
        data, now = event["data"], self.clock.now()
        on, closed_at = _day(data["date"]), datetime.fromisoformat(event["time"])
        for visit in self.visits.unfinished(event["subject"], on):
            self.visits.apply(
                visit.id,
                event,
                lambda one: closing.settle(one, data["cause"], on, closed_at, data["reason"], now),
            )

    @rpc(schemas.DayBook)
    def day_book(self, query: dict[str, Any]) -> dict[str, Any]:
        """The register of visits of one date and its sums; document numbers are masked."""
        house, on = self.house(query), query["date"]
        return day_book(
            on.isoformat(),
            self.visits.of_day(house.id, on),
            self.refusals.codes(house.id, on),
            query["lines"],
        )

    # inmates

    @rpc(schemas.AddInmate)
    def add_inmate(self, command: dict[str, Any]) -> dict[str, Any] | None:
        made, today = self._inmate(command, command), self._today(command)
        return self.inmate_book.apply(
            made.id,
            command,
            lambda before: inmates.add(before, made, today),
            answer=_state_of_inmate,
        )

    @rpc(schemas.ChangeInmate)
    def change_inmate(self, command: dict[str, Any]) -> dict[str, Any] | None:
        """Open visits that the change makes impossible are flagged."""
        today = self._today(command)
        changes = {name: command[name] for name in INMATE_FIELDS if name in command}
        return self.inmate_book.apply(
            self._inmate_id(command["facility"], command["number"]),
            command,
            lambda before: inmates.change(before, changes, today),
            answer=_state_of_inmate,
        )

    @rpc(schemas.ImportInmates)
    def import_inmates(self, command: dict[str, Any]) -> dict[str, Any]:
        """Take over a list. A row that a rule refuses is named by its place; the others stand."""
        today, refused = self._today(command), []
        for place, row in enumerate(command["inmates"]):
            made = self._inmate(command, row)
            try:
                self.inmate_book.apply(
                    made.id,
                    {"command_id": command["command_id"], **row},
                    lambda before, made=made: inmates.take_over(before, made, today),
                )
            except Refusal as no:
                refused.append({"row": place, "code": no.code, "field": no.field})
        return {"imported": len(command["inmates"]) - len(refused), "refused": refused}

    @rpc(schemas.Inmates)
    def inmates(self, query: dict[str, Any]) -> dict[str, Any]:
        house = self.house(query)
        found, total = self.inmate_book.listed(query)
        return _page(query, [plain(one, house.zone) for one in found], total)

    @event_handler(registration.INMATE_STATUS_CHANGED)
    def flag_visits_of_inmate(self, event: dict[str, Any]) -> None:
        """Fires when an inmate can or can no longer be visited."""
        inmate, now = self.inmate_book.get(event["subject"]), self.clock.now()
        for visit in self.visits.open_of_inmate(inmate.facility, inmate.number) if inmate else ():
            self.visits.apply(
                visit.id, event, lambda one: flagging.flag_for_inmate(one, inmate, now)
            )

    # bans

    @rpc(schemas.ProposeBan)
    def ban(self, command: dict[str, Any]) -> dict[str, Any] | None:
        """Propose to bar a person; another officer decides."""
        made, today = self._ban(command), self._today(command)
        return self.ban_book.apply(
            made.id, command, lambda before: bans.propose(before, made, today), answer=_state_of_ban
        )

    @event_handler(screening.BAN_PROPOSED)
    def propose_ban(self, event: dict[str, Any]) -> None:
        """Fires when a screener proposes a ban."""
        visit, now = self.visits.get(event["subject"]), self.clock.now()
        made = bans.proposed_at(visit, derived(event["facility"], event["id"]), event["data"], now)
        if made is not None:
            self.ban_book.apply(
                made.id, event, lambda before: bans.propose(before, made, visit.today(now))
            )

    @rpc(schemas.DecideBan)
    def decide_ban(self, command: dict[str, Any]) -> dict[str, Any] | None:
        """Confirm or reject; a confirmed ban stops the person's open visits too."""
        house, now = self.house(command), self.clock.now()
        return self.ban_book.apply(
            command["ban_id"],
            command,
            lambda ban: bans.decide(
                _of_house(house, ban),
                command["decision"],
                command["officer"]["id"],
                command["reason"],
                now,
                today=house.today(now),
                usual_days=house.settings.ban_days,
                affected=self.ban_book.affected(ban),
            ),
            answer=_state_of_ban,
        )

    @rpc(schemas.LiftBan)
    def lift_ban(self, command: dict[str, Any]) -> dict[str, Any] | None:
        house, now = self.house(command), self.clock.now()
        return self.ban_book.apply(
            command["ban_id"],
            command,
            lambda ban: bans.lift(
                _of_house(house, ban), command["officer"]["id"], command["reason"], now
            ),
            answer=_state_of_ban,
        )

    @rpc(schemas.Bans)
    def bans(self, query: dict[str, Any]) -> dict[str, Any]:
        house = self.house(query)
        found, total = self.ban_book.listed(query)
        return _page(query, [plain(one, house.zone, without=PRIVATE) for one in found], total)

    @event_handler(registration.VISITOR_BANNED)
    def flag_visits_of_banned(self, event: dict[str, Any]) -> None:
        """Fires when a ban is confirmed. Looks again, for visits registered meanwhile."""
        ban, now = self.ban_book.get(event["subject"]), self.clock.now()
        for hit in self.ban_book.affected(ban):
            self.visits.apply(
                hit["visit"],
                event,
                lambda one, hit=hit: flagging.flag_for_ban(one, ban, hit["person"], now),
            )

    # what the entrypoints share

    def house(self, message: Mapping[str, Any]) -> Facility:
        """The house that the message is for. Raises NotFound."""
        return closing.known(self.facilities.get(message["facility"]))

    def _today(self, message: Mapping[str, Any]) -> Any:
        return self.house(message).today(self.clock.now())

    def _identity(self, id_type: str, id_number: str) -> str:
        return blind_index(self.settings["BLIND_INDEX_KEY"], id_type, id_number)

    def _inmate_id(self, facility: str, number: str) -> str:
        """Keyed, as it is the subject of events and must not give the number away."""
        return self._identity("inmate", f"{facility}/{number}")

    def _inmate(self, command: Mapping[str, Any], row: Mapping[str, Any]) -> Inmate:
        facility = command["facility"]
        return Inmate(
            id=self._inmate_id(facility, row["number"]),
            facility=facility,
            **{name: row[name] for name in INMATE_FIELDS if name in row},
        )

    def _ban(self, command: Mapping[str, Any]) -> Ban:
        document = normal(command["visitor"]["id_type"], command["visitor"]["id_number"])
        return Ban(
            id=derived(command["facility"], command["command_id"]),
            facility=command["facility"],
            identity=self._identity(*document),
            masked=masked(document[1]),
            reason=command["reason"],
            proposed_by=command["officer"]["id"],
            proposed_at=self.clock.now(),
            until=command.get("until"),
            visit=command.get("visit_id"),
            note=command.get("note"),
        )


def _of_house(house: Facility, ban: Ban | None) -> Ban | None:
    """Another house's ban does not exist here."""
    return ban if ban is not None and ban.facility == house.id else None


def _state_of_house(house: Facility) -> dict[str, Any]:
    return {
        "facility": house.id,
        "status": house.status,
        "days_closed": [day.isoformat() for day in house.days_closed[-1:]],
    }


def _state_of_inmate(inmate: Inmate) -> dict[str, Any]:
    return {
        "number": inmate.number,
        "status": inmate.status,
        "accepts_visits": inmate.accepts_visits,
    }


def _state_of_ban(ban: Ban) -> dict[str, Any]:
    return {"ban_id": ban.id, "status": ban.status, "until": ban.until and ban.until.isoformat()}


def _page(query: Mapping[str, Any], items: list[dict], total: int) -> dict[str, Any]:
    return {"items": items, "page": query["page"], "page_size": query["page_size"], "total": total}


def _day(text: str) -> Any:
    return datetime.fromisoformat(text).date()
