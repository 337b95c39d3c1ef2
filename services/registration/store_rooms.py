"""The tables of the visiting room, and the persons that it holds."""

from chassis.aggregates import Contended
from services.registration.domain.refusals import Refusal
from services.registration.domain.settings import Settings
from services.registration.domain.visit import Status
from services.registration.domain.visiting import check_room, choose_table
from services.registration.store_places import ATTEMPTS, Document, Places, holding


class Room(Places):
    """One document for each house."""

    collection = "rooms"

    def sit(
        self, facility: str, visit_id: str, persons: int, asked: int | None, limits: Settings
    ) -> int:
        """A table for a group of ``persons``. Who has one keeps it.

        Raises RoomFull, TableTaken, TableUnknown.
        """
        for _ in range(ATTEMPTS):
            found = self._find(facility)
            for one in holding(found, visit_id):
                return one["table"]
            table = self._free_table(found, persons, asked, limits)
            guard = {
                "persons": {"$lte": limits.room_persons - persons},
                "holders.table": {"$ne": table},
            }
            if self._take(facility, visit_id, persons, guard, {"table": table}):
                return table
        raise Contended(self.collection)

    def leave(self, facility: str, visit_id: str) -> None:
        """The group's table is free."""
        self._give_back(facility, visit_id)

    def needs(self, key: str, visit: Document | None) -> bool | None:
        if visit is not None and visit["status"] == Status.CLEARED:
            return None
        return visit is not None and visit["status"] == Status.STARTED

    def _free_table(
        self, found: Document, persons: int, asked: int | None, limits: Settings
    ) -> int:
        try:
            check_room(persons, found["persons"], limits.room_persons)
            taken = {one["table"] for one in found["holders"]}
            return choose_table(asked, taken, limits.room_tables)
        except Refusal:
            self.sweep_soon(found["_id"])
            raise
