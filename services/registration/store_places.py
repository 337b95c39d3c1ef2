"""Places that are raced for: of a session and its queue, of the visiting room and its tables.

Each session and each room is one document, changed by guarded updates. A place is taken before
its visit is saved, so a crash in between leaks it; the sweep finds such places again.
"""

import random
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError, OperationFailure

from chassis.aggregates import WRITE_CONFLICT, Contended
from services.registration.domain.calendar import Session
from services.registration.domain.refusals import Refusal, SessionFull
from services.registration.domain.settings import Settings
from services.registration.domain.visit import RELEASED, Status, Visit
from services.registration.domain.visiting import check_room, choose_table

T = TypeVar("T")
ATTEMPTS = 40
LEASE_SECONDS = 120.0
"""Real time after which a place without its visit is leaked: far longer than any command."""


class Places:
    """``needed`` gives status, date and session of those of the given visits that exist."""

    def __init__(
        self,
        sessions: Collection,
        rooms: Collection,
        needed: Callable[[Iterable[str]], Mapping[str, Mapping[str, Any]]],
    ):
        self._sessions = sessions
        self._rooms = rooms
        self._needed = needed

    @staticmethod
    def create_indexes(database: Database) -> None:
        for name in ("sessions", "rooms"):
            database[name].create_index("sweep_due", name="sweep_due", sparse=True)

    # --- a session -----------------------------------------------------------------------------

    def reserve(
        self,
        facility: str,
        session: Session,
        visit_id: str,
        persons: int,
        numbered: bool,
        limited: bool,
    ) -> int | None:
        """A place for a group of ``persons`` in the session; its queue number if it gets one.

        Who has a place keeps it, so a repeated command gets the same. ``limited``: within the
        session's quota. Raises SessionFull.
        """
        key = _session_key(facility, session.date.isoformat(), session.name)
        wanted = {"_id": key, "holders.visit": {"$ne": visit_id}}
        if limited:
            wanted["groups"] = {"$lt": session.quota_groups}
            wanted["persons"] = {"$lte": session.quota_persons - persons}
        change: dict[str, Any] = {
            "$inc": {"groups": 1, "persons": persons},
            "$push": {"holders": _holder(visit_id, persons)},
            "$min": {"sweep_due": time.time() + LEASE_SECONDS},
        }
        if numbered:
            # the number is the place in this list, which never shrinks
            change["$addToSet"] = {"numbered": visit_id}
        for _ in range(2):
            if _update(self._sessions, wanted, change):
                break
            found = self._sessions.find_one({"_id": key})
            if found is None:
                _insert(self._sessions, {"_id": key, "holders": [], "numbered": []})
            elif not any(one["visit"] == visit_id for one in found["holders"]):
                self._look_for_leaks(self._sessions, key)
                raise _full(session, found)
        return self._number(key, visit_id) if numbered else None

    def number(self, visit: Visit) -> int:
        """The queue number of a booked group that checks in; the same one every time."""
        key = _session_key(visit.facility, visit.date.isoformat(), visit.session)
        change = {"$addToSet": {"numbered": visit.id}}
        if not _update(self._sessions, {"_id": key}, change):
            _insert(self._sessions, {"_id": key, "holders": [], "numbered": []})
            _update(self._sessions, {"_id": key}, change)
        return self._number(key, visit.id)

    def release(self, visit: Visit) -> None:
        """The group's place in its session is free; its number is not given again."""
        key = _session_key(visit.facility, visit.date.isoformat(), visit.session)
        self._release(self._sessions, key, visit.id)

    def _number(self, key: str, visit_id: str) -> int:
        found = self._sessions.find_one({"_id": key}, {"numbered": 1})
        assert found is not None
        return found["numbered"].index(visit_id) + 1

    # --- the visiting room ---------------------------------------------------------------------

    def sit(
        self, facility: str, visit_id: str, persons: int, asked: int | None, limits: Settings
    ) -> int:
        """A table for a group of ``persons``. Who has one keeps it.

        Raises RoomFull, TableTaken, TableUnknown.
        """
        for _ in range(ATTEMPTS):
            room = self._rooms.find_one({"_id": facility})
            if room is None:
                _insert(self._rooms, {"_id": facility, "holders": []})
                continue
            seated = {one["visit"]: one["table"] for one in room["holders"]}
            if visit_id in seated:
                return seated[visit_id]
            table = self._free_table(room, persons, asked, limits)
            taken = _update(
                self._rooms,
                {
                    "_id": facility,
                    "persons": {"$lte": limits.room_persons - persons},
                    "holders.visit": {"$ne": visit_id},
                    "holders.table": {"$ne": table},
                },
                {
                    "$inc": {"groups": 1, "persons": persons},
                    "$push": {"holders": {**_holder(visit_id, persons), "table": table}},
                    "$min": {"sweep_due": time.time() + LEASE_SECONDS},
                },
            )
            if taken:
                return table
        raise Contended("rooms")

    def leave(self, facility: str, visit_id: str) -> None:
        """The group's table is free."""
        self._release(self._rooms, facility, visit_id)

    def _free_table(
        self, room: Mapping[str, Any], persons: int, asked: int | None, limits: Settings
    ) -> int:
        try:
            check_room(persons, room["persons"], limits.room_persons)
            taken = {one["table"] for one in room["holders"]}
            return choose_table(asked, taken, limits.room_tables)
        except Refusal:
            self._look_for_leaks(self._rooms, room["_id"])
            raise

    # --- what a crash left behind --------------------------------------------------------------

    def sweep(self) -> None:
        """Free the places of visits that were never saved, or no longer need them."""
        for places, is_needed in ((self._sessions, _needs_session), (self._rooms, _needs_room)):
            for due in places.find({"sweep_due": {"$lte": time.time()}}, {"_id": 1}):
                # in this order: who takes a place after the unset has it looked at another time
                _update(places, {"_id": due["_id"]}, {"$unset": {"sweep_due": ""}})
                self._sweep(places, places.find_one({"_id": due["_id"]}), is_needed)

    def _sweep(
        self,
        places: Collection,
        due: Mapping[str, Any],
        is_needed: Callable[[str, Mapping[str, Any]], bool | None],
    ) -> None:
        visits = self._needed(one["visit"] for one in due["holders"])
        for one in due["holders"]:
            needed = is_needed(due["_id"], visits.get(one["visit"], {}))
            fresh = time.time() - one["at"] < LEASE_SECONDS
            if needed is None and fresh:  # its command may still be at work
                _update(
                    places, {"_id": due["_id"]}, {"$min": {"sweep_due": one["at"] + LEASE_SECONDS}}
                )
            elif not needed:
                self._release(places, due["_id"], one["visit"])

    def _look_for_leaks(self, places: Collection, key: str) -> None:
        """Before people are turned away again, the sweep looks whether the places are real."""
        _update(places, {"_id": key}, {"$min": {"sweep_due": time.time()}})

    def _release(self, places: Collection, key: str, visit_id: str) -> None:
        found = places.find_one({"_id": key}, {"holders": 1}) or {"holders": []}
        for one in found["holders"]:
            if one["visit"] == visit_id:
                held = {"visit": visit_id, "persons": one["persons"]}
                _update(
                    places,
                    {"_id": key, "holders": {"$elemMatch": held}},
                    {
                        "$inc": {"groups": -1, "persons": -one["persons"]},
                        "$pull": {"holders": {"visit": visit_id}},
                    },
                )


