"""Do the books balance? What the desks did against what the services say, line by line."""

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from operations.demo.day import VisitingDay
from operations.demo.house import LOCKERS
from operations.demo.plan import CHILDREN, DAY, GROUPS, MEN, TURNED_AWAY, WOMEN
from operations.demo.staff import SUPERVISOR
from operations.secrets import CALLERS
from operations.secrets import SERVICES as OF_THE_DAY

SERVICES = (*OF_THE_DAY, *CALLERS)

DRAIN_SECONDS = 30.0
Line = dict[str, Any]


def line(expected: Any, found: Any) -> Line:
    return {"expected": expected, "found": found, "balanced": expected == found}


def drained(ping: Callable[[str], dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What each service says of itself, once nothing is under way any more or time is up."""
    deadline = time.monotonic() + DRAIN_SECONDS
    while True:
        said = {name: ping(name) for name in SERVICES}
        if not any(one["outbox"] for one in said.values()) or time.monotonic() > deadline:
            return said
        time.sleep(0.1)


def reconcile(
    day: VisitingDay, book: dict[str, Any], said: dict[str, dict[str, Any]], logs: Path | None
) -> dict[str, Line]:
    """Each line of the reconciliation: what must be, what is, and whether they agree."""
    counts = day.hall.log.counts
    lockers = day.hall.front.get(SUPERVISOR, "/lockers")
    heard = _heard(day)
    told = Counter(event["type"] for event in heard)
    inside = day.hall.front.get(SUPERVISOR, "/inside")
    return {
        "visitors_men": line(MEN, book["visitors"]["men"]),
        "visitors_women": line(WOMEN, book["visitors"]["women"]),
        "visitors_children": line(CHILDREN, book["visitors"]["children"]),
        "visits_admitted": line(GROUPS, book["visits"]["admitted"]),
        "people_out": line(counts["persons_in"], counts["persons_out"]),
        "people_inside": line(0, inside["persons"]),
        "belongings_returned": line(counts["things_in"], counts["things_out"]),
        "deposits_returned": line(told["belongings_deposited"], told["belongings_returned"]),
        "cards_returned": line(
            told["locker_assigned"], told["belongings_returned"] + lockers["counts"]["cards_in_use"]
        ),
        "cards_lost": line(counts["cards_lost"], lockers["counts"]["cards_blocked"]),
        "lockers_free": line(LOCKERS, lockers["counts"]["free"]),
        "refusals": line(_expected_refusals(day), dict(day.hall.log.refusals)),
        "refusals_in_the_book": line(dict(day.hall.log.refusals), book["refusals"]),
        "seizures": line(_with(day, "seizure"), book["seizures"]),
        "events_of_admitted_visits": line(0, _visits_with_a_gap(heard)),
        "outboxes_empty": line(0, sum(one["outbox"] for one in said.values())),
        "parked": line(0, sum(one["parked"] for one in said.values())),
        "niks_in_events_and_logs": line(0, _niks_told(day, logs)),
        "surprises": line([], day.hall.log.surprises),
    }


def peak(heard: list[dict[str, Any]], opens: str, closes: str) -> int:
    """The most that were open at one time, by the events that open and close."""
    most = now = 0
    for event in sorted(heard, key=lambda one: one["time"]):
        now += (event["type"] == opens) - (event["type"] == closes)
        most = max(most, now)
    return most


def unique(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({event["id"]: event for event in events}.values())


def _heard(day: VisitingDay) -> list[dict[str, Any]]:
    return unique(day.heard)


def _with(day: VisitingDay, incident: str) -> int:
    return sum(outing.incident == incident for outing in day.plan.outings)


def _expected_refusals(day: VisitingDay) -> dict[str, int]:
    return {code: _with(day, incident) for incident, code in TURNED_AWAY.items()}


def _visits_with_a_gap(heard: list[dict[str, Any]]) -> int:
    """Admitted visits of which a subscriber did not hear every step."""
    by_visit: dict[str, set[str]] = {}
    for event in heard:
        by_visit.setdefault(event["subject"], set()).add(event["type"])
    every = {"visitor_registered", "visitor_screened", "visit_ended", "visitor_departed"}
    admitted = [types for types in by_visit.values() if "visit_started" in types]
    return sum(not every <= types for types in admitted)


def _niks_told(day: VisitingDay, logs: Path | None) -> int:
    """How many of the day's NIKs stand in an event or in a service's log."""
    told = str(day.heard)
    for log in sorted(logs.glob("*.log")) if logs else ():
        told += log.read_text(encoding="utf-8", errors="replace")
    people = [person for outing in day.plan.outings for person in outing.group]
    return sum(person.nik in told for person in people)


def day_book(day: VisitingDay) -> dict[str, Any]:
    return day.hall.front.get(
        SUPERVISOR, "/day-book", date=DAY.isoformat(), lines="false"
    )
