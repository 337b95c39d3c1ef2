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
from chassis.remembered import Remembered

ATTEMPTS = 40
LEASE_SECONDS = 120.0
"""Real time after which a place without its visit is leaked: far longer than any command."""

Document = Mapping[str, Any]
LookUp = Callable[[Iterable[str]], Mapping[str, Document]]


class Places:
    """Documents ``{_id, groups, persons, holders: [{visit, persons, at}], sweep_due?}``.

    ``look_up`` gives status, date and session of those of some visits that exist. What this
    process left behind in a document it remembers, and supposes that it still is so: each update
    has a guard that holds only then.
    """

    collection: ClassVar[str]
    empty: ClassVar[Document] = {"groups": 0, "persons": 0, "holders": []}

    def __init__(self, documents: Collection, look_up: LookUp, remembered: Remembered):
        self._documents = documents
        self._look_up = look_up
        self._remembered = remembered

    @classmethod
    def create_indexes(cls, database: Database) -> None:
        database[cls.collection].create_index("sweep_due", name="sweep_due", sparse=True)

    def needs(self, key: str, visit: Document | None) -> bool | None:
        """Whether this visit still needs its place; None: its command may still be at work."""
        raise NotImplementedError

    def _supposed(self, key: str) -> Document:
        """The document as it was a moment ago, and most likely still is."""
        known, document = self._remembered.recent(self._place(key))
        return document if known else self._find(key)

    def _leave_behind(self, key: str, document: Document) -> None:
        self._remembered.saw(self._place(key), document)

    def _place(self, key: str) -> tuple[str, str]:
        return self._documents.full_name, key

    def _find(self, key: str) -> Document:
        """The document, made on first use."""
        while (found := self._documents.find_one({"_id": key})) is None:
            try:
                self._documents.insert_one({"_id": key, **self.empty})
            except DuplicateKeyError:
                pass  # somebody was quicker
        self._leave_behind(key, found)
        return found

    def _take(self, before: Document, holder: Document, guard: Document, **more: int) -> bool:
        """Whether ``guard`` held and the group of ``holder`` {visit, persons} has the place now.

        ``more``: by how much to raise other counters of the document.
        """
        # real time, as the clock of the services may run faster than the processes do
        taken = {**holder, "at": time.time()}
        added = {"groups": 1, "persons": holder["persons"], **more}
        done = self._update(
            {"_id": before["_id"], "holders.visit": {"$ne": holder["visit"]}, **guard},
            {
                "$inc": added,
                "$push": {"holders": taken},
                "$min": {"sweep_due": time.time() + LEASE_SECONDS},
            },
        )
        if done:
            raised = {name: before[name] + by for name, by in added.items()}
            holders = [*before["holders"], taken]
            self._leave_behind(before["_id"], {**before, **raised, "holders": holders})
        return done

    def _give_back(self, key: str, visit_id: str) -> None:
        """Twice does no harm."""
        supposed = self._supposed(key)
        if not (holding(supposed, visit_id) and self._given_back(supposed, visit_id)):
            self._given_back(self._find(key), visit_id)

    def _given_back(self, found: Document, visit_id: str) -> bool:
        """Whether it was as found, and is not any more."""
        key, given = found["_id"], False
        for one in holding(found, visit_id):
            held = {"visit": visit_id, "persons": one["persons"]}
            given = self._update(
                {"_id": key, "holders": {"$elemMatch": held}},
                {
                    "$inc": {"groups": -1, "persons": -one["persons"]},
                    "$pull": {"holders": {"visit": visit_id}},
                },
            )
            left = [other for other in found["holders"] if other is not one]
            self._leave_behind(key, {
                **found, "groups": found["groups"] - 1,
                "persons": found["persons"] - one["persons"], "holders": left,
            })  # fmt: skip
        return given

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
