"""What the four services have written down about one house."""

from collections.abc import Mapping
from typing import Any

from pymongo import MongoClient

Document = dict[str, Any]
KEPT = {
    "registration": ("visits", "bans", "facilities", "inmates", "sessions", "rooms"),
    "screening": ("screenings", "facilities"),
    "lockers": ("deposits", "inventories"),
    "notifications": ("notifications",),
}
PLACES = ("sessions", "rooms")


class Books:
    """Reads the databases; each list is as it stands at the moment of asking."""

    def __init__(self, settings: Mapping[str, Any], facility: str):
        self._client: MongoClient = MongoClient(settings["MONGO_URI"], tz_aware=True)
        self._prefix = settings["DATABASE_PREFIX"]
        self._facility = facility

    def close(self) -> None:
        self._client.close()

    def visits(self) -> dict[str, Document]:
        return self._all("registration", "visits")

    def bans(self) -> dict[str, Document]:
        return self._all("registration", "bans")

    def screenings(self) -> dict[str, Document]:
        return self._all("screening", "screenings")

    def deposits(self) -> dict[str, Document]:
        return self._all("lockers", "deposits")

    def places(self, kind: str) -> list[Document]:
        """``sessions`` or ``rooms``: who holds a place there."""
        collection = self._collection("registration", kind)
        return list(collection.find({"_id": {"$regex": f"^{self._facility}(:|$)"}}))

    def leases_run_out(self) -> None:
        """As if the time had passed after which a place without its visit counts as leaked: one
        that a killed process had taken, or that was taken for nothing. The sweep frees it."""
        for kind in PLACES:
            for one in self.places(kind):
                holders = [holder | {"at": 0.0} for holder in one["holders"]]
                self._collection("registration", kind).update_one(
                    {"_id": one["_id"]}, {"$set": {"holders": holders, "sweep_due": 0.0}}
                )

    def due_for_sweep(self) -> bool:
        return any("sweep_due" in one for kind in PLACES for one in self.places(kind))

    def everything(self) -> dict[str, dict[str, Document]]:
        """All aggregates, but for events on their way out."""
        return {
            f"{service}.{name}": self._all(service, name, {"outbox": 0, "outbox_since": 0})
            for service, collections in KEPT.items()
            for name in collections
        }

    def unpublished(self) -> set[str]:
        """Ids of events that lie in an outbox, sent or not."""
        waiting = {"facility": self._facility, "outbox.0": {"$exists": True}}
        return {
            event["id"]
            for service, collections in KEPT.items()
            for name in collections
            for document in self._collection(service, name).find(waiting, {"outbox.id": 1})
            for event in document["outbox"]
        }

    def _all(
        self, service: str, name: str, shown: Mapping[str, int] | None = None
    ) -> dict[str, Document]:
        found = self._collection(service, name).find({"facility": self._facility}, shown)
        return {document["_id"]: document for document in found}

    def _collection(self, service: str, name: str) -> Any:
        return self._client[self._prefix + service][name]
