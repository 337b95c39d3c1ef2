"""What a command leaves behind: a line in one document's history, and an event."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from tests.chaos.history import Document, History, HouseBooks


class Effect(NamedTuple):
    """``action`` is the word in the history of the document of ``kind``; ``event`` its type."""

    kind: str
    action: str
    event: str


EFFECTS = {
    "register": Effect("visit", "registered", "visitor_registered"),
    "book": Effect("visit", "booked", "visit_booked"),
    "check_in": Effect("visit", "checked_in", "visitor_registered"),
    "cancel": Effect("visit", "cancelled_by_visitor", "visit_cancelled"),
    "call": Effect("screening", "called", "visitor_called"),
    "result": Effect("screening", "screened", "visitor_screened"),
    "deposit": Effect("deposit", "deposited", "belongings_deposited"),
    "start": Effect("visit", "started", "visit_started"),
    "extend": Effect("visit", "extended", "visit_extended"),
    "end": Effect("visit", "completed", "visit_ended"),
    "lose": Effect("deposit", "card_lost", "card_lost"),
    "return": Effect("deposit", "returned", "belongings_returned"),
    "depart": Effect("visit", "departed", "visitor_departed"),
}
MARKED = ("extended",)
"""Actions whose reason tells one command from another of its kind."""
FOR_WHOEVER_IS_NEXT = ("call",)
Line = tuple[str, int | None, str, str]
"""House, the group's number if the command names one, the command's name, its mark."""


def journey_of(visit: Document) -> int:
    """Each group has an inmate of its own, whose number is the group's."""
    return int(visit["inmate_number"].partition("-")[2])


def lines(history: History) -> Counter[Line]:
    """How often each command has left its line in the books."""
    found: Counter[Line] = Counter()
    for house in history.houses:
        journeys = {id: journey_of(visit) for id, visit in house.visits().items()}
        for kind, documents in documents_of(house).items():
            for id, document in documents.items():
                for entry in document["history"]:
                    for name, effect in EFFECTS.items():
                        if effect.kind == kind and effect.action == entry["action"]:
                            mark = entry["reason"] if entry["action"] in MARKED else ""
                            # one of a visit that registration does not know belongs to nobody
                            journey = journeys.get(id, -1)
                            whose = None if name in FOR_WHOEVER_IS_NEXT else journey
                            found[house.facility, whose, name, mark] += 1
    return found


def documents_of(house: HouseBooks) -> dict[str, dict[str, Document]]:
    return {
        "visit": house.visits(), "screening": house.screenings(), "deposit": house.deposits(),
    }  # fmt: skip


def told(history: History) -> Iterator[tuple[str, str, int, str]]:
    """Event type, the visit it is of, how often the books say it happened, and the kind."""
    by_action = {(one.kind, one.action): one.event for one in EFFECTS.values()}
    for house in history.houses:
        for kind, documents in documents_of(house).items():
            for id, document in documents.items():
                happened = Counter(
                    by_action[kind, entry["action"]]
                    for entry in document["history"]
                    if (kind, entry["action"]) in by_action
                )
                for event, times in happened.items():
                    yield event, id, times, kind
