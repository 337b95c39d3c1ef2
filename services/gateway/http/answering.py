"""One request of a signed-in member of staff: completed, asked, audited, answered."""

from dataclasses import replace
from typing import Any

from flask import Response, jsonify, request

from chassis.errors import CallTimedOut, Refused
from services.gateway.domain.audit_entry import Entry
from services.gateway.domain.refusals import Refusal
from services.gateway.http import approving
from services.gateway.http.asking import Asker
from services.gateway.http.guarding import GATEWAY, entry
from services.gateway.http.operation import Operation, Turn

ASKED, DONE, UNKNOWN = "asked", "done", "unknown"
"""Outcomes; beyond them ``refused:<code>`` and ``denied:<code>``. Unknown: no answer came."""


def answered(operation: Operation, asker: Asker, payload: dict[str, Any]) -> Response:
    """Raises what the gateway or the service refuses; CallTimedOut; AuditUnavailable, upon which
    nothing was done and nothing is shown."""
    gateway = request.environ[GATEWAY]
    more = {name: payload.pop(name) for name in operation.more if name in payload}
    turn = Turn(asker, gateway, payload, more)
    try:
        turn = _completed(operation, turn)
    except Refusal as refusal:
        gateway.audit.record(_entry(operation, turn, f"denied:{refusal.code}"))
        raise
    answer = (_commanded if operation.call.is_command else _looked_up)(operation, turn)
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


def _commanded(operation: Operation, turn: Turn) -> Any:
    """Written down before it is done, so that nothing is done unrecorded; how it ended follows
    under the same trace (ADR 0014)."""
    audit = turn.gateway.audit
    audit.record(_entry(operation, turn, ASKED))
    outcome, answer = UNKNOWN, None
    try:
        answer = turn.gateway.callees.ask(operation.call, turn.payload)
        outcome = DONE
    except CallTimedOut:  # before Refused, of which it is one
        raise
    except Refused as refused:
        outcome = f"refused:{refused.code}"
        raise
    finally:
        audit.note(_entry(operation, turn, outcome, answer))
    return answer


def _looked_up(operation: Operation, turn: Turn) -> Any:
    """A look at people is written down before they are shown, and so is one for somebody who is
    not there."""
    audit = turn.gateway.audit
    try:
        answer = turn.gateway.callees.ask(operation.call, turn.payload)
    except Refused as refused:
        if operation.personal:
            audit.record(_entry(operation, turn, f"refused:{refused.code}"))
        raise
    if operation.personal:
        audit.record(_entry(operation, turn, DONE, answer))
    return answer


def _entry(operation: Operation, turn: Turn, outcome: str, answer: Any = None) -> Entry:
    asker, payload = turn.asker, turn.payload
    facts = dict(turn.more)
    override = payload.get("override") or {}
    if isinstance(override.get("supervisor"), str):
        facts["supervisor"] = override["supervisor"]
    if payload.get("q"):
        facts["search"] = turn.gateway.audit.search(payload["q"])
    mine = payload.get("facility") in asker.staff.facilities
    return entry(
        asker,
        operation.name,
        outcome,
        facility=payload["facility"] if mine else None,
        subject=_subject(operation, answer),
        reason=str(override.get("reason") or payload.get("reason") or ""),
        facts=facts,
    )


def _subject(operation: Operation, answer: Any) -> str:
    """What it is about: the id in the path, or the one that the answer gave to something new."""
    view = request.view_args or {}
    named = next((str(view[name]) for name in operation.in_path if name in view), "")
    made = answer if isinstance(answer, dict) else {}
    return named or str(made.get("id") or made.get("visit_id") or "")
