"""The contracts as JSON Schema (2020-12, the dialect of OpenAPI 3.1 and AsyncAPI 3)."""

from datetime import UTC, datetime
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema

import contracts
from chassis.envelope import wrap
from contracts import calls
from contracts.envelope import Envelope
from contracts.event_type import EventType

REF = "#/components/schemas/"
SUBJECTS = {
    "visit": "2f1c7f0e-8a53-5c0f-9a57-1d3f7d6f0b11",
    "inmate": "RTBPN-1042",
    "ban": "7c9e6679-7425-50de-944b-e07fc1f90ae7",
    "facility": "RTBPN",
}


def json_schemas() -> dict[str, dict[str, Any]]:
    """Every schema by its name: the envelope, each type's data, and what they are made of.

    Further properties are not forbidden: publishers may add fields, and subscribers drop what
    they do not know.
    """
    spec = _spec()
    spec.components.schema("Envelope", schema=Envelope)
    known = {"Envelope"}
    for event_type in contracts.ALL.values():
        name = schema_name(event_type.schema)
        if name not in known and name not in spec.components.schemas:
            spec.components.schema(name, schema=event_type.schema)
            known.add(name)
    found: dict[str, dict[str, Any]] = spec.to_dict()["components"]["schemas"]
    for schema in found.values():
        schema.pop("additionalProperties", None)
        schema["required"] = [name for name in schema["properties"] if name in schema["required"]]
    return found


def answer_schemas() -> dict[str, dict[str, Any]]:
    """The schema of every RPC answer and of what they are made of, by name."""
    spec = _spec()
    for answer in dict.fromkeys(call.answer for call in calls.ALL.values()):
        if schema_name(answer) not in spec.components.schemas:
            spec.components.schema(schema_name(answer), schema=answer)
    found: dict[str, dict[str, Any]] = spec.to_dict()["components"]["schemas"]
    return found


def _spec() -> APISpec:
    return APISpec("", "", "3.1.0", plugins=[MarshmallowPlugin(schema_name_resolver=schema_name)])


def schema_name(schema: type[Schema] | Schema | str) -> str:
    if isinstance(schema, str):
        return schema.rsplit(".", 1)[-1]
    return (schema if isinstance(schema, type) else type(schema)).__name__


def event_example(event_type: EventType) -> dict[str, Any]:
    """The example of a type in its envelope, as it travels."""
    event = wrap(
        (event_type.name, dict(event_type.example)),
        service=event_type.publisher,
        subject=SUBJECTS[event_type.subject],
        facility="RTBPN",
        sequence=3,
        time=datetime(2026, 1, 17, 1, 40, tzinfo=UTC),
        traceparent="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    )
    return event | {"id": "0b0e6f0a-7a52-4f5e-9d0f-5f8d9c1c2b11"}
