"""What registration's entrypoints share, whatever they are about."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from chassis.blind_index import blind_index
from chassis.clock import Clock
from chassis.service import Service
from chassis.settings import Settings
from chassis.stored import Stored
from contracts import registration
from services.registration import store, store_house
from services.registration.domain.closing import known
from services.registration.domain.facility import Facility


class RegistrationBase(Service):
    """Its stores, its clock, and the house that a message is for."""

    clock = Clock()
    settings = Settings()
    visit_book = Stored(store.Visits, publishes=registration.EVENTS)
    facilities = Stored(store_house.Facilities, publishes=registration.EVENTS)

    def house(self, message: Mapping[str, Any]) -> Facility:
        """The house that the message is for. Raises NotFound."""
        return known(self.facilities.get(message["facility"]))

    def _today(self, message: Mapping[str, Any]) -> date:
        """The date at the house that the message is for. Raises NotFound."""
        return self.house(message).today(self.clock.now())

    def _identity(self, id_type: str, id_number: str) -> str:
        """The blind index of a document."""
        return blind_index(self.settings["BLIND_INDEX_KEY"], id_type, id_number)


def page_of(query: Mapping[str, Any], items: list[dict], total: int) -> dict[str, Any]:
    return {"items": items, "page": query["page"], "page_size": query["page_size"], "total": total}
