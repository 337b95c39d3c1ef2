"""Signing in at an identity provider (OpenID Connect), for browsers.

Who somebody is comes from there; what they may do stays with their account here.
"""

from typing import Any

from flask import Response, request
from marshmallow import EXCLUDE, Schema, fields, validate

from services.gateway.domain.refusals import SignInRefused
from services.gateway.http.documented import documented
from services.gateway.http.guarding import GATEWAY
from services.gateway.http.reading import Blueprint
from services.gateway.http.shown import give_cookie
from services.gateway.http.signing import kept, sign_in_entry
from services.gateway.identity import PATIENCE

FLOW_COOKIE = "kunjungan_sign_in"
# A page and no redirect: to a browser that comes from the provider a redirect still belongs to
# the provider's site, and it would not send the session's cookie (SameSite=Strict) along.
SIGNED_IN = (
    '<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/">'
    '<title>Kunjungan</title><a href="/">Kunjungan</a>\n'
)
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


class Back(Schema):
    """What the provider sends along; it may send more."""

    class Meta:
        unknown = EXCLUDE

    state = fields.String(load_default="", validate=validate.Length(max=200))
    code = fields.String(load_default="", validate=validate.Length(max=4096))
    error = fields.String(load_default="", validate=validate.Length(max=200))


def blueprint(name: str = "oidc") -> Blueprint:
    made = Blueprint(name, name, description=__doc__)
    made.route("/session/oidc", methods=["GET"])(documented(made, "session.oidc", _begin, 303))
    view = made.arguments(Back, location="query", unknown=EXCLUDE)(_finish)
    view = made.doc(responses={"200": {"description": "Signed in.", "content": {"text/html": {}}}})(
        documented(made, "session.oidc_callback", view, 200)
    )
    made.route("/session/oidc/callback", methods=["GET"])(view)
    return made


def _begin() -> Response:
    """Sends the browser to the identity provider"""
    gateway = request.environ[GATEWAY]
    url, browser = gateway.identity.begin()
    response = Response(status=303, headers={"Location": url, "Cache-Control": "no-store"})
    response.set_cookie(
        FLOW_COOKIE, browser, path="/", httponly=True, samesite="Lax",
        max_age=int(PATIENCE.total_seconds()), secure=gateway.settings["COOKIE_SECURE"],
    )  # fmt: skip
    return response


def _finish(given: dict[str, Any]) -> Response:
    """Where the provider sends the browser back to: begins a session by cookie"""
    gateway = request.environ[GATEWAY]
    flow = gateway.identity.take(given["state"], request.cookies.get(FLOW_COOKIE, ""))
    username = ""
    try:
        if not given["code"]:
            raise SignInRefused  # it said no, or the user turned back
        username = gateway.identity.username(flow, given["code"])
        token, session = gateway.accounts.sign_in_elsewhere(username, request.remote_addr or "")
    except SignInRefused as refusal:
        account = gateway.accounts.known(username)
        gateway.audit.record(sign_in_entry(request, account, f"refused:{refusal.code}"))
        raise
    kept(gateway, token, session, request)
    response = Response(SIGNED_IN, mimetype="text/html", headers=PRIVATE)
    give_cookie(response, token, gateway.settings)
    response.delete_cookie(FLOW_COOKIE, path="/")
    return response