def _needs_session(key: str, visit: Mapping[str, Any]) -> bool | None:
    """None: not known yet, as the visit is not saved."""
    if not visit:
        return None
    return visit["status"] not in RELEASED and key.endswith(f":{visit['date']}:{visit['session']}")


def _needs_room(key: str, visit: Mapping[str, Any]) -> bool | None:
    if visit.get("status") == Status.CLEARED:
        return None
    return visit.get("status") == Status.STARTED


def _session_key(facility: str, on: str, name: str) -> str:
    return f"{facility}:{on}:{name}"


def _holder(visit_id: str, persons: int) -> dict[str, Any]:
    # real time, as the clock of the services may run faster than the processes do
    return {"visit": visit_id, "persons": persons, "at": time.time()}


def _full(session: Session, found: Mapping[str, Any]) -> SessionFull:
    by_groups = found["groups"] >= session.quota_groups
    quota, limit = (
        ("groups", session.quota_groups) if by_groups else ("persons", session.quota_persons)
    )
    return SessionFull(
        f"the session {session.name} has no place left",
        "session",
        session=session.name,
        quota=quota,
        limit=limit,
    )


def _insert(places: Collection, document: Mapping[str, Any]) -> None:
    try:
        places.insert_one({**document, "groups": 0, "persons": 0})
    except DuplicateKeyError:
        pass  # somebody was quicker


def _update(places: Collection, wanted: Mapping[str, Any], change: Mapping[str, Any]) -> bool:
    """Whether a document met the condition and was changed. Raises Contended."""
    for _ in range(ATTEMPTS):
        try:
            return places.update_one(wanted, change).matched_count == 1
        except OperationFailure as error:
            if error.code != WRITE_CONFLICT:
                raise
            time.sleep(random.uniform(0.001, 0.01))  # noqa: S311 - spreads the retries
    raise Contended(places.name)
