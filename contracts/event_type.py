"""An event type: its name, who publishes it, the shape of its data, and an example."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from marshmallow import EXCLUDE, RAISE, Schema


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
        return self.schema(unknown=EXCLUDE)

    def check(self, data: Mapping[str, Any]) -> None:
        """What the publisher must meet. Raises ValueError."""
        errors = self._strict.validate(data)
        if errors:
            raise ValueError(f"{self.publisher}.{self.name} breaks its contract: {errors}")

    def read(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """What a subscriber takes: fields it does not know are dropped, so that publishers can
        add some. Values stay as they travelled. Raises marshmallow.ValidationError."""
        self._tolerant.load(data)
        return {key: data[key] for key in self._tolerant.fields if key in data}


def by_name(*types: EventType) -> dict[str, EventType]:
    return {event_type.name: event_type for event_type in types}
