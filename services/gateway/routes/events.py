"""The live stream of events, as Server-Sent Events."""

from collections.abc import Iterator
from typing import Any

from flask import Response, request
from marshmallow import RAISE, Schema, fields

from services.gateway.http.asking import Asker
from services.gateway.http.documented import documented
from services.gateway.http.guarding import ASKER, GATEWAY, guarded
from services.gateway.http.reading import Blueprint
from services.gateway.http.shown import session_token
from services.gateway.http.streaming import EVENT_STREAM, streamed

OPERATION = "events"
LAST_EVENT_ID = "Last-Event-ID"


class Wanted(Schema):
    facility = fields.String()


RESUME = {
    "in": "header",
    "name": LAST_EVENT_ID,
    "description": "the id of the last event that was read; browsers send it themselves",
    "schema": {"type": "string"},
}
FRAMES = {
    "200": {
        "description": "`event` is the type, `data` the CloudEvent. `reset`: events are missing, "
        "ask for everything anew.",
        "content": {EVENT_STREAM: {"schema": {"type": "string"}}},
    }
}


def blueprint(name: str = OPERATION) -> Blueprint:
    made = Blueprint(name, name, description=__doc__)

    def events(given: dict[str, Any]) -> Response:
        """What happens in the caller's houses, as far as their role may see it"""
        asker = request.environ[ASKER]
        return streamed(_frames(asker, asker.facility(given) if "facility" in given else None))

    view = made.arguments(Wanted, location="query", unknown=RAISE)(events)
    view = documented(made, OPERATION, view, 200)
    view = made.doc(responses=FRAMES)(view)
    made.route("/events", methods=["GET"], parameters=[RESUME])(guarded(OPERATION, view))
    return made


def _frames(asker: Asker, facility: str | None) -> Iterator[bytes]:
    gateway = request.environ[GATEWAY]
    token, _ = session_token(request)
    after = request.headers.get(LAST_EVENT_ID) or None
    return gateway.stream.subscribe(
        asker.staff,
        facility,
        after,
        still=lambda: gateway.accounts.staff_of(token, renews=False),
    )
