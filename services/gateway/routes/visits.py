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
    _op("visits.register", "POST", "/visits", "register", status=201),
    _op("visits.list", "GET", "/visits", "visits", personal=True),
    _op("visits.show", "GET", "/visits/<visit_id>", "visit", personal=True, show=_as_needed),
    _op("visits.history", "GET", "/visits/<visit_id>/history", "history", personal=True),
    _op("visits.check_in", "POST", "/visits/<visit_id>/check-in", "check_in"),
    _op("visits.cancel", "POST", "/visits/<visit_id>/cancel", "cancel"),
    _op("visits.review", "POST", "/visits/<visit_id>/review", "review"),
    _op("visits.start", "POST", "/visits/<visit_id>/start", "start"),
    _op("visits.extend", "POST", "/visits/<visit_id>/extend", "extend"),
    _op("visits.end", "POST", "/visits/<visit_id>/end", "end"),
    _op("visits.depart", "POST", "/visits/<visit_id>/depart", "depart"),
    _op("inside", "GET", "/inside", "inside", personal=True),
]
