"""States as documents: frozen dataclasses to BSON and back."""

from datetime import date
from typing import Any, TypeVar

from cattrs.preconf.bson import make_converter

State = TypeVar("State")
BOOKKEEPING = frozenset({"_id", "version", "inbox", "outbox", "outbox_since"})

_converter = make_converter(detailed_validation=False)
_converter.register_unstructure_hook(date, lambda day: day.isoformat())
_converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))


def to_document(state: Any) -> dict[str, Any]:
    """The fields of a state but for its ``id``, which is the document's ``_id``."""
    document = _converter.unstructure(state)
    del document["id"]
    return document


def from_document(document: dict[str, Any], state_type: type[State]) -> State:
    fields = {name: value for name, value in document.items() if name not in BOOKKEEPING}
    return _converter.structure({**fields, "id": document["_id"]}, state_type)
