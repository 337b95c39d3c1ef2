"""The entrypoints of the house: its settings, closing, and the day book."""

from datetime import date, datetime
from typing import Any

from chassis.events import event_handler
from chassis.rpc import rpc
from chassis.stored import Stored
from contracts import registration
from contracts.calls import facilities as calls
from services.registration import store_house as store
from services.registration.domain import closing
from services.registration.domain import facility as houses
from services.registration.domain.day_book import day_book
from services.registration.domain.facility import Facility
from services.registration.domain.roll_call import roll_call
from services.registration.domain.visit import acting
from services.registration.service_base import RegistrationBase


class HouseEntrypoints(RegistrationBase):
    refusals = Stored(store.Refusals)

    @rpc(calls.ConfigureFacility)
    def configure_facility(self, command: dict[str, Any]) -> dict[str, Any] | None:
        """Set up the house, or change it; settings that are not named stay as they are."""
        id, now = command["facility"], self.clock.now()
        return self.facilities.apply(
            id,
            command,
            lambda house: houses.configure(
                house,
                id,
                command["name"],
                command["timezone"],
                command["settings"],
                acting(command),
                now,
            ),
            answer=_state_of_house,
        )

    @rpc(calls.FacilityQuery)
    def facility(self, query: dict[str, Any]) -> dict[str, Any]:
        """The house with its settings, whether it is open, and the sessions of today."""
        return houses.describe(self.house(query), self.clock.now())

    @rpc(calls.WithReason)
    def close_facility(self, command: dict[str, Any]) -> dict[str, Any]:
        """Emergency: intake stops at once. The answer calls the roll of who is in the house."""
        house, now = self.house(command), self.clock.now()
        # before the others hear of it and the queue is sent home
        called = roll_call(self.visit_book.unfinished(house.id, house.today(now)))
        closed = self.facilities.apply(
            house.id,
            command,
            lambda before: closing.close(before, command["reason"], acting(command), now),
            answer=_state_of_house,
        )
        return {**closed, "roll_call": called}

    @rpc(calls.WithReason)
    def reopen_facility(self, command: dict[str, Any]) -> dict[str, Any] | None:
        """After an emergency, or when the day was closed too early."""
        now = self.clock.now()
        return self.facilities.apply(
            command["facility"],
            command,
            lambda house: closing.reopen(house, command["reason"], acting(command), now),
            answer=_state_of_house,
        )

    @rpc(calls.EndOfDay)
    def end_of_day(self, command: dict[str, Any]) -> dict[str, Any] | None:
        """Unserved visits become no-shows, then the date is closed. Refused while anyone is
        inside or a locker is occupied, and before the last session is over but for a
        supervisor."""
        house, now, officer = self.house(command), self.clock.now(), acting(command)
        today = house.today(now)
        found = self.visit_book.unfinished(house.id, today)
        closing.check_day_can_close(house, found, now, overridden=officer.supervisor is not None)
        for visit in found:
            self.visit_book.apply(
                visit.id, command, lambda one: closing.settle_for_night(one, house, now)
            )
            self.visit_book.give_back_place(visit.id)
        # once more: somebody may have been let in while the others were sent home
        closing.check_nobody_left(self.visit_book.unfinished(house.id, today))
        return self.facilities.apply(
            house.id,
            command,
            lambda before: closing.close_day(before, today, officer, now),
            answer=_state_of_house,
        )

    @event_handler(registration.FACILITY_CLOSED)
    def settle_visits(self, event: dict[str, Any]) -> None:
        """Fires after a close: each open visit comes to its end. A crash half way is resumed
        when the event comes again."""
        data, now = event["data"], self.clock.now()
        on, closed_at = date.fromisoformat(data["date"]), datetime.fromisoformat(event["time"])
        for visit in self.visit_book.unfinished(event["subject"], on):
            self.visit_book.apply(
                visit.id,
                event,
                lambda one: closing.settle(one, data["cause"], on, closed_at, data["reason"], now),
            )
            self.visit_book.give_back_place(visit.id)
            self.visit_book.give_back_table(visit.id)

    @rpc(calls.DayBook)
    def day_book(self, query: dict[str, Any]) -> dict[str, Any]:
        """The register of visits of one date and its sums; document numbers are masked."""
        house, on = self.house(query), query["date"]
        return day_book(
            on.isoformat(),
            self.visit_book.of_day(house.id, on),
            self.refusals.codes(house.id, on),
            query["lines"],
        )


def _state_of_house(house: Facility) -> dict[str, Any]:
    return {
        "facility": house.id,
        "status": house.status,
        "days_closed": [day.isoformat() for day in house.days_closed[-1:]],
    }
