"""The entrypoints about inmates."""

from collections.abc import Mapping
from typing import Any

from chassis.events import event_handler
from chassis.rpc import rpc
from chassis.stored import Stored
from contracts import registration
from contracts.calls import inmates as calls
from services.registration import store_house as store
from services.registration.domain import flagging
from services.registration.domain import inmate as inmates
from services.registration.domain.inmate import Inmate
from services.registration.domain.plain import plain
from services.registration.domain.refusals import Refusal
from services.registration.service_base import RegistrationBase, page_of

CHANGEABLE = ("name", "sex", "legal_status", "status", "status_until", "accepts_visits", "block")


class InmateEntrypoints(RegistrationBase):
    inmate_book = Stored(store.Inmates, publishes=registration.EVENTS)

    @rpc(calls.AddInmate)
    def add_inmate(self, command: dict[str, Any]) -> dict[str, Any] | None:
        made, today = self._inmate(command, command), self._today(command)
        return self.inmate_book.apply(
            made.id,
            command,
            lambda before: inmates.add(before, made, today),
            answer=_state_of_inmate,
        )

    @rpc(calls.ChangeInmate)
    def change_inmate(self, command: dict[str, Any]) -> dict[str, Any] | None:
        """Open visits that the change makes impossible are flagged."""
        today = self._today(command)
        changes = {name: command[name] for name in CHANGEABLE if name in command}
        return self.inmate_book.apply(
            self._inmate_id(command["facility"], command["number"]),
            command,
            lambda before: inmates.change(before, changes, today),
            answer=_state_of_inmate,
        )

    @rpc(calls.ImportInmates)
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

    @rpc(calls.Inmates)
    def inmates(self, query: dict[str, Any]) -> dict[str, Any]:
        house = self.house(query)
        found, total = self.inmate_book.listed(query)
        return page_of(query, [plain(one, house.zone) for one in found], total)

    @event_handler(registration.INMATE_STATUS_CHANGED)
    def flag_visits_of_inmate(self, event: dict[str, Any]) -> None:
        """Fires when an inmate can or can no longer be visited."""
        inmate, now = self.inmate_book.get(event["subject"]), self.clock.now()
        if inmate is None:
            return
        for visit in self.visit_book.open_of_inmate(inmate.facility, inmate.number):
            self.visit_book.apply(
                visit.id, event, lambda one: flagging.flag_for_inmate(one, inmate, now)
            )

    def _inmate_id(self, facility: str, number: str) -> str:
        """Keyed, as it is the subject of events and must not give the number away."""
        return self._identity("inmate", f"{facility}/{number}")

    def _inmate(self, command: Mapping[str, Any], row: Mapping[str, Any]) -> Inmate:
        facility = command["facility"]
        return Inmate(
            id=self._inmate_id(facility, row["number"]),
            facility=facility,
            number=row["number"],
            **{name: row[name] for name in CHANGEABLE if name in row},
        )


def _state_of_inmate(inmate: Inmate) -> dict[str, Any]:
    return {
        "number": inmate.number,
        "status": inmate.status,
        "accepts_visits": inmate.accepts_visits,
    }
