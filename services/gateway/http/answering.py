"""One request of a signed-in member of staff: completed, asked, audited, answered."""

from dataclasses import replace
from typing import Any

from flask import Response, jsonify, request

from chassis.errors import CallTimedOut, Refused
from services.gateway.domain.refusals import Refusal
from services.gateway.http import approving
from services.gateway.http.asking import Asker
from services.gateway.http.guarding import GATEWAY, entry
from services.gateway.http.operation import Operation, Turn


def answered(operation: Operation, asker: Asker, payload: dict[str, Any]) -> Response:
    """Raises what the gateway or the service refuses; CallTimedOut; AuditUnavailable, upon which
    nothing is shown and the caller sends the command again under its key."""
    gateway = request.environ[GATEWAY]
    more = {name: payload.pop(name) for name in operation.more if name in payload}
    turn = Turn(asker, gateway, payload, more)
    try:
        turn = _completed(operation, turn)
    except Refusal as refusal:
        _record(operation, turn, f"denied:{refusal.code}")
        raise
    answer = _asked(operation, turn)
    _record(operation, turn, "done", answer)
    shown = operation.show(turn, answer)
    response: Response = shown if isinstance(shown, Response) else jsonify(shown)
    response.status_code = operation.status
    return response


def _completed(operation: Operation, turn: Turn) -> Turn:
    asker, gateway = turn.asker, turn.gateway
    facility = asker.facility(turn.payload)
    turn = replace(turn, payload={**turn.payload, "facility": facility, "officer": asker.officer})
    approving.signed(gateway, asker, turn.payload)
    payload = operation.tell(turn)
    if operation.call.is_command:
        payload["command_id"] = asker.command_id(request)
    return replace(turn, payload=payload)


def _asked(operation: Operation, turn: Turn) -> Any:
    try:
        return turn.gateway.callees.ask(operation.call, turn.payload)
    except CallTimedOut:  # before Refused, of which it is one
        _record(operation, turn, "unknown")
        raise
    except Refused as refused:
        _record(operation, turn, f"refused:{refused.code}")
        raise


def _record(operation: Operation, turn: Turn, outcome: str, answer: Any = None) -> None:
    """Every command, every look at people, and everything that was denied."""
    if not (operation.call.is_command or operation.personal or outcome.startswith("denied")):
        return
    asker, payload = turn.asker, turn.payload
    facts = dict(turn.more)
    override = payload.get("override") or {}
    if isinstance(override.get("supervisor"), str):
        facts["supervisor"] = override["supervisor"]
    if payload.get("q"):
        facts["search"] = turn.gateway.audit.search(payload["q"])
    mine = payload.get("facility") in asker.staff.facilities
    turn.gateway.audit.record(
        entry(
            asker,
            operation.name,
            outcome,
            facility=payload["facility"] if mine else None,
            subject=_subject(operation, answer),
            reason=str(override.get("reason") or payload.get("reason") or ""),
            facts=facts,
        )
    )


def _subject(operation: Operation, answer: Any) -> str:
    """What it is about: the id in the path, or the one that the answer gave to something new."""
    view = request.view_args or {}
    named = next((str(view[name]) for name in operation.in_path if name in view), "")
    made = answer if isinstance(answer, dict) else {}
    return named or str(made.get("id") or made.get("visit_id") or "")
