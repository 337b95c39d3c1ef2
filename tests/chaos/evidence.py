"""Gathers the history of a run from the databases, the queues, the journals and the logs."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from pymongo import MongoClient

from chassis.topology import parked_queue
from operations.audit import check as check_chain
from operations.secrets import SERVICES
from services.gateway.store_audit import AuditStore
from tests.chaos import witness
from tests.chaos.faults import Stage
from tests.chaos.history import History, HouseBooks
from tests.chaos.journey import Journey
from tests.chaos.ledger import Ledger
from tests.chaos.mischief import MARK
from tests.chaos.system import PROCESSES
from tests.system.books import Books

SIXTEEN_DIGITS = re.compile(r"(?<!\d)\d{16}(?!\d)")


def gather(
    stage: Stage, ledger: Ledger, journeys: list[Journey], outbox_seconds: float | None
) -> History:
    """When nothing is under way any more."""
    system, uri = stage.system, stage.broker.uri
    client: MongoClient = MongoClient(system.mongo_uri, tz_aware=True)
    events = witness.heard(uri)
    parked = list(_parked(uri))
    audit = AuditStore(client["kunjungan_gateway"])
    complaints = {
        "every_group_came_to_the_end": _unfinished(journeys),
        "no_process_is_stuck": [f"{name} is not ready" for name in PROCESSES
                                if not system.ready(name)],
        "no_refusal_that_no_fault_explains": ledger.surprises,
        "a_command_sent_again_gets_its_first_answer": ledger.changed_answers,
        "the_audit_is_whole": _broken_chains(audit, system.data_dir / "secrets" / "audit_key"),
        "no_personal_data_leaks": list(_leaks(stage, journeys, events)),
    }  # fmt: skip
    history = History(
        commands=ledger.commands,
        houses=[_books(system.mongo_uri, house.facility) for house in stage.houses],
        events=events,
        handled=list(_handled(stage)),
        parked=parked,
        poisoned=stage.mischief.poisoned,
        audited=list(client["kunjungan_gateway"]["audit"].find({}, {
            "facility": 1, "action": 1, "outcome": 1})),
        outbox_seconds=outbox_seconds,
        complaints=complaints,
    )  # fmt: skip
    client.close()
    return history


def _books(mongo_uri: str, facility: str) -> HouseBooks:
    books = Books({"MONGO_URI": mongo_uri, "DATABASE_PREFIX": "kunjungan_"}, facility)
    found = HouseBooks(
        facility, books.visits(), books.screenings(), books.deposits(), books.bans(),
        {kind: books.places(kind) for kind in ("sessions", "rooms")},
    )  # fmt: skip
    books.close()
    return found


def _parked(uri: str) -> Iterator[tuple[str, str, str]]:
    for service in SERVICES:
        for body, headers in witness.drained(uri, parked_queue(service).name):
            queue = headers.get("app-queue") or _died_in(headers)
            yield queue, _id_of(body), headers.get(MARK, "")


def _died_in(headers: dict[str, Any]) -> str:
    deaths = headers.get("x-death") or [{}]
    return str(deaths[0].get("queue", ""))


def _id_of(body: bytes) -> str:
    try:
        return str(json.loads(body)["id"])
    except (ValueError, KeyError, TypeError):
        return ""


def _handled(stage: Stage) -> Iterator[tuple[str, str]]:
    for path in stage.system.journals.iterdir():
        for line in path.read_text(encoding="utf-8").splitlines():
            queue, _, id = line.partition(" ")
            yield queue, id


def _unfinished(journeys: Iterable[Journey]) -> list[str]:
    return [
        f"group {one.number} ({one.visit or 'no visit'}) is at {one.step}; {one.last_refusal}"
        for one in journeys
        if not one.over
    ]


def _broken_chains(audit: AuditStore, key: Any) -> list[str]:
    chains = check_chain(audit, key.read_text(encoding="utf-8").strip(), {})
    return [str(chain.broken) for chain in chains if chain.broken]


def _leaks(
    stage: Stage, journeys: Iterable[Journey], events: list[dict[str, Any]]
) -> Iterator[str]:
    """NIKs anywhere, names and addresses in all but the one event that carries them."""
    niks = {person.nik for journey in journeys for person in journey.group}
    open_to_all = [one for one in events if one["type"] != "contact_recorded"]
    for path in stage.system.logs_dir.iterdir():
        with path.open(encoding="utf-8", errors="replace") as log:
            for line in log:
                if niks.intersection(SIXTEEN_DIGITS.findall(line)):
                    yield f"a NIK in {path.name}"
                    break
    for event in open_to_all:
        text = json.dumps(event)
        if niks.intersection(SIXTEEN_DIGITS.findall(text)) or "@example.org" in text:
            yield f"personal data in {event['type']} {event['id']}"
