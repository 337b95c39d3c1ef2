"""One's own account: who one is, the password, where one is signed in."""

from typing import Any

from flask import Response, jsonify, request
from marshmallow import RAISE

from contracts.calls.common import Strict
from services.gateway.domain.refusals import NotSignedIn, Refusal, WrongPassword
from services.gateway.http.documented import documented
from services.gateway.http.guarding import ASKER, GATEWAY, entry, guarded
from services.gateway.http.reading import Blueprint
from services.gateway.http.shown import session_token
from services.gateway.routes.session_shapes import OpenSessions, Secret, Who, about, one_of
from services.gateway.tokens import csrf_token


class NewPassword(Strict):
    current_password = Secret(required=True)
    new_password = Secret(required=True)


def blueprint(name: str = "me") -> Blueprint:
    made = Blueprint(name, name, description=__doc__)
    change = made.arguments(NewPassword, location="json", unknown=RAISE)(_change_password)
    for operation, method, path, view, status, answer in (
        ("me", "GET", "/me", _me, 200, Who),
        ("me.password", "POST", "/me/password", change, 204, None),
        ("me.sessions", "GET", "/me/sessions", _sessions, 200, OpenSessions),
        ("me.end_session", "DELETE", "/me/sessions/<session_id>", _end_session, 204, None),
    ):
        shown = documented(made, operation, view, status, answer)
        made.route(path, methods=[method])(guarded(operation, shown))
    return made


def _me() -> Response:
    """Who is signed in"""
    accounts = request.environ[GATEWAY].accounts
    token, by_cookie = session_token(request)
    session = accounts.session_of(token)
    if session is None:
        raise NotSignedIn
    secrets = {"csrf_token": csrf_token(token)} if by_cookie and token else {}
    response = jsonify({**about(session, accounts.lifetime), **secrets})
    response.headers["Cache-Control"] = "no-store"
    return response


def _change_password(given: dict[str, Any]) -> Response:
    """Sets another password, and ends the other sessions"""
    gateway, asker = request.environ[GATEWAY], request.environ[ASKER]
    token, _ = session_token(request)
    try:
        gateway.accounts.change_password(
            token, given["current_password"], given["new_password"], asker.address
        )
    except WrongPassword as refusal:
        gateway.audit.record(entry(asker, "me.password", f"refused:{refusal.code}"))
        raise
    except Refusal as refusal:
        refusal.field = "new_password" if refusal.field == "password" else refusal.field
        raise
    gateway.audit.record(entry(asker, "me.password", "done"))
    return Response(status=204)


def _sessions() -> Response:
    """Where this account is signed in"""
    staff = request.environ[ASKER].staff
    found = request.environ[GATEWAY].accounts.sessions_of(staff.id)
    return jsonify({"sessions": [one_of(session, staff.session) for session in found]})


def _end_session(session_id: str) -> Response:
    """Ends one of them"""
    gateway, asker = request.environ[GATEWAY], request.environ[ASKER]
    gateway.accounts.end_session(asker.staff.id, session_id)
    gateway.audit.record(entry(asker, "me.end_session", "done", subject=session_id))
    return Response(status=204)
