"""The tables of the visiting room, and the persons that it holds."""

from chassis.aggregates import Contended
from chassis.turns import taking_turns
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
        with taking_turns(self.collection, facility):
            found, certain = self._supposed(facility), False
            for _ in range(ATTEMPTS):
                mine = holding(found, visit_id)
                if certain and mine:
                    return mine[0]["table"]
                try:
                    table = _free_table(found, persons, asked, limits)
                except Refusal:
                    if certain:
                        self.sweep_soon(facility)
                        raise
                else:
                    guard = {
                        "persons": {"$lte": limits.room_persons - persons},
                        "holders.table": {"$ne": table},
                    }
                    holder = {"visit": visit_id, "persons": persons, "table": table}
                    if not mine and self._take(found, holder, guard):
                        return table
                found, certain = self._find(facility), True
            raise Contended(self.collection)

    def leave(self, facility: str, visit_id: str) -> None:
        """The group's table is free."""
        self._give_back(facility, visit_id)

    def needs(self, key: str, visit: Document | None) -> bool | None:
        if visit is not None and visit["status"] == Status.CLEARED:
            return None
        return visit is not None and visit["status"] == Status.STARTED


def _free_table(found: Document, persons: int, asked: int | None, limits: Settings) -> int:
    check_room(persons, found["persons"], limits.room_persons)
    taken = {one["table"] for one in found["holders"]}
    return choose_table(asked, taken, limits.room_tables)
