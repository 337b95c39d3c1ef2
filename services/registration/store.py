"""Where visits are kept."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from pymongo import IndexModel
from pymongo.database import Database

from chassis.paged import Paged
from services.registration.domain.refusals import ClaimTaken
from services.registration.domain.statistics import Counted, Figure
from services.registration.domain.visit import (
    BEFORE_ADMISSION,
    INSIDE,
    OPEN,
    RELEASED,
    Belongings,
    Status,
    Visit,
)
from services.registration.store_rooms import Room
from services.registration.store_sessions import SessionPlaces

ANY = {"$in": [status.value for status in Status]}
MOMENTS = ("registered_at", "called_at", "started_at")
COUNTED = (
    "date", "status", "outcome", *MOMENTS, "members.sex", "members.minor", "members.decision",
)  # fmt: skip
LOOKED_UP_AT_ONCE = 100
"""On the embedded database whoever saves a visit waits meanwhile: 2,000 at once held up a rush of
check-ins for longer than a desk waits."""
IN_LOCKER = (Belongings.ASSIGNED.value, Belongings.DEPOSITED.value)


class Visits(Paged[Visit]):
    collection = "visits"
    state_type = Visit
    encrypted = ("members.*.id_number",)
    indexes = (
        # nobody visits, or is visited, more often than allowed, whoever races
        IndexModel([("claims", 1)], name="claims", unique=True),
        IndexModel(
            [("facility", 1), ("date", 1), ("session", 1), ("queue_number", 1)],
            name="queue_number",
            unique=True,
            partialFilterExpression={"queue_number": {"$type": "int"}},
        ),
        # Each index makes every save dearer, so one serves all lists: whoever asks for a date
        # without a status asks for every status.
        IndexModel([("facility", 1), ("status", 1), ("date", 1)], name="by_status"),
        IndexModel([("status", 1), ("session_closes", 1)], name="timers"),
        # seldom used, but without it a person's own data is a search through all visits
        IndexModel([("members.identity", 1)], name="person"),
    )
    collisions = {"claims": lambda: ClaimTaken("another registration was a moment quicker")}

    @classmethod
    def create_indexes(cls, database: Database) -> None:
        super().create_indexes(database)
        SessionPlaces.create_indexes(database)
        Room.create_indexes(database)

    @property
    def sessions(self) -> SessionPlaces:
        return SessionPlaces(
            self.other(SessionPlaces.collection), self._placed, self._around.remembered
        )

    @property
    def room(self) -> Room:
        return Room(self.other(Room.collection), self._placed, self._around.remembered)

    def taken(self, visit_id: str, claims: Iterable[str]) -> set[str]:
        """Those of the claims that other visits hold."""
        wanted = list(claims)
        found = self.documents.find(
            {"claims": {"$in": wanted}, "_id": {"$ne": visit_id}}, {"claims": 1}
        )
        return {claim for one in found for claim in one["claims"]}.intersection(wanted)

    # --- lists ---------------------------------------------------------------------------------

    def of_day(self, facility: str, on: date) -> list[Visit]:
        return self.find({"facility": facility, "status": ANY, "date": on.isoformat()})

    def inside(self, facility: str, ids: Sequence[str] | None = None) -> list[Visit]:
        """Admitted and not yet counted out, of whatever date."""
        return self.find({**self.among(ids), "facility": facility, "status": {"$in": INSIDE}})

    def unfinished(self, facility: str, on: date) -> list[Visit]:
        """Visits until that date that are open, or have things in a locker."""
        return self.find(
            {
                "facility": facility,
                "date": {"$lte": on.isoformat()},
                "$or": [{"status": {"$in": OPEN}}, {"belongings": {"$in": IN_LOCKER}}],
            }
        )

    def open_of_inmate(self, facility: str, number: str) -> list[Visit]:
        return self.find({"facility": facility, "status": {"$in": OPEN}, "inmate_number": number})

    def of_person(self, facility: str, identity: str) -> list[Visit]:
        """All visits that the person was part of, the last one first. One a day at most, so no
        page of them is needed."""
        order = [("date", -1), ("_id", 1)]
        return self.find({"members.identity": identity, "facility": facility}, sort=order)

    def figures(self, facility: str, first: date, last: date) -> Iterator[Figure]:
        """What statistics count. Of a year that is 150,000 visits: only what is counted is
        read, and nothing is decrypted."""
        dates = {"$gte": first.isoformat(), "$lte": last.isoformat()}
        found = self.documents.find(
            {"facility": facility, "status": ANY, "date": dates}, dict.fromkeys(COUNTED, True)
        )
        return (_figure(one) for one in found)

    def listed(
        self, query: Mapping[str, Any], on: date | None, identities: Iterable[str]
    ) -> tuple[list[Visit], int]:
        """One page of the visits in the order of the day, and how many there are in all.

        ``on``: of that date only. ``identities``: blind indexes that the text searched for has
        as a document's number.
        """
        named = {name: query[name] for name in ("facility", "status", "session") if name in query}
        wanted: dict[str, Any] = self.among(query.get("visit_ids")) | named
        wanted.setdefault("status", ANY)
        if query["flagged"]:
            # later it is too late to look
            asked = query.get("status")
            wanted["status"] = {"$in": [one for one in BEFORE_ADMISSION if asked in (None, one)]}
            wanted["flags"] = {"$ne": []}
        if on is not None:
            wanted["date"] = on.isoformat()
        if "q" in query:
            wanted["$or"] = _looked_for(query["q"], list(identities))
        order = [("date", 1), ("session_closes", 1), ("queue_number", 1), ("_id", 1)]
        return self.page(wanted, order, query["page"], query["page_size"])

    # --- timers --------------------------------------------------------------------------------

    def to_warn(self, now: datetime) -> list[str]:
        """Ids of running visits whose end must be announced."""
        return self._ids({"status": Status.STARTED, "warn_at": {"$lte": now}})

    def unserved(self, now: datetime) -> list[str]:
        """Ids of visits whose group stayed away until its session was over, and of those that no
        end of the day before has closed. Who still waits to be served is not looked at again at
        every tick."""
        over = {"$lte": now}
        # of whatever house, it is no later date there: no zone is further ahead than 14 hours
        on_a_day_before = {"$lt": (now + timedelta(hours=14)).date().isoformat()}
        waiting = {"$in": BEFORE_ADMISSION}
        return [
            *self._ids({"status": Status.BOOKED, "session_closes": over}),
            *self._ids({"status": waiting, "session_closes": over, "held": True}),
            *self._ids({"status": waiting, "session_closes": over, "date": on_a_day_before}),
        ]

    def give_back_place(self, visit_id: str) -> None:
        """Free the session's place of a visit that does not take place; twice does no harm."""
        visit = self.get(visit_id)
        if visit is not None and visit.status in RELEASED:
            self.sessions.release(visit)

    def give_back_table(self, visit_id: str) -> None:
        """Free the table of a visit that is no longer running; twice does no harm."""
        visit = self.get(visit_id)
        if visit is not None and visit.status not in (Status.CLEARED, Status.STARTED):
            self.room.leave(visit.facility, visit.id)

    def _placed(self, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Of those visits that exist: status, date and session, for the sweep of places."""
        wanted = list(ids)
        found: dict[str, dict[str, Any]] = {}
        for first in range(0, len(wanted), LOOKED_UP_AT_ONCE):
            some = self.among(wanted[first : first + LOOKED_UP_AT_ONCE])
            fields = {"status": 1, "date": 1, "session": 1}
            found |= {one["_id"]: one for one in self.documents.find(some, fields)}
        return found

    def _ids(self, wanted: Mapping[str, Any]) -> list[str]:
        return [one["_id"] for one in self.documents.find(wanted, {"_id": 1})]


def _looked_for(text: str, identities: list[str]) -> list[dict[str, Any]]:
    ways: list[dict[str, Any]] = [
        {"members.name": {"$regex": re.escape(text), "$options": "i"}},
        {"members.identity": {"$in": identities}},
    ]
    if text.isdigit() and len(text) < 6:
        ways.append({"queue_number": int(text)})
    return ways


def _figure(document: Mapping[str, Any]) -> Figure:
    return Figure(
        date=document["date"],
        status=document["status"],
        outcome=document["outcome"],
        registered_at=document["registered_at"],
        called_at=document["called_at"],
        started_at=document["started_at"],
        admitted=tuple(
            Counted(one["sex"], one["minor"])
            for one in document["members"]
            if one["decision"] == "cleared"
        ),
    )
