"""Visits, from the booking to the way out."""

from typing import Any

from services.gateway.domain.policy import SEES_WHOLE_NUMBERS
from services.gateway.http.masking import masked
from services.gateway.http.operation import Turn, calls_of


def _as_needed(turn: Turn, visit: dict[str, Any]) -> dict[str, Any]:
    """Documents' numbers in full to whoever compares them with the person."""
    return visit if turn.asker.staff.roles & SEES_WHOLE_NUMBERS else masked(visit)


_op = calls_of("registration")


OPERATIONS = [
    _op("visits.register", "POST", "/visits", "register", status=201,
        summary="Registers a walk-in, who gets a queue number, or books a visit"),
    _op("visits.list", "GET", "/visits", "visits", personal=True,
        summary="Visits of a date, or those that a search finds; document numbers masked"),
    _op("visits.show", "GET", "/visits/<visit_id>", "visit", personal=True, show=_as_needed,
        summary="One visit with its people; document numbers whole for who compares them"),
    _op("visits.history", "GET", "/visits/<visit_id>/history", "history", personal=True,
        summary="What happened to one visit, by whom"),
    _op("visits.pass", "GET", "/visits/<visit_id>/pass", "visit_pass", personal=True,
        summary="What a visitor's paper says; asked for when it is printed, which is audited"),
    _op("visits.check_in", "POST", "/visits/<visit_id>/check-in", "check_in",
        summary="A booked group has come: it gets its queue number"),
    _op("visits.cancel", "POST", "/visits/<visit_id>/cancel", "cancel",
        summary="Calls a visit off that has not started"),
    _op("visits.review", "POST", "/visits/<visit_id>/review", "review",
        summary="A supervisor settles what a visit was flagged for"),
    _op("visits.start", "POST", "/visits/<visit_id>/start", "start",
        summary="Admits a cleared group: it gets a table and its time"),
    _op("visits.extend", "POST", "/visits/<visit_id>/extend", "extend",
        summary="Moves the end of a running visit"),
    _op("visits.end", "POST", "/visits/<visit_id>/end", "end",
        summary="Ends a running visit"),
    _op("visits.depart", "POST", "/visits/<visit_id>/depart", "depart",
        summary="Counts a group out of the house"),
    _op("inside", "GET", "/inside", "inside", personal=True,
        summary="Who is in the house now"),
    _op("inside.print", "GET", "/inside/printout", "inside", personal=True,
        summary="The same, asked for when the list is printed, which is audited by this name"),
]  # fmt: skip
