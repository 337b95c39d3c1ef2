"""Databases with some hundreds of documents in each collection that grows."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pymongo.database import Database

from chassis.documents import to_document
from services.gateway.domain.audit_chain import Head, chained
from services.gateway.domain.audit_entry import Entry, Noted
from services.gateway.store_audit import AuditStore
from services.lockers.domain.deposit import Deposit
from services.lockers.domain.deposit import Status as Place
from services.lockers.store import Deposits
from services.notifications.domain.correspondence import Correspondence, Message
from services.notifications.domain.correspondence import Status as Sent
from services.notifications.store import Correspondences
from services.registration.domain.ban import Ban
from services.registration.domain.desk_refusal import DeskRefusal
from services.registration.domain.inmate import Inmate
from services.registration.domain.visit import Status, Visit, Visitor
from services.registration.store import Visits
from services.registration.store_house import Bans, Inmates, Refusals
from services.screening.domain.screening import STATUSES, Screening
from services.screening.store import Screenings

MANY = 300
HOUSES = ("RT01", "RT02", "RT03")
DAY = date(2026, 1, 17)
NINE = datetime(2026, 1, 17, 9, tzinfo=UTC)


def fill(databases: dict[str, Database]) -> None:
    """By the service that each belongs to."""
    each = [(number, HOUSES[number % 3], DAY - timedelta(number // 30)) for number in range(MANY)]
    registration = databases["registration"]
    _insert(registration[Visits.collection], (_visit(*one) for one in each))
    _insert(registration[Inmates.collection], (_inmate(*one) for one in each))
    _insert(registration[Bans.collection], (_ban(*one) for one in each))
    _insert(registration[Refusals.collection], (_refusal(*one) for one in each))
    for name in ("sessions", "rooms"):
        holder = {"visit": "v-1", "persons": 1, "at": 0.0, "table": 1}
        made = {"_id": "leaked", "groups": 1, "persons": 1, "holders": [holder], "given": 0}
        registration[name].insert_one({**made, "sweep_due": 0.0})
    _insert(databases["screening"][Screenings.collection], (_screening(*one) for one in each))
    _insert(databases["lockers"][Deposits.collection], (_deposit(*one) for one in each))
    _insert(databases["notifications"][Correspondences.collection], (_told(*one) for one in each))
    noted = (Noted(f"a-{number}", NINE, _entry(house)) for number, house, _ in each)
    AuditStore(databases["gateway"]).append(chained("a key for tests", Head(), noted))


def _insert(documents: Any, states: Iterable[Any]) -> None:
    kept = {"version": 1, "inbox": [], "outbox": []}
    documents.insert_many([{"_id": one.id, **kept, **to_document(one)} for one in states])


def _visit(number: int, house: str, on: date) -> Visit:
    born, identity = date(1990, 1, 1), f"i-{number}"
    who = Visitor("p1", "Siti", "female", born, "nik", "1", identity, "wife", False)
    status = list(Status)[number % len(Status)]
    return Visit(
        f"v-{number}", house, "UTC", on, "morning", NINE, "family", f"N-{number}", (who,), "p1",
        status, (f"visit:v-{number}", f"visitor:{house}:{on}:i-{number}"),
        queue_number=None if status == Status.BOOKED else number,
    )  # fmt: skip


def _inmate(number: int, house: str, _: date) -> Inmate:
    return Inmate(f"n-{number}", house, f"N-{number}", "Budi Santoso", "male", "convict")


def _ban(number: int, house: str, _: date) -> Ban:
    status = ("proposed", "confirmed", "lifted")[number // 3 % 3]
    return Ban(f"b-{number}", house, f"i-{number}", "1", "contraband", "budi", NINE, status=status)


def _refusal(number: int, house: str, on: date) -> DeskRefusal:
    return DeskRefusal(f"r-{number}", house, on, NINE, "visitor_banned")


def _screening(number: int, house: str, on: date) -> Screening:
    status = STATUSES[number % len(STATUSES)]
    return Screening(
        f"v-{number}", house, status, (f"visit:v-{number}",), on.isoformat(), "morning", number,
        NINE,
    )  # fmt: skip


def _deposit(number: int, house: str, _: date) -> Deposit:
    """One in each house lies there, the others are over."""
    there = number < len(HOUSES)
    status = Place.DEPOSITED if there else Place.RETURNED
    return Deposit(f"v-{number}", house, status, NINE, 1, 1, there, NINE)


def _told(number: int, house: str, _: date) -> Correspondence:
    waits = number < 5
    status = Sent.PENDING if waits else Sent.SENT
    message = Message(
        f"m-{number}", "visitor_called", "visitor", None, {}, NINE, None, status,
        next_attempt_at=NINE if waits else None,
    )  # fmt: skip
    return Correspondence(f"v-{number}", house, (message,), due_at=message.next_attempt_at)


def _entry(house: str) -> Entry:
    return Entry(house, "budi", "s", "10.0.0.7", "visits.end", "v-1", "done")
