"""The board in the waiting room: numbers alone, for everybody."""

import time
from typing import Any

from flask import jsonify, request
from marshmallow import RAISE, Schema, fields

from contracts.calls import ALL
from contracts.calls.common import Identifier, Strict
from services.gateway.domain.board import board
from services.gateway.http.documented import documented
from services.gateway.http.guarding import GATEWAY
from services.gateway.http.reading import Blueprint

FRESH_SECONDS = 0.5
"""However many boards and telephones ask, the services are asked once in that time. At 1.0, a
screen was up to 2.2 s behind (measured: docs/performance.md)."""
MOST_KEPT = 1000
"""Houses. There are 532."""


class WhichBoard(Strict):
    facility = Identifier(required=True)


class NumberCalled(Schema):
    session = fields.String(required=True)
    queue_number = fields.Integer(required=True)
    post = fields.String(required=True, allow_none=True)
    called_at = fields.AwareDateTime(required=True)
    calls = fields.Integer(required=True)


class NumberNext(Schema):
    session = fields.String(required=True)
    queue_number = fields.Integer(required=True)


class SessionTimes(Schema):
    name = fields.String(required=True)
    opens = fields.AwareDateTime(required=True)
    closes = fields.AwareDateTime(required=True)


class BoardAnswer(Schema):
    """``called``: the newest first; ``calls`` grows with each recall. ``waiting``: how many groups
    wait to be called. ``language``: in which the house speaks to visitors."""

    facility = fields.String(required=True)
    name = fields.String(required=True)
    timezone = fields.String(required=True)
    language = fields.String(required=True)
    date = fields.Date(required=True)
    open = fields.Boolean(required=True)
    called = fields.List(fields.Nested(NumberCalled), required=True)
    next = fields.List(fields.Nested(NumberNext), required=True)
    waiting = fields.Integer(required=True)
    sessions = fields.List(fields.Nested(SessionTimes), required=True)
    free_of_charge = fields.Boolean(required=True)


def blueprint(name: str = "display") -> Blueprint:
    made = Blueprint(name, name, description=__doc__)
    boards: dict[str, tuple[float, dict[str, Any]]] = {}

    def display(given: dict[str, Any]) -> Any:
        """Who is called where, and who is next"""
        facility = given["facility"]
        until, found = boards.get(facility, (0.0, {}))
        if until < time.monotonic():
            asked = time.monotonic()
            found = _board(facility)
            if len(boards) >= MOST_KEPT:
                boards.clear()
            boards[facility] = (asked + FRESH_SECONDS, found)
        return jsonify(found)

    view = made.arguments(WhichBoard, location="query", unknown=RAISE)(display)
    view = documented(made, "display", view, 200, BoardAnswer)
    view = made.doc(security=[])(view)
    made.route("/display", methods=["GET"])(view)
    return made


def _board(facility: str) -> dict[str, Any]:
    """Raises Refused for a house that there is not; CallTimedOut."""

    def ask(call: str, **more: Any) -> Any:
        asked = {"facility": facility, **more}
        return request.environ[GATEWAY].callees.ask(ALL[call], asked)

    house = ask("registration.facility")
    groups = "screening.screenings"
    called = ask(groups, status="called", page_size=200)
    waiting = ask(groups, status="waiting", page_size=200)
    return board(house, called["items"], waiting["items"], waiting["total"])
