"""The live stream of events, as Server-Sent Events."""

from typing import Any

from flask import Response, request
from flask_smorest import Blueprint
from marshmallow import RAISE, Schema, fields

from services.gateway.http.asking import require, signed_in
from services.gateway.http.operation import GATEWAY
from services.gateway.http.problems import MEDIA_TYPE, PROBLEMS, Problem
from services.gateway.http.streaming import EVENT_STREAM, streamed
from services.gateway.routes.session import session_token

OPERATION = "events"
LAST_EVENT_ID = "Last-Event-ID"


class Wanted(Schema):
    facility = fields.String()


DOCUMENTED = {
    "operationId": OPERATION,
    "parameters": [
        {
            "in": "header",
            "name": LAST_EVENT_ID,
            "description": "the id of the last event that was read; browsers send it themselves",
            "schema": {"type": "string"},
        }
    ],
    "responses": {
        "200": {
            "description": "`event` is the type, `data` the CloudEvent. `reset`: events are "
            "missing, ask for everything anew.",
            "content": {EVENT_STREAM: {"schema": {"type": "string"}}},
        }
    },
}


def blueprint(name: str = OPERATION) -> Blueprint:
    made = Blueprint(name, name, description=__doc__)

    def events(given: dict[str, Any]) -> Response:
        """What happens in the caller's houses, as far as their role may see it"""
        gateway = request.environ[GATEWAY]
        asker = signed_in(request, gateway.accounts)
        require(asker, OPERATION)
        token, _ = session_token(request)
        frames = gateway.stream.subscribe(
            asker.staff,
            asker.facility(given) if "facility" in given else None,
            request.headers.get(LAST_EVENT_ID) or None,
            still=lambda: gateway.accounts.staff_of(token),
        )
        return streamed(frames)

    view = made.arguments(Wanted, location="query", unknown=RAISE)(events)
    for status in PROBLEMS:
        view = made.alt_response(status, schema=Problem, content_type=MEDIA_TYPE)(view)
    made.route("/events", methods=["GET"])(made.doc(**DOCUMENTED)(view))
    return made
