"""The entrypoints about a person's own data, and about figures."""

from collections.abc import Mapping
from typing import Any

from chassis.rpc import rpc
from contracts.calls import facilities
from contracts.calls import visitors as calls
from services.registration import views
from services.registration.domain import person, statistics
from services.registration.domain.plain import plain
from services.registration.domain.refusals import NotFound
from services.registration.domain.visit import acting
from services.registration.service_bans import PRIVATE, BanEntrypoints
from services.registration.service_house import HouseEntrypoints


class VisitorEntrypoints(HouseEntrypoints, BanEntrypoints):
    @rpc(calls.VisitorData)
    def visitor_data(self, query: Mapping[str, Any]) -> dict[str, Any]:
        """All that this house holds of a person, for whoever asks for his or her own data. How
        to reach the person is with notifications, for visits whose ``contact`` is true."""
        house, visitor_id = self.house(query), query["visitor_id"]
        visits = self.visit_book.of_person(house.id, visitor_id)
        bans = self.ban_book.of_person(house.id, visitor_id)
        if not visits and not bans:
            raise NotFound("no such visitor", "visitor_id", what="visitor")
        return {
            "visitor_id": visitor_id,
            "visits": [views.of_person(visit, visitor_id) for visit in visits],
            "bans": [plain(one, house.zone, without=PRIVATE) for one in bans],
        }

    @rpc(calls.CorrectVisitor)
    def correct_visitor(self, command: Mapping[str, Any]) -> dict[str, Any]:
        """Puts a person's data right in all visits; each visit's history says by whom and why. A
        crash half way is resumed by the same command."""
        house, visitor_id, changes = self.house(command), command["visitor_id"], command["changes"]
        officer, now = acting(command), self.clock.now()
        visits = self.visit_book.of_person(house.id, visitor_id)
        person.check_correctable(visits, visitor_id, changes)
        for visit in visits:
            self.visit_book.apply(
                visit.id,
                command,
                lambda one: person.correct(
                    one, visitor_id, changes, command["reason"], officer, now
                ),
            )
        return {"visitor_id": visitor_id, "visits": [visit.id for visit in visits]}

    @rpc(facilities.Statistics)
    def statistics(self, query: Mapping[str, Any]) -> dict[str, Any]:
        """Figures of each day from one to another, both included: at most 366."""
        house, first, last = self.house(query), query["from_"], query["to"]
        span = list(statistics.days(first, last))
        return {
            "from": first.isoformat(),
            "to": last.isoformat(),
            "days": statistics.statistics(
                span,
                self.visit_book.figures(house.id, first, last),
                self.refusals.between(house.id, first, last),
                house.zone,
            ),
        }
