"""The AsyncAPI 3.0 document of every event that Kunjungan sends."""

from typing import Any

import yaml

import contracts
from contracts.event_type import EventType
from operations.schemas import REF, event_example, json_schemas, schema_name

HEADER = "# Written by `make docs` from contracts/. Change the contracts, not this file.\n"
DESCRIPTION = """\
What happens on a visiting day, for other systems to follow. Every message is a CloudEvent 1.0 in
JSON (structured mode) on RabbitMQ. Bind a durable queue of your own to the exchange of a
publisher, with the event type as the routing key. Events may come twice and out of order:
remember the ids that you have seen, and do not build on the order. Fields may be added at any
time: ignore what you do not know. A breaking change is a new type, `<type>_v2`.
"""


def asyncapi() -> str:
    document = {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Kunjungan events",
            "version": "1",
            "description": DESCRIPTION,
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "servers": {
            "broker": {
                "host": "rabbitmq:5672",
                "pathname": "/kunjungan",
                "protocol": "amqp",
                "protocolVersion": "0.9.1",
                "description": "The RabbitMQ of the deployment.",
            }
        },
        "channels": {_key(one): _channel(one) for one in contracts.ALL.values()},
        "operations": {f"send.{_key(one)}": _operation(one) for one in contracts.ALL.values()},
        "components": {
            "schemas": json_schemas(),
            "messages": {_key(one): _message(one) for one in contracts.ALL.values()},
        },
    }
    return HEADER + yaml.dump(
        document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100
    )


class _Dumper(yaml.SafeDumper):
    """Writes shared values out in full: anchors only confuse the readers of a schema."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else "")


_Dumper.add_representer(str, _text)


def _key(event_type: EventType) -> str:
    return f"{event_type.publisher}.{event_type.name}"


def _channel(event_type: EventType) -> dict[str, Any]:
    exchange = f"{event_type.publisher}.events"
    return {
        "address": event_type.name,
        "description": f"{event_type.summary}{_restriction(event_type)}",
        "messages": {event_type.name: {"$ref": f"#/components/messages/{_key(event_type)}"}},
        "bindings": {
            "amqp": {
                "is": "routingKey",
                "exchange": {"name": exchange, "type": "topic", "durable": True},
                "bindingVersion": "0.3.0",
            }
        },
    }


def _restriction(event_type: EventType) -> str:
    if not event_type.restricted_to:
        return ""
    return f" Only {', '.join(event_type.restricted_to)} may read it."


def _operation(event_type: EventType) -> dict[str, Any]:
    return {
        "action": "send",
        "channel": {"$ref": f"#/channels/{_key(event_type)}"},
        "summary": event_type.summary,
    }


def _message(event_type: EventType) -> dict[str, Any]:
    return {
        "name": event_type.name,
        "summary": event_type.summary,
        "contentType": "application/json",
        "payload": {
            "allOf": [
                {"$ref": f"{REF}Envelope"},
                {
                    "type": "object",
                    "properties": {
                        "source": {"const": f"/kunjungan/{event_type.publisher}"},
                        "type": {"const": event_type.name},
                        "data": {"$ref": f"{REF}{schema_name(event_type.schema)}"},
                    },
                },
            ]
        },
        "examples": [{"payload": event_example(event_type)}],
    }
