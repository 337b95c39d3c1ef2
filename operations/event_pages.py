"""``docs/events.md``: every event in words, tables and an example, for people."""

import json
from collections.abc import Iterator
from typing import Any

import contracts
from contracts.event_type import EventType
from operations.schemas import REF, event_example, json_schemas, schema_name

INTRODUCTION = """\
# Events

<!-- Written by `make docs` from contracts/. Change the contracts, not this page. -->

What happens on a visiting day, for other systems to follow. The same as an AsyncAPI 3.0 document:
[asyncapi.yaml](asyncapi.yaml). A subscriber in 40 lines:
[examples/subscriber.py](examples/subscriber.py).

- RabbitMQ, one durable topic exchange for each publisher: `<publisher>.events`. The routing key is
  the event type. Bind a durable queue of your own.
- The body is a [CloudEvent 1.0](https://github.com/cloudevents/spec) in JSON, `content_type`
  `application/json`.
- An event may come **twice** and **out of order**. Remember the ids that you have applied;
  `sequence` grows along one subject.
- After a restore from a backup the system goes on from an earlier state: for some subjects a
  `sequence` comes again, always under a new id, and what followed the backup may never have
  happened. You are told by the operators; ask for everything anew then.
- Fields may be added at any time: ignore those you do not know. A breaking change is a new type
  `<type>_v2`, and both are sent for a while.
- No event carries a name, identity number, birth date, phone or address, but for
  `contact_recorded`, which the broker lets nobody but notifications read. Persons are `p1`, `p2`
  and so on: their place in the group.
"""

PATTERNS = {
    "^[!-~]{1,100}$": "a word of up to 100 printable characters",
    "^p[1-9][0-9]?$": "`p1` to `p99`",
}


def events_page() -> str:
    schemas = json_schemas()
    parts = [INTRODUCTION, *_overview(), "## The envelope\n", *_fields("Envelope", schemas)]
    for publisher in _publishers():
        parts.append(f"## {publisher}\n")
        for event_type in _of(publisher):
            parts += _section(event_type, schemas)
    return "\n".join(parts).rstrip() + "\n"


def _publishers() -> list[str]:
    return list(dict.fromkeys(one.publisher for one in contracts.ALL.values()))


def _of(publisher: str) -> list[EventType]:
    return [one for one in contracts.ALL.values() if one.publisher == publisher]


def _overview() -> Iterator[str]:
    yield "| publisher | event | when | heard by |\n|---|---|---|---|"
    for one in contracts.ALL.values():
        hearers = ", ".join(one.heard_by) or "-"
        yield f"| {one.publisher} | [`{one.name}`](#{one.name}) | {one.summary} | {hearers} |"
    yield ""


def _section(event_type: EventType, schemas: dict[str, Any]) -> Iterator[str]:
    yield f"### {event_type.name}\n"
    yield f"{event_type.summary} The subject is the {event_type.subject}.\n"
    if event_type.restricted_to:
        yield f"**Only {', '.join(event_type.restricted_to)} may read it.**\n"
    name = schema_name(event_type.schema)
    yield from _fields(name, schemas)
    for nested in _nested(name, schemas):
        yield f"Each of `{nested}`:\n"
        yield from _fields(nested, schemas)
    yield "```json"
    yield json.dumps(event_example(event_type), indent=2, ensure_ascii=False)
    yield "```\n"


def _nested(name: str, schemas: dict[str, Any]) -> list[str]:
    text = json.dumps(schemas[name])
    return [other for other in schemas if f'"{REF}{other}"' in text]


def _fields(name: str, schemas: dict[str, Any]) -> Iterator[str]:
    schema = schemas[name]
    yield "| field | type | always there | allowed |\n|---|---|---|---|"
    for field, shape in schema["properties"].items():
        there = "yes" if field in schema["required"] else "no"
        yield f"| `{field}` | {_type(shape)} | {there} | {_allowed(shape)} |"
    yield ""


def _type(shape: dict[str, Any]) -> str:
    if "$ref" in shape:
        return f"`{shape['$ref'].removeprefix(REF)}`"
    if shape.get("type") == "array":
        return f"list of {_type(shape['items'])}"
    named = shape.get("type", "any")
    return str(shape.get("format") or (" or ".join(named) if isinstance(named, list) else named))


def _allowed(shape: dict[str, Any]) -> str:
    rules = []
    if "enum" in shape:
        rules.append(", ".join(f"`{value}`" for value in shape["enum"] if value is not None))
    if "pattern" in shape:
        rules.append(PATTERNS.get(shape["pattern"], f"`{shape['pattern']}`"))
    limits = {"minimum": "from", "maximum": "to", "minItems": "at least", "maxLength": "up to"}
    units = {"minItems": " entries", "maxLength": " characters"}
    rules += [
        f"{word} {shape[key]}{units.get(key, '')}" for key, word in limits.items() if key in shape
    ]
    if "null" in (shape.get("type") or ()):
        rules.append("null")
    if "description" in shape:
        rules.append(shape["description"])
    return "; ".join(rules)
