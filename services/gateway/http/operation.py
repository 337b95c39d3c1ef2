"""From a row of a table to a view with its documentation."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask import Response, request
from marshmallow import RAISE, Schema, fields

from contracts.calls import ALL
from contracts.calls.call import Call
from services.gateway.http.asking import KEY, KEY_HEADER, Asker
from services.gateway.http.documented import documented
from services.gateway.http.guarding import ASKER, guarded
from services.gateway.http.reading import Blueprint
from services.gateway.http.shapes import shape_of


@dataclass(frozen=True)
class Turn:
    """One request on its way: ``payload`` is what the call is asked with, ``more`` what is for the
    gateway alone."""

    asker: Asker
    gateway: Any
    payload: dict[str, Any]
    more: Mapping[str, Any]

    def ask(self, call: str, **fields: Any) -> Any:
        """A further query, with the caller's house and name. Raises Refused, CallTimedOut."""
        known = {name: self.payload[name] for name in ("facility", "officer")}
        return self.gateway.callees.ask(ALL[call], {**known, **fields})


@dataclass(frozen=True)
class Operation:
    """One method on one path.

    ``tell`` turns what HTTP brought into what the call takes; ``show`` the answer into what this
    caller may see, described by ``shown`` where that is not the call's own answer. ``more`` are
    query fields for the gateway alone, ``media`` further types of the answer. ``personal``: shows
    people, so looking is audited.
    """

    name: str
    method: str
    path: str
    call: Call
    summary: str = ""
    status: int = 200
    personal: bool = False
    tell: Callable[[Turn], dict[str, Any]] = field(default=lambda turn: turn.payload)
    show: Callable[[Turn, Any], Any] = field(default=lambda turn, answer: answer)
    shown: type[Schema] | None = None
    more: Mapping[str, fields.Field] = field(default_factory=dict)
    media: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def in_path(self) -> tuple[str, ...]:
        return tuple(re.findall(r"<(?:\w+:)?(\w+)>", self.path))

    @property
    def in_query(self) -> bool:
        return self.method in ("GET", "DELETE")


def calls_of(service: str) -> Callable[..., Operation]:
    """Makes operations that are calls of one service, by the method's name."""

    def operation(name: str, method: str, path: str, call: str, **more: Any) -> Operation:
        return Operation(name, method, path, ALL[f"{service}.{call}"], **more)

    return operation


def blueprint(
    name: str,
    description: str,
    operations: Iterable[Operation],
    answered: Callable[[Operation, Asker, dict[str, Any]], Response],
) -> Blueprint:
    made = Blueprint(name, name, description=description)
    for one in operations:
        view = _view(made, one, answered)
        made.route(one.path, methods=[one.method], parameters=_headers(one))(view)
    return made


def _headers(operation: Operation) -> list[dict[str, Any]]:
    if not operation.call.is_command:
        return []
    about = "the same key and body: the same answer and one effect; another body: 422"
    key = {"type": "string", "pattern": KEY.pattern}
    return [{"in": "header", "name": KEY_HEADER, "description": about, "schema": key}]


def _view(
    made: Blueprint,
    operation: Operation,
    answered: Callable[[Operation, Asker, dict[str, Any]], Response],
) -> Callable[..., Any]:
    asked, more = operation.call.request, tuple(operation.more.items())
    # one for all requests: making a schema costs more than loading a small body with it
    shape = shape_of(asked, operation.in_path, operation.in_query, more)()
    location = "query" if operation.in_query else "json"

    def ask(given: dict[str, Any], **path: Any) -> Any:
        return answered(operation, request.environ[ASKER], {**shape.dump(given), **path})

    ask.__name__ = operation.name.replace(".", "_")
    ask.__doc__ = operation.summary or operation.name
    needed = any(one.required for one in shape.fields.values())
    view = made.arguments(shape, location=location, unknown=RAISE, required=needed)(ask)
    shown = operation.shown or operation.call.answer
    view = documented(made, operation.name, view, operation.status, shown)
    if operation.media:
        content = {"application/json": {"schema": shown}, **operation.media}
        view = made.doc(responses={str(operation.status): {"content": content}})(view)
    return guarded(operation.name, view)
