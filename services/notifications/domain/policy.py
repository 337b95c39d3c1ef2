"""Who hears of which event: one table, from which the subscriptions are made as well."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

VISITOR = "visitor"
DESK = "desk"

Data = Mapping[str, Any]


def always(data: Data) -> bool:
    return True


def somebody_was_refused(data: Data) -> bool:
    """Who is cleared hears it at the search post and goes on."""
    return data["outcome"] != "cleared"


def return_was_not_plain(data: Data) -> bool:
    """Something was missing or disputed, or the card was not there to prove whose things it was."""
    return data["missing"] > 0 or data["disputed"] or data["proof"] != "card"


def something_is_missing(data: Data) -> bool:
    return data["missing"] > 0 or data["disputed"]


def nobody_of_the_right_sex(data: Data) -> bool:
    return data["reason"] == "no_officer_of_same_sex"


def open_visits_are_affected(data: Data) -> bool:
    return bool(data["affected"])


@dataclass(frozen=True)
class Rule:
    """One recipient of one event.

    ``desk`` is the post that hears (None: the visitor). ``facts`` are the fields of the event's
    data that its template uses; nothing else of the event is kept. Free text that an officer
    typed is shown to desks and, for a cancelled visit, to the visitor it concerns.
    """

    recipient: str
    desk: str | None
    facts: tuple[str, ...]
    when: Callable[[Data], bool] = always

    def facts_of(self, data: Data) -> dict[str, Any]:
        return {name: data[name] for name in self.facts}


def visitor(*facts: str, when: Callable[[Data], bool] = always) -> Rule:
    return Rule(VISITOR, None, facts, when)


def desk(name: str, *facts: str, when: Callable[[Data], bool] = always) -> Rule:
    return Rule(DESK, name, facts, when)


HEARS: Mapping[str, tuple[Rule, ...]] = {
    "visit_booked": (visitor("date", "session"),),
    "visitor_registered": (visitor("date", "session", "queue_number"),),
    "visitor_called": (visitor("queue_number", "call", "post"),),
    "visitor_held": (
        visitor("queue_number", "reason"),
        desk("supervisor", "queue_number", when=nobody_of_the_right_sex),
    ),
    # Why somebody was refused is told at the post, not sent to a telephone.
    "visitor_screened": (visitor("outcome", when=somebody_was_refused),),
    "contraband_seized": (desk("supervisor", "evidence_number", "category", "quantity", "person"),),
    "ban_proposed": (desk("supervisor", "person", "reason", "evidence_number"),),
    "visitor_banned": (
        desk("registration", "reason", "until", "affected", when=open_visits_are_affected),
    ),
    "visit_flagged": (desk("supervisor", "reason", "persons"),),
    "locker_assigned": (visitor("locker", "card"),),
    "locker_unavailable": (visitor("reason"), desk("lockers", "reason", "waiting")),
    "belongings_returned": (
        visitor("items", "missing", "disputed", when=something_is_missing),
        desk("supervisor", "locker", "card", "items", "proof", "missing", "disputed",
             when=return_was_not_plain),
    ),
    "belongings_unclaimed": (
        visitor("items", "deadline"),
        desk("lockers", "locker", "card", "items", "deadline"),
    ),
    "card_lost": (desk("supervisor", "locker", "card"),),
    "locker_status_changed": (desk("lockers", "locker", "status", "reason"),),
    "visit_ending_soon": (desk("room", "ends_at", "minutes_left", "table"),),
    "visit_ended": (visitor("outcome"),),
    "visitor_departed": (visitor("outcome", "belongings_left"),),
    "visit_cancelled": (visitor("outcome", "reason"),),
    "visit_no_show": (visitor("date", "session"),),
    "facility_closed": (desk("supervisor", "cause", "date", "reason"),),
    "facility_reopened": (desk("supervisor", "date", "reason"),),
}

DESKS = tuple(sorted({rule.desk for rules in HEARS.values() for rule in rules if rule.desk}))

INTRODUCES = ("visit_booked", "visitor_registered")
"""Events that say whether the group left a contact, its language and its number."""


def rules_for(event_type: str, data: Data) -> Iterator[Rule]:
    return (rule for rule in HEARS.get(event_type, ()) if rule.when(data))


def concerns(event_type: str, data: Data) -> bool:
    """Whether the event can change anything here; if not, its document need not be read."""
    return event_type in INTRODUCES or any(rules_for(event_type, data))
