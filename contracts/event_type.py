"""An event type: its name, who publishes it, the shape of its data, and an example."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from marshmallow import EXCLUDE, RAISE, Schema, fields


@dataclass(frozen=True)
class EventType:
    """One published event type.

    ``subject`` says what the CloudEvents attribute ``subject`` identifies. ``restricted_to``
    names the only subscribers that may read it (broker permissions enforce it); empty: anyone.
    ``heard_by`` names the services of ours that have a queue for it; a test holds it against them.
    """

    publisher: str
    name: str
    summary: str
    schema: type[Schema]
    example: Mapping[str, Any]
    subject: str = "visit"
    restricted_to: tuple[str, ...] = ()
    heard_by: tuple[str, ...] = ()

    @cached_property
    def _strict(self) -> Schema:
        return self.schema(unknown=RAISE)

    @cached_property
    def _tolerant(self) -> Schema:
        return _forgiving(self.schema(unknown=EXCLUDE))

    def check(self, data: Mapping[str, Any]) -> None:
        """What the publisher must meet. Raises ValueError."""
        errors = self._strict.validate(data)
        if errors:
            raise ValueError(f"{self.publisher}.{self.name} breaks its contract: {errors}")

    def read(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """What a subscriber takes: fields it does not know are dropped, so that publishers can
        add some, and those that may be null are always there. Values stay as they travelled.
        Raises marshmallow.ValidationError."""
        self._tolerant.load(data)
        return _known(self._tolerant, data)


def by_name(*types: EventType) -> dict[str, EventType]:
    return {event_type.name: event_type for event_type in types}


def _forgiving(schema: Schema) -> Schema:
    """marshmallow does not pass ``unknown`` on to nested schemas."""
    for field in schema.fields.values():
        if nested := _nested(field):
            nested.unknown = EXCLUDE
            _forgiving(nested.schema)
    return schema


def _known(schema: Schema, data: Mapping[str, Any]) -> dict[str, Any]:
    """A field that may be null and is left out reads as null: who publishes may do either, and who
    reads need not tell them apart."""
    return {
        name: _known_value(field, data.get(name))
        for name, field in schema.fields.items()
        if name in data or (field.allow_none and not field.required)
    }


def _known_value(field: fields.Field, value: Any) -> Any:
    nested = _nested(field)
    if nested is None or value is None:
        return value
    if isinstance(value, list):
        return [_known(nested.schema, one) for one in value]
    return _known(nested.schema, value)


def _nested(field: fields.Field) -> fields.Nested | None:
    inner = field.inner if isinstance(field, fields.List) else field
    return inner if isinstance(inner, fields.Nested) else None
