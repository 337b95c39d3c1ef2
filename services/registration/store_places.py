"""Places that are raced for: what the session and the visiting room have in common.

Each session and each room is one document, changed by guarded updates. A place is taken before
its visit is saved, so a crash in between leaks it; the sweep finds such places again.
"""

import random
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError, OperationFailure

from chassis.aggregates import WRITE_CONFLICT, Contended

ATTEMPTS = 40
LEASE_SECONDS = 120.0
"""Real time after which a place without its visit is leaked: far longer than any command."""

Document = Mapping[str, Any]
LookUp = Callable[[Iterable[str]], Mapping[str, Document]]


class Places:
    """Documents ``{_id, groups, persons, holders: [{visit, persons, at}], sweep_due?}``.

    ``look_up`` gives status, date and session of those of some visits that exist.
    """

    collection: ClassVar[str]

    def __init__(self, documents: Collection, look_up: LookUp):
        self._documents = documents
        self._look_up = look_up

    @classmethod
    def create_indexes(cls, database: Database) -> None:
        database[cls.collection].create_index("sweep_due", name="sweep_due", sparse=True)

    def needs(self, key: str, visit: Document | None) -> bool | None:
        """Whether this visit still needs its place; None: its command may still be at work."""
        raise NotImplementedError

    def _find(self, key: str) -> Document:
        """The document, made on first use."""
        while (found := self._documents.find_one({"_id": key})) is None:
            try:
                self._documents.insert_one({"_id": key, "groups": 0, "persons": 0, "holders": []})
            except DuplicateKeyError:
                pass  # somebody was quicker
        return found

    def _take(
        self, key: str, visit_id: str, persons: int, guard: Document, listed: Document, **more: Any
    ) -> bool:
        """Whether ``guard`` held and the group of so many persons has the place now.

        ``listed`` is kept with the holder, ``more`` are further operators of the update.
        """
        # real time, as the clock of the services may run faster than the processes do
        holder = {"visit": visit_id, "persons": persons, "at": time.time(), **listed}
        return self._update(
            {"_id": key, "holders.visit": {"$ne": visit_id}, **guard},
            {
                "$inc": {"groups": 1, "persons": persons},
                "$push": {"holders": holder},
                "$min": {"sweep_due": time.time() + LEASE_SECONDS},
                **more,
            },
        )

    def _give_back(self, key: str, visit_id: str) -> None:
        """Twice does no harm."""
        found = self._documents.find_one({"_id": key}, {"holders": 1}) or {"holders": []}
        for one in holding(found, visit_id):
            held = {"visit": visit_id, "persons": one["persons"]}
            self._update(
                {"_id": key, "holders": {"$elemMatch": held}},
                {
                    "$inc": {"groups": -1, "persons": -one["persons"]},
                    "$pull": {"holders": {"visit": visit_id}},
                },
            )

    def _update(self, wanted: Document, change: Document) -> bool:
        """Whether a document met the condition and was changed. Raises Contended."""
        for _ in range(ATTEMPTS):
            try:
                return self._documents.update_one(wanted, change).matched_count == 1
            except OperationFailure as error:
                if error.code != WRITE_CONFLICT:
                    raise
                time.sleep(random.uniform(0.001, 0.01))  # noqa: S311 - spreads the retries
        raise Contended(self.collection)

    # --- what a crash left behind --------------------------------------------------------------

    def sweep(self) -> None:
        """Free the places of visits that were never saved, or no longer need them."""
        for due in self._documents.find({"sweep_due": {"$lte": time.time()}}, {"_id": 1}):
            # in this order: who takes a place after the unset has it looked at another time
            self._update({"_id": due["_id"]}, {"$unset": {"sweep_due": ""}})
            self._sweep(self._find(due["_id"]))

    def sweep_soon(self, key: str) -> None:
        """Before more people are turned away, the next sweep looks whether all places are real."""
        self._update({"_id": key}, {"$min": {"sweep_due": time.time()}})

    def _sweep(self, found: Document) -> None:
        key = found["_id"]
        visits = self._look_up(one["visit"] for one in found["holders"])
        for one in found["holders"]:
            needed, until = self.needs(key, visits.get(one["visit"])), one["at"] + LEASE_SECONDS
            if needed is None and time.time() < until:
                self._update({"_id": key}, {"$min": {"sweep_due": until}})
            elif not needed:
                self._give_back(key, one["visit"])


def holding(found: Document, visit_id: str) -> list[Document]:
    return [one for one in found["holders"] if one["visit"] == visit_id]
