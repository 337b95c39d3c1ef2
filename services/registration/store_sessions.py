"""A session's places, in groups and persons, and its queue numbers."""

from datetime import date

from chassis.aggregates import Contended
from chassis.turns import taking_turns
from services.registration.domain.calendar import Session
from services.registration.domain.refusals import SessionFull
from services.registration.domain.visit import RELEASED, Visit
from services.registration.store_places import ATTEMPTS, Document, Places, holding


class SessionPlaces(Places):
    """``numbered`` lists the visits in the order in which they got a number. It never shrinks, so
    a number is a place in it: unique, and the same again for a repeated command."""

    collection = "sessions"
    empty = {**Places.empty, "numbered": []}

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
        numbers = found["numbered"]
        if not numbered or visit_id in numbers:
            return self._take(found, holder, room)
        # a number is a place in the list, so it is known beforehand if nobody else has come
        as_supposed = {**room, "numbered": {"$size": len(numbers)}}
        return self._take(found, holder, as_supposed, numbered=[*numbers, visit_id])

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
        found = self._supposed(key)
        for _ in range(ATTEMPTS):
            numbers = found["numbered"]
            if visit_id in numbers:  # it never shrinks, so that stays so
                return numbers.index(visit_id) + 1
            as_supposed = {"_id": key, "numbered": {"$size": len(numbers)}}
            if self._update(as_supposed, {"$push": {"numbered": visit_id}}):
                self._leave_behind(key, {**found, "numbered": [*numbers, visit_id]})
                return len(numbers) + 1
            found = self._find(key)
        raise Contended(self.collection)

    def _find(self, key: str) -> Document:
        found = super()._find(key)
        if "numbered" not in found:  # made before every session had the list
            self._update({"_id": key, "numbered": {"$exists": False}}, {"$set": {"numbered": []}})
            found = super()._find(key)
        return found


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
