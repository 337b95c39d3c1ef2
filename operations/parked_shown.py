"""A parked message as an operator may see it.

What breaks a contract may hold anything, also what no event may. So a value is shown only where the
contract of its type allows it there, and never when it is free text or about a contact; of all
else only the kind and the length.
"""

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

import contracts
from chassis.logs import LONG_NUMBER
from contracts.envelope import Envelope
from contracts.event_type import EventType
from operations.parked_message import Parked

PHONE = re.compile(r"(?<![0-9A-Za-z.-])\+?\d{5,}(\d{2})(?![0-9A-Za-z-])")
"""Seven digits and more on their own."""
BOUNDED = (validate.OneOf, validate.Regexp, validate.Equal)


def shown(one: Parked) -> dict[str, Any]:
    """All that may be said of it, as JSON."""
    return {**line(one), "looks": one.looks, "bytes": one.size, "sha256": one.digest, **_body(one)}


def line(one: Parked) -> dict[str, Any]:
    """What names it, and why it lies there."""
    return {
        "service": one.service,
        "id": plain(one.id),
        "cause": plain(one.cause),
        "queue": plain(one.queue) if one.queue else None,
        "attempts": one.attempts,
        "failed_at": one.failed_at.isoformat() if one.failed_at else None,
        "type": _attribute(one, "type"),
        "subject": _attribute(one, "subject"),
        "facility": _attribute(one, "facility"),
    }


def plain(text: str) -> str:
    """On one line, without what steers a terminal, and with long numbers masked."""
    text = "".join(letter if letter.isprintable() else "?" for letter in text)
    return PHONE.sub(r"*****\1", LONG_NUMBER.sub(r"\1********\2", text))


def _body(one: Parked) -> dict[str, Any]:
    if not one.event:
        return {"body": "not a JSON object of bearable size"}
    names = [name for name in Envelope().fields if name != "data" and name in one.event]
    return {
        "event": {name: _attribute(one, name) for name in names},
        "data": _data(one.event.get("data"), contracts.ALL.get(str(one.event.get("type")))),
    }


def _attribute(one: Parked, name: str) -> Any:
    value = one.event.get(name)
    return None if value is None else _value(Envelope().fields[name], value)


def _data(data: Any, contract: EventType | None) -> Any:
    if contract is None or contract.restricted_to or not isinstance(data, dict):
        return described(data)
    return _object(contract.schema(), data)


def _object(schema: Schema, data: Mapping[str, Any]) -> dict[str, Any]:
    """Names that the contract does not know are not repeated: they may be anything too."""
    known = {
        name: _value(field, data[name]) for name, field in schema.fields.items() if name in data
    }
    unknown = len(data.keys() - schema.fields.keys())
    return known | ({"(unknown fields)": unknown} if unknown else {})


def _value(field: fields.Field, value: Any) -> Any:
    if isinstance(field, fields.Nested) and isinstance(value, dict):
        return _object(field.schema, value)
    if isinstance(field, fields.List) and isinstance(value, list):
        return [_value(field.inner, one) for one in value]
    if value is None or isinstance(value, bool):
        return value
    if not _bounded(field) or not isinstance(value, str | int | float) or "@" in str(value):
        return described(value)
    try:
        field.deserialize(value)
    except ValidationError:
        return described(value)
    masked = plain(str(value))
    return value if masked == str(value) else masked


def _bounded(field: fields.Field) -> bool:
    """Whether the contract leaves no room for sentences."""
    if not isinstance(field, fields.String):
        return True
    return any(isinstance(one, BOUNDED) for one in field.validators)


def described(value: Any) -> str:
    """What it is, not what it says."""
    if isinstance(value, str):
        return f"(text of {len(value)} characters)"
    if isinstance(value, dict | list):
        kind = "an object" if isinstance(value, dict) else "a list"
        return f"({kind} of {len(value)})"
    return f"({type(value).__name__})"
