"""What must be true of a house at every moment, and once everybody has gone home.

Each function takes what was written down and returns what is wrong, in words; [] when nothing is.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tests.system.books import Books, Document

LIMITS = {"room_tables": 2, "room_persons": 5, "quota_groups": 9, "quota_persons": 20}
GAVE_UP = ("cancelled", "no_show", "refused")
ONCE = ("visit_booked", "visitor_registered", "visitor_screened", "belongings_deposited",
        "visit_started", "visit_ended", "belongings_returned", "visitor_departed",
        "visit_cancelled", "visit_no_show")  # fmt: skip
"""Events that a visit sees at most once."""
DONE_ONCE = ("registered", "checked_in", "started", "departed",
             "deposited", "returned", "card_lost")  # fmt: skip


def wrong_now(books: Books, events: Iterable[Mapping[str, Any]]) -> list[str]:
    visits, deposits = books.visits(), books.deposits()
    return [
        *lockers_given_twice(deposits.values()),
        *things_let_go(deposits.values()),
        *admitted_without_leave(visits, books.screenings(), deposits, books.bans().values()),
        *crowded_room(visits.values()),
        *crowded_sessions(visits.values()),
        *done_twice(visits, deposits),
        *told_twice(events),
    ]


def _repeated(what: str, values: Iterable[Any]) -> Iterator[str]:
    for value, times in Counter(values).items():
        if times > 1:
            yield f"{what} {value}: {times} times"


def lockers_given_twice(deposits: Iterable[Document]) -> Iterator[str]:
    held = [one for one in deposits if one["open"]]
    yield from _repeated("open deposits on locker", (one["locker"] for one in held))
    yield from _repeated("open deposits on card", (one["card"] for one in held))


def things_let_go(deposits: Iterable[Document]) -> Iterator[str]:
    for one in deposits:
        put_in, out = _count(one["items"]), _count(one["given_back"])
        if put_in and one["status"] in ("waiting", "assigned", "released"):
            yield f"{one['_id']}: the locker was freed with {put_in} things inside"
        if one["status"] == "returned" and put_in != out:
            yield f"{one['_id']}: {put_in} things in, {out} out"
        if one["open"] != (one["status"] in ("assigned", "deposited", "due")):
            yield f"{one['_id']}: {one['status']} and open: {one['open']}"


def admitted_without_leave(
    visits: Mapping[str, Document],
    screenings: Mapping[str, Document],
    deposits: Mapping[str, Document],
    bans: Iterable[Document],
) -> Iterator[str]:
    bans = [one for one in bans if one["status"] == "confirmed"]
    for id, visit in visits.items():
        if not visit["started_at"]:
            continue
        searched = screenings.get(id, {"status": None, "members": []})
        cleared = {m["person"] for m in searched["members"] if m["decision"] == "cleared"}
        admitted = [one for one in visit["members"] if one["decision"] == "cleared"]
        if searched["status"] != "screened" or not {m["person"] for m in admitted} <= cleared:
            yield f"{id}: admitted without clearance"
        things = deposits.get(id)
        if things and things["items"] == [] and things["status"] != "released":
            yield f"{id}: admitted with its things still on it"
        for ban in bans:
            known = ban["decided_at"] < visit["started_at"]
            if known and ban["identity"] in {one["identity"] for one in admitted}:
                yield f"{id}: admitted in spite of ban {ban['_id']}"


def crowded_room(visits: Iterable[Document], limits: Mapping[str, int] = LIMITS) -> Iterator[str]:
    seated = [one for one in visits if one["status"] == "started"]
    persons = sum(_admitted(one) for one in seated)
    if persons > limits["room_persons"]:
        yield f"{persons} persons in the room"
    if any(one["table"] > limits["room_tables"] for one in seated):
        yield "a table that the room does not have"
    yield from _repeated("groups at table", (one["table"] for one in seated))


def crowded_sessions(
    visits: Iterable[Document], limits: Mapping[str, int] = LIMITS
) -> Iterator[str]:
    numbers = [(one["date"], one["session"], one["queue_number"]) for one in visits]
    yield from _repeated("queue number", (number for number in numbers if number[2] is not None))
    taken = [one for one in visits if one["status"] not in GAVE_UP]
    persons = sum(len(one["members"]) for one in taken)
    if len(taken) > limits["quota_groups"] or persons > limits["quota_persons"]:
        yield f"{len(taken)} groups with {persons} persons in the session"


def done_twice(visits: Mapping[str, Document], deposits: Mapping[str, Document]) -> Iterator[str]:
    for id, document in [*visits.items(), *deposits.items()]:
        done = Counter(entry["action"] for entry in document["history"])
        if twice := {action: done[action] for action in DONE_ONCE if done[action] > 1}:
            yield f"{id}: {twice}"


def told_twice(events: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One id is one event however often it came; two ids must not tell the same."""
    by_id = {one["id"]: (one["type"], one["subject"]) for one in events}
    yield from _repeated("told twice:", (told for told in by_id.values() if told[0] in ONCE))


def wrong_in_the_end(books: Books, events: Iterable[Mapping[str, Any]]) -> list[str]:
    return [*wrong_now(books, events), *still_here(books), *people_missing(books, events)]


def still_here(books: Books) -> Iterator[str]:
    for id, visit in books.visits().items():
        if visit["status"] not in ("departed", *GAVE_UP):
            yield f"{id}: still {visit['status']}"
    for id, screening in books.screenings().items():
        if screening["status"] not in ("screened", "left"):
            yield f"{id}: still {screening['status']} at the search post"
    for id, deposit in books.deposits().items():
        if deposit["status"] not in ("returned", "released"):
            yield f"{id}: things still {deposit['status']}"
    staying = sum(one["status"] not in GAVE_UP for one in books.visits().values())
    held = {"sessions": staying, "rooms": 0}
    for kind, expected in held.items():
        if (found := sum(one["groups"] for one in books.places(kind))) != expected:
            yield f"{found} places held in {kind}, by {expected} groups"


def people_missing(books: Books, events: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    told = {one["id"]: one for one in events}.values()
    came = sum(len(e["data"]["members"]) for e in told if e["type"] == "visit_started")
    left = sum(e["data"]["persons"] for e in told if e["type"] == "visitor_departed")
    written = sum(_admitted(one) for one in books.visits().values() if one["started_at"])
    if not came == left == written:
        yield f"{came} persons in, {left} out, {written} in the books"


def _admitted(visit: Document) -> int:
    return sum(one["decision"] == "cleared" for one in visit["members"])


def _count(items: Iterable[Document]) -> int:
    return sum(item["count"] for item in items)
