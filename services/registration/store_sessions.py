"""A session's places, in groups and persons, and its queue numbers."""

from datetime import date
from typing import Any

from chassis.aggregates import Contended
from chassis.turns import taking_turns
from services.registration.domain.calendar import Session
from services.registration.domain.refusals import SessionFull
from services.registration.domain.visit import RELEASED, Visit
from services.registration.store_places import ATTEMPTS, Document, Places, holding


class SessionPlaces(Places):
    """``given`` queue numbers so far, which never falls, so none is given twice. Who has a number
    has it beside its place, and so gets the same again for a repeated command."""

    collection = "sessions"
    empty = {**Places.empty, "given": 0}

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

        Who has a place keeps it. ``limited``: within the session's quota. Raises SessionFull.
        """
        key = _key(facility, session.date, session.name)
        room = {
            "groups": {"$lt": session.quota_groups},
            "persons": {"$lte": session.quota_persons - persons},
        }
        with taking_turns(self.collection, key):
            found, certain = self._supposed(key), False
            for _ in range(ATTEMPTS):
                mine = holding(found, visit_id)
                if certain and not mine and limited:
                    self._refuse_full(session, found, persons)
                if (certain and mine) or (
                    not mine and self._enter(found, visit_id, persons, room if limited else {},
                                             numbered)
                ):  # fmt: skip
                    return self._number(key, visit_id) if numbered else None
                found, certain = self._find(key), True
            raise Contended(self.collection)

    def _enter(
        self, found: Document, visit_id: str, persons: int, room: Document, numbered: bool
    ) -> bool:
        holder = {"visit": visit_id, "persons": persons}
        if not numbered:
            return self._take(found, holder, room)
        # the next number is known beforehand if nobody else has come
        given = found["given"]
        as_supposed = {**room, "given": given}
        return self._take(found, {**holder, "number": given + 1}, as_supposed, given=1)

    def _refuse_full(self, session: Session, found: Document, persons: int) -> None:
        if full := _full(session, found, persons):
            self.sweep_soon(found["_id"])
            raise full

    def number(self, visit: Visit) -> int:
        """The queue number of a booked group that checks in; the same one every time."""
        key = _key(visit.facility, visit.date, visit.session)
        with taking_turns(self.collection, key):
            return self._number(key, visit.id)

    def release(self, visit: Visit) -> None:
        """The group's place in its session is free; its number is not given again."""
        self.give_back(visit.facility, visit.date, visit.session, visit.id)

    def give_back(self, facility: str, on: date, session: str, visit_id: str) -> None:
        """The same of a visit that was not saved."""
        self._give_back(_key(facility, on, session), visit_id)

    def needs(self, key: str, visit: Document | None) -> bool | None:
        if visit is None:
            return None
        here = key.endswith(f":{visit['date']}:{visit['session']}")
        return here and visit["status"] not in RELEASED

    def _number(self, key: str, visit_id: str) -> int:
        """The one that the group has, or the next."""
        found = self._supposed(key)
        if not holding(found, visit_id):
            found = self._find(key)
        for _ in range(ATTEMPTS):
            mine = holding(found, visit_id)
            if mine and "number" in mine[0]:
                return mine[0]["number"]
            number = found["given"] + 1
            if self._give(found, visit_id, number):
                return number
            found = self._find(key)
        raise Contended(self.collection)

    def _give(self, found: Document, visit_id: str, number: int) -> bool:
        """Whether nobody was quicker, and it is the group's now, and kept beside its place."""
        wanted = {"_id": found["_id"], "given": found["given"]}
        change: dict[str, Any] = {"$inc": {"given": 1}}
        if holding(found, visit_id):
            wanted["holders.visit"] = visit_id
            change["$set"] = {"holders.$.number": number}
        done = self._update(wanted, change)
        if done:
            holders = [
                {**one, "number": number} if one["visit"] == visit_id else one
                for one in found["holders"]
            ]
            self._leave_behind(found["_id"], {**found, "given": number, "holders": holders})
        return done

    def _find(self, key: str) -> Document:
        while "given" not in (found := super()._find(key)):
            self._count(found)
        return found

    def _count(self, found: Document) -> None:
        """Sessions had a list of all that got a number, before they had a counter."""
        numbers = {visit: place for place, visit in enumerate(found.get("numbered", ()), 1)}
        holders = [
            {**one, "number": numbers[one["visit"]]} if one["visit"] in numbers else one
            for one in found["holders"]
        ]
        as_found = {"_id": found["_id"], "given": {"$exists": False}, "holders": found["holders"]}
        counted = {"given": len(numbers), "holders": holders}
        self._update(as_found, {"$set": counted, "$unset": {"numbered": ""}})


def _key(facility: str, on: date, name: str) -> str:
    return f"{facility}:{on.isoformat()}:{name}"


def _full(session: Session, found: Document, persons: int) -> SessionFull | None:
    """What stands against a group of so many persons."""
    if found["groups"] >= session.quota_groups:
        quota, limit = "groups", session.quota_groups
    elif found["persons"] + persons > session.quota_persons:
        quota, limit = "persons", session.quota_persons
    else:
        return None
    return SessionFull(
        f"the session {session.name} has no place left",
        "session",
        session=session.name,
        quota=quota,
        limit=limit,
    )
