"""What is held of a person: for whoever asks for his or her own data, and to put it right."""

from typing import Any

from services.gateway.http.operation import Turn, calls_of

_op = calls_of("registration")


def _with_contacts(turn: Turn, held: dict[str, Any]) -> dict[str, Any]:
    """How the person wished to be told is kept by notifications."""
    visits = [visit["id"] for visit in held["visits"] if visit["contact"]]
    found = turn.ask("notifications.contacts", visit_ids=visits) if visits else {"contacts": []}
    return {**held, **found}


VISITOR = "/visitors/<visitor_id>"
OPERATIONS = [
    _op("visitors.data", "GET", f"{VISITOR}/data", "visitor_data", personal=True,
        show=_with_contacts,
        summary="All that is held of one person, for whoever asks for his or her own data"),
    _op("visitors.correct", "PATCH", VISITOR, "correct_visitor",
        summary="Puts a person's data right"),
]  # fmt: skip
