"""Signing in and out.

Programs get a bearer token. Browsers get a cookie that scripts cannot read, and send the header
`X-CSRF-Token` with every request that changes something; `GET /me` tells it anew.
"""

from functools import wraps
from typing import Any

from flask import Response, jsonify, request
from marshmallow import RAISE
from werkzeug.exceptions import UnsupportedMediaType

from contracts.calls.common import Flag, Strict
from services.gateway.domain.refusals import SignInRefused
from services.gateway.http.documented import documented
from services.gateway.http.guarding import ASKER, GATEWAY, entry, guarded
from services.gateway.http.reading import Blueprint
from services.gateway.http.shown import give_cookie, session_token, take_cookie
from services.gateway.http.signing import kept, sign_in_entry
from services.gateway.routes.session_shapes import Opened, Secret, Username, about
from services.gateway.tokens import csrf_token


class Credentials(Strict):
    username = Username(required=True)
    password = Secret(required=True)
    cookie = Flag(
        load_default=False,
        metadata={"description": "For browsers: the token comes as a cookie, not in the answer."},
    )


def blueprint(name: str = "session") -> Blueprint:
    made = Blueprint(name, name, description=__doc__)
    view = made.arguments(Credentials, location="json", unknown=RAISE)(_sign_in)
    view = documented(made, "session.sign_in", view, 201, Opened)
    made.route("/session", methods=["POST"])(_json_only(view))
    view = documented(made, "session.sign_out", _sign_out, 204)
    made.route("/session", methods=["DELETE"])(guarded("session.sign_out", view))
    return made


def _json_only(view: Any) -> Any:
    """Another site's form can send anything but this type without being asked: it could sign a
    desk in under the account of an attacker."""

    @wraps(view)
    def checked(*args: Any, **kwargs: Any) -> Any:
        if not request.is_json:
            raise UnsupportedMediaType("The body is JSON, and its Content-Type says so.")
        return view(*args, **kwargs)

    return checked


def _sign_in(given: dict[str, Any]) -> Response:
    """Begins a session"""
    gateway = request.environ[GATEWAY]
    username, by_cookie = given["username"], given["cookie"]
    try:
        token, session = gateway.accounts.sign_in(
            username, given["password"], request.remote_addr or "", by_cookie
        )
    except SignInRefused as refusal:
        # one that came too early was not tried, so it is no entry: they would fill the audit
        account = gateway.accounts.known(username)
        gateway.audit.record(sign_in_entry(request, account, f"refused:{refusal.code}"))
        raise
    kept(gateway, token, session, request)
    secrets = {"csrf_token": csrf_token(token)} if by_cookie else {"token": token}
    answer = {**secrets, **about(session, gateway.accounts.lifetime)}
    response = jsonify(answer)
    response.status_code = 201
    if by_cookie:
        give_cookie(response, token, gateway.settings)
    return response


def _sign_out() -> Response:
    """Ends this session"""
    gateway = request.environ[GATEWAY]
    token, by_cookie = session_token(request)
    gateway.accounts.sign_out(token)
    response = Response(status=204)
    if by_cookie:
        take_cookie(response, gateway.settings)
    gateway.audit.record(entry(request.environ[ASKER], "session.sign_out", "done"))
    return response
