"""The history of a day on which all went well: two groups, one after the other, in one locker."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.chaos.history import History, HouseBooks
from tests.chaos.ledger import ACKNOWLEDGED, Command
from tests.chaos.mischief import subscribers

HOUSE = "RT01"
OPENING = datetime(2026, 1, 17, 1, 30, tzinfo=UTC)
VISIT = ["registered", "called", "screened", "deposited", "started", "extended", "completed",
         "returned", "departed"]  # fmt: skip
COMMANDS = {
    "registered": "register", "called": "call", "screened": "result", "deposited": "deposit",
    "started": "start", "extended": "extend", "completed": "end", "returned": "return",
    "departed": "depart",
}  # fmt: skip
EVENTS = {
    "registered": "visitor_registered", "called": "visitor_called",
    "screened": "visitor_screened", "deposited": "belongings_deposited",
    "started": "visit_started", "extended": "visit_extended", "completed": "visit_ended",
    "returned": "belongings_returned", "departed": "visitor_departed",
}  # fmt: skip
AT = {"called": "screening", "screened": "screening", "deposited": "deposit",
      "returned": "deposit"}  # fmt: skip
AUDITED = {
    "register": "visits.register", "call": "screenings.call_next",
    "result": "screenings.result", "deposit": "lockers.deposit", "start": "visits.start",
    "extend": "visits.extend", "end": "visits.end", "return": "lockers.return",
    "depart": "visits.depart",
}  # fmt: skip


def visit_id(journey: int) -> str:
    return f"visit-{journey}"


def good_day() -> History:
    history = History(houses=[HouseBooks(HOUSE)])
    for journey in (1, 2):
        _write_down(history, journey, OPENING + timedelta(hours=journey))
    history.houses[0].place_documents = {"sessions": [{"groups": 2}], "rooms": [{"groups": 0}]}
    for event in history.events:
        history.handled += [(queue, event["id"]) for queue in subscribers(event["type"])]
    return history


def _write_down(history: History, journey: int, begin: datetime) -> None:
    book, id = history.houses[0], visit_id(journey)
    entries: dict[str, list[dict[str, Any]]] = {"visit": [], "screening": [], "deposit": []}
    for minute, action in enumerate(VISIT):
        reason = f"{journey}+1" if action == "extended" else None
        entry = {"action": action, "at": begin + timedelta(minutes=minute), "reason": reason}
        entries[AT.get(action, "visit")].append(entry)
        name = COMMANDS[action]
        whose = None if name == "call" else journey
        history.commands.append(
            Command(name, HOUSE, whose, reason or "", sent=1, outcome=ACKNOWLEDGED)
        )
        history.audited.append({"facility": HOUSE, "action": AUDITED[name], "outcome": "asked"})
        history.events.append(event(EVENTS[action], id))
    person = {"person": "p1", "decision": "cleared", "identity": f"someone-{journey}"}
    book.visit_documents[id] = {
        "_id": id, "inmate_number": f"B-{journey:05}", "status": "departed",
        "started_at": begin + timedelta(minutes=4), "members": [person], "table": 1,
        "date": "2026-01-17", "session": "day", "queue_number": journey,
        "history": entries["visit"],
    }  # fmt: skip
    book.screening_documents[id] = {
        "_id": id, "status": "screened", "members": [person], "history": entries["screening"],
    }  # fmt: skip
    book.deposit_documents[id] = {
        "_id": id, "open": False, "locker": 1, "card": 1, "status": "returned",
        "items": [{"count": 2}], "given_back": [{"count": 2}], "history": entries["deposit"],
    }  # fmt: skip


def event(event_type: str, visit: str, **attributes: Any) -> dict[str, Any]:
    data = {"visit_started": {"members": [{}]}, "visitor_departed": {"persons": 1}}
    return {
        "id": f"{event_type}-{visit}", "type": event_type, "subject": visit, "facility": HOUSE,
        "data": data.get(event_type, {}), **attributes,
    }  # fmt: skip
