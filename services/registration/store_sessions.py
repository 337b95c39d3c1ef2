"""A session's places, in groups and persons, and its queue numbers."""

from datetime import date

from chassis.aggregates import Contended
from services.registration.domain.calendar import Session
from services.registration.domain.refusals import SessionFull
from services.registration.domain.visit import RELEASED, Visit
from services.registration.store_places import ATTEMPTS, Document, Places, holding


class SessionPlaces(Places):
    """``numbered`` lists the visits in the order in which they got a number. It never shrinks, so
    a number is a place in it: unique, and the same again for a repeated command."""

    collection = "sessions"

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
        number = {"$addToSet": {"numbered": visit_id}} if numbered else {}
        for _ in range(ATTEMPTS):
            if self._take(key, visit_id, persons, room if limited else {}, {}, **number):
                break
            found = self._find(key)
            if holding(found, visit_id):
                break
            full = _full(session, found, persons) if limited else None
            if full is not None:
                self.sweep_soon(key)
                raise full
        else:
            raise Contended(self.collection)
        return self._number(key, visit_id) if numbered else None

    def number(self, visit: Visit) -> int:
        """The queue number of a booked group that checks in; the same one every time."""
        key = _key(visit.facility, visit.date, visit.session)
        self._find(key)
        self._update({"_id": key}, {"$addToSet": {"numbered": visit.id}})
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
        found = self._documents.find_one({"_id": key}, {"numbered": 1})
        assert found is not None
        return found["numbered"].index(visit_id) + 1


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
