"""Every method of every store, called so that it asks its database whatever it may ask.

What stands after a colon tells calls of one method apart. Sessions' places and the room are reached
through the visits, as the service reaches them.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from chassis.aggregates import AggregateStore
from chassis.outbox import Saved, clear, unpublished
from chassis.relay import Relay
from services.gateway import store_sessions
from services.gateway.domain.audit_chain import Head, chained
from services.gateway.domain.audit_entry import Entry, Noted
from services.gateway.domain.signing_in import Failures, Times
from services.gateway.domain.staff import Account
from services.gateway.store_audit import AuditStore
from services.gateway.store_staff import StaffAccounts
from services.lockers.store import Deposits, Inventories
from services.notifications.store import Correspondences
from services.registration import store_house
from services.registration.domain.calendar import Session
from services.registration.domain.settings import Settings
from services.registration.store import Visits
from services.registration.store_rooms import Room
from services.registration.store_sessions import SessionPlaces
from services.screening import store as screening
from tests.component.queries.filled import DAY, NINE

HOUSE = "RT01"
LATER = NINE + timedelta(days=900)
PAGE = {"facility": HOUSE, "page": 1, "page_size": 20, "flagged": False}
FULL = {**PAGE, "page_size": 1}
"""So that there may be more, and all are counted."""
BUDI = Account("budi", "Budi", ("registrar",), (HOUSE,), None)
HOUR = timedelta(hours=1)
MORNING = Session("morning", DAY, NINE, NINE + HOUR, NINE + HOUR, 900, 900)

NOTED = [Noted("new", NINE, Entry(HOUSE, "budi", "s", "10.0.0.7", "visits.end", "v-1", "done"))]

Drive = Callable[[Any], Any]
DRIVEN: dict[type, dict[str, Drive]] = {
    Visits: {
        "get": lambda s: s.get("v-0"),
        "taken": lambda s: s.taken("v-0", ["visit:v-1", "visit:v-2"]),
        "of_day": lambda s: s.of_day(HOUSE, DAY),
        "inside": lambda s: s.inside(HOUSE),
        "inside: some": lambda s: s.inside(HOUSE, ["v-0", "v-1"]),
        "unfinished": lambda s: s.unfinished(HOUSE, DAY),
        "open_of_inmate": lambda s: s.open_of_inmate(HOUSE, "N-0"),
        "of_person": lambda s: s.of_person(HOUSE, "i-0"),
        "figures": lambda s: list(s.figures(HOUSE, DAY, DAY)),
        "listed": lambda s: s.listed(PAGE, DAY, []),
        "listed: full": lambda s: s.listed(FULL, DAY, []),
        "listed: any date": lambda s: s.listed(PAGE, None, []),
        "listed: status": lambda s: s.listed({**PAGE, "status": "booked"}, DAY, []),
        "listed: session": lambda s: s.listed({**PAGE, "session": "morning"}, DAY, []),
        "listed: some": lambda s: s.listed({**PAGE, "visit_ids": ["v-0"]}, DAY, []),
        "listed: flagged": lambda s: s.listed({**PAGE, "flagged": True}, None, []),
        "listed: search": lambda s: s.listed({**PAGE, "q": "12"}, None, ["i-0"]),
        "to_warn": lambda s: s.to_warn(LATER),
        "unserved": lambda s: s.unserved(LATER),
        "give_back_place": lambda s: s.give_back_place("v-7"),
        "give_back_table": lambda s: s.give_back_table("v-7"),
    },
    SessionPlaces: {
        "reserve": lambda s: s.sessions.reserve(HOUSE, MORNING, "v-0", 1, True, True),
        "reserve: booking": lambda s: s.sessions.reserve(HOUSE, MORNING, "v-9", 1, False, False),
        "number": lambda s: s.sessions.number(s.get("v-0")),
        "release": lambda s: s.sessions.release(s.get("v-0")),
        "give_back": lambda s: s.sessions.give_back(HOUSE, DAY, "morning", "v-9"),
        "sweep": lambda s: s.sessions.sweep(),
        "sweep_soon": lambda s: s.sessions.sweep_soon(HOUSE),
    },
    Room: {
        "sit": lambda s: s.room.sit(HOUSE, "v-0", 1, None, Settings()),
        "leave": lambda s: s.room.leave(HOUSE, "v-0"),
        "sweep": lambda s: s.room.sweep(),
        "sweep_soon": lambda s: s.room.sweep_soon(HOUSE),
    },
    store_house.Facilities: {"get": lambda s: s.get(HOUSE)},
    store_house.Inmates: {
        "by_number": lambda s: s.by_number(HOUSE, "N-0"),
        "listed": lambda s: s.listed(PAGE),
        "listed: status": lambda s: s.listed({**PAGE, "status": "available"}),
        "listed: number": lambda s: s.listed({**PAGE, "number": "N-0"}),
        "listed: search": lambda s: s.listed({**PAGE, "q": "budi"}),
        "listed: full": lambda s: s.listed(FULL),
    },
    store_house.Bans: {
        "confirmed_of": lambda s: s.confirmed_of(HOUSE, ["i-0", "i-1"]),
        "of_person": lambda s: s.of_person(HOUSE, "i-0"),
        "affected": lambda s: s.affected(s.get("b-0")),
        "listed": lambda s: s.listed(PAGE),
        "listed: status": lambda s: s.listed({**PAGE, "status": "proposed"}),
        "listed: full": lambda s: s.listed(FULL),
    },
    store_house.Refusals: {
        "record": lambda s: s.record(HOUSE, DAY, "visitor_banned", {"command_id": "c"}, NINE),
        "codes": lambda s: s.codes(HOUSE, DAY),
        "between": lambda s: s.between(HOUSE, DAY, DAY),
    },
    screening.Screenings: {
        "called_by": lambda s: s.called_by("command:RT01:c"),
        "next_in_turn": lambda s: s.next_in_turn(HOUSE, DAY.isoformat(), ["morning"]),
        "listed": lambda s: s.listed(PAGE, DAY.isoformat()),
        "listed: full": lambda s: s.listed(FULL, DAY.isoformat()),
        "listed: status": lambda s: s.listed({**PAGE, "status": "waiting"}, DAY.isoformat()),
        "listed: some": lambda s: s.listed({**PAGE, "visit_ids": ["v-0"]}, DAY.isoformat()),
        "counts": lambda s: s.counts(HOUSE, DAY.isoformat()),
    },
    screening.Facilities: {"get": lambda s: s.get(HOUSE)},
    screening.Evidence: {"get": lambda s: s.get("RT01:2026-01-17")},
    Deposits: {
        "holdings": lambda s: s.holdings(HOUSE),
        "at_the_desk": lambda s: s.at_the_desk(HOUSE),
        "waiting": lambda s: s.waiting(HOUSE),
        "last_with_card": lambda s: s.last_with_card(HOUSE, 1),
        "in_use": lambda s: s.in_use(HOUSE, locker=1),
        "in_use: card": lambda s: s.in_use(HOUSE, card=1),
        "unsettled": lambda s: s.unsettled(HOUSE),
    },
    Inventories: {"facilities": lambda s: s.facilities()},
    Correspondences: {
        "due": lambda s: s.due(LATER, 20),
        "pending": lambda s: s.pending(),
        "of_visit": lambda s: s.of_visit(HOUSE, "v-0"),
        "contacts": lambda s: s.contacts(HOUSE, ["v-0"]),
        "id_of": lambda s: s.id_of(HOUSE, "m-0"),
    },
    AuditStore: {
        "head": lambda s: s.head(HOUSE),
        "append": lambda s: s.append(chained("a key for tests", Head(900), NOTED)),
        "stored": lambda s: s.stored(["a-0", "a-1"]),
        "facilities": lambda s: s.facilities(),
        "chain": lambda s: list(s.chain(HOUSE)),
        "find": lambda s: s.find(HOUSE, None, None, {}, 1, 20),
        "find: between": lambda s: s.find(HOUSE, NINE, LATER, {}, 1, 20),
        "find: staff": lambda s: s.find(HOUSE, NINE, LATER, {"staff": "budi"}, 1, 20),
        "find: subject": lambda s: s.find(HOUSE, None, None, {"subject": "v-1"}, 1, 20),
        "find: action": lambda s: s.find(HOUSE, None, LATER, {"action": "visits.end"}, 1, 20),
    },
    store_sessions.Sessions: {
        "add": lambda s: s.add(
            store_sessions.Session("d", BUDI, Times(NINE, NINE), "10.0.0.7", False), HOUR
        ),
        "get_all": lambda s: s.get_all(["d"]),
        "get_all: more": lambda s: s.get_all(["d", "e"]),
        "of": lambda s: s.of("budi"),
        "renew": lambda s: s.renew("d", LATER),
        "end": lambda s: s.end("d"),
        "end_all_of": lambda s: s.end_all_of("budi", "d"),
    },
    store_sessions.Attempts: {
        "change": lambda s: s.change("budi", lambda _: Failures(1, NINE), HOUR),
        "change: again": lambda s: s.change("budi", lambda found: Failures(2, NINE), HOUR),
        "change: forgiven": lambda s: s.change("budi", lambda _: None, HOUR),
    },
    store_sessions.Flows: {
        "begin": lambda s: s.begin("f", {}, HOUR),
        "take": lambda s: s.take("f"),
    },
    StaffAccounts: {
        "add": lambda s: s.add(BUDI),
        "get": lambda s: s.get("budi"),
        "all": lambda s: s.all(),
        "change": lambda s: s.change("budi", lambda account: replace(account, name="Budi S.")),
    },
    Relay: {
        "backlog": lambda s: s.backlog(),
        "oldest_seconds": lambda s: s.oldest_seconds(),
        "send": lambda s: s.send([]),
    },
    AggregateStore: {
        "apply": lambda s: s.apply("v-0", {"id": "e"}, lambda visit: (replace(visit, heard=9), [])),
        "find": lambda s: s.find({"_id": "v-0"}),
        "get": lambda s: s.get("v-0"),
        "unpublished": lambda s: list(unpublished(s.documents, LATER)),
        "clear": lambda s: clear([Saved(s.documents, "v-0", {"id": "e"})]),
    },
}
