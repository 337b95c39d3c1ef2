"""From a row of a table to a view: signed in, allowed, read, asked, audited, answered."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask import jsonify, request
from flask_smorest import Blueprint
from marshmallow import RAISE

from chassis.errors import CallTimedOut, Refused
from contracts.calls import ALL
from contracts.calls.call import Call
from services.gateway.http import approving
from services.gateway.http.asking import Asker
from services.gateway.http.guarding import ASKER, GATEWAY, entry, guarded
from services.gateway.http.problems import MEDIA_TYPE, PROBLEMS, Problem
from services.gateway.http.shapes import shape_of

Tell = Callable[[Asker, dict[str, Any], Any], dict[str, Any]]
Show = Callable[[Asker, Any], Any]


@dataclass(frozen=True)
class Operation:
    """One method on one path. ``tell`` turns what HTTP brought into what the call takes, ``show``
    the answer into what this caller may see. ``personal``: shows people, so looking is audited."""

    name: str
    method: str
    path: str
    call: Call
    status: int = 200
    personal: bool = False
    tell: Tell = field(default=lambda asker, payload, gateway: payload)
    show: Show = field(default=lambda asker, answer: answer)

    @cached_property
    def in_path(self) -> list[str]:
        return re.findall(r"<(?:\w+:)?(\w+)>", self.path)

    @property
    def in_query(self) -> bool:
        return self.method in ("GET", "DELETE")


def calls_of(service: str) -> Callable[..., Operation]:
    """Makes operations that are calls of one service, by the method's name."""

    def operation(name: str, method: str, path: str, call: str, **more: Any) -> Operation:
        return Operation(name, method, path, ALL[f"{service}.{call}"], **more)

    return operation


def blueprint(name: str, description: str, operations: Iterable[Operation]) -> Blueprint:
    made = Blueprint(name, name, description=description)
    for one in operations:
        made.route(one.path, methods=[one.method])(_view(made, one))
    return made


def _view(made: Blueprint, operation: Operation) -> Callable[..., Any]:
    schema = shape_of(operation.call, operation.in_path, operation.in_query)
    location = "query" if operation.in_query else "json"

    def ask(given: dict[str, Any], **path: Any) -> Any:
        asker = request.environ[ASKER]
        payload = {**schema().dump(given), **path}
        return _answered(operation, asker, payload)

    ask.__name__ = operation.name.replace(".", "_")
    ask.__doc__ = operation.name
    view = made.arguments(schema, location=location, unknown=RAISE)(ask)
    if operation.call.answer:
        view = made.alt_response(operation.status, schema=operation.call.answer, success=True)(view)
    for status in PROBLEMS:
        view = made.alt_response(status, schema=Problem, content_type=MEDIA_TYPE)(view)
    view = made.doc(operationId=operation.name.replace(".", "_"))(view)
    return guarded(operation.name, view)


def _answered(operation: Operation, asker: Asker, payload: dict[str, Any]) -> Any:
    gateway = request.environ[GATEWAY]
    payload["facility"] = asker.facility(payload)
    payload["officer"] = asker.officer
    approving.signed(gateway, asker, payload)
    payload = operation.tell(asker, payload, gateway)
    if operation.call.is_command:
        payload["command_id"] = asker.command_id(request)
    try:
        answer = gateway.callees.ask(operation.call, payload, asker.traceparent)
    except Refused as refused:
        _record(operation, asker, payload, f"refused:{refused.code}")
        raise
    except CallTimedOut:
        _record(operation, asker, payload, "unknown")
        raise
    _record(operation, asker, payload, "done", answer)
    response = jsonify(operation.show(asker, answer))
    response.status_code = operation.status
    return response


def _record(
    operation: Operation, asker: Asker, payload: dict[str, Any], outcome: str, answer: Any = None
) -> None:
    if not (operation.call.is_command or operation.personal):
        return
    told = answer if isinstance(answer, dict) else {}
    view = request.view_args or {}
    subject = next((str(view[name]) for name in operation.in_path if name in view), "")
    override = payload.get("override") or {}
    request.environ[GATEWAY].audit.record(
        entry(
            asker,
            operation.name,
            outcome,
            facility=payload["facility"],
            subject=subject or str(told.get("id", "")),
            reason=str(override.get("reason") or payload.get("reason") or ""),
            supervisor=override.get("supervisor"),
        )
    )
