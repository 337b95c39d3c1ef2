"""From a row of a table to a view: signed in, allowed, read, asked, audited, answered."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any

from flask import jsonify, request
from flask_smorest import Blueprint
from marshmallow import RAISE

from chassis.errors import CallTimedOut, Refused
from contracts.calls.call import Call
from services.gateway.domain.audit_chain import Entry
from services.gateway.domain.request_refusals import Forbidden
from services.gateway.http import approving
from services.gateway.http.asking import Asker, require, signed_in
from services.gateway.http.problems import MEDIA_TYPE, PROBLEMS, Problem
from services.gateway.http.shapes import shape_of

GATEWAY = "kunjungan.gateway"
"""Key of the nameko service in the WSGI environment."""

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


def blueprint(name: str, description: str, operations: Iterable[Operation]) -> Blueprint:
    made = Blueprint(name, name, description=description)
    for one in operations:
        made.route(one.path, methods=[one.method])(_view(made, one))
    return made


def _view(made: Blueprint, operation: Operation) -> Callable[..., Any]:
    schema = shape_of(operation.call, operation.in_path, operation.in_query)
    location = "query" if operation.in_query else "json"

    def ask(given: dict[str, Any], **path: Any) -> Any:
        asker = request.environ["kunjungan.asker"]
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
    return _guarded(operation, view)


def _guarded(operation: Operation, view: Callable[..., Any]) -> Callable[..., Any]:
    """Before anything is read: a stranger learns nothing of what a request should look like."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        gateway = request.environ[GATEWAY]
        asker = signed_in(request, gateway.accounts)
        try:
            require(asker, operation.name)
        except Forbidden:
            _record(operation, asker, {}, "denied")
            raise
        request.environ["kunjungan.asker"] = asker
        return view(*args, **kwargs)

    return guarded


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
    if outcome != "denied" and not (operation.call.is_command or operation.personal):
        return
    told = answer if isinstance(answer, dict) else {}
    view = request.view_args or {}
    subject = next((str(view[name]) for name in operation.in_path if name in view), "")
    override = payload.get("override") or {}
    current = request.environ[GATEWAY]
    current.audit.record(
        Entry(
            facility=payload.get("facility") or asker.staff.facilities[0],
            staff=asker.staff.id,
            session=asker.staff.session or "",
            address=asker.address,
            action=operation.name,
            subject=subject or str(told.get("id", "")),
            outcome=outcome,
            reason=str(override.get("reason") or payload.get("reason") or ""),
            trace=asker.traceparent,
            facts={"supervisor": override["supervisor"]} if override else {},
        )
    )
