"""Every answer that is not a success is an RFC 9457 problem with a stable ``code``."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, json
from marshmallow import Schema, fields
from werkzeug.exceptions import HTTPException

from chassis.errors import CallTimedOut, Refused
from chassis.failing import PASSING
from services.gateway.domain.refusals import Refusal
from services.gateway.store_audit import AuditUnavailable

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 2
"""A service that was restarted is back by then."""

STATUS = {
    "not_signed_in": 401,
    "sign_in_refused": 401,
    "sign_in_expired": 401,
    "wrong_password": 403,
    "override_needs_supervisor": 403,
    "second_officer_needed": 403,
    "approval_refused": 403,
    "forbidden": 403,
    "csrf_token_missing": 403,
    "not_found": 404,
    "too_large": 413,
    "too_many_requests": 429,
    "too_many_attempts": 429,
    "internal_error": 500,
    "result_too_large": 500,
    "unavailable": 503,
}
UNREADABLE = (
    "invalid_input",
    "command_id_reused",
    "facility_required",
    "invalid_key",
    "searcher_unknown",
    "password_too_short",
    "password_too_long",
    "password_too_common",
    "bad_username",
    "unknown_role",
    "role_required",
    "account_facility_required",
    "sex_required",
)
"""What the caller sent makes no sense, whatever the state of the house."""
CONFLICT = 409
"""Any other refusal: a rule of the house, which another day or state may allow."""


def status_of(code: str) -> int:
    return 422 if code in UNREADABLE else STATUS.get(code, CONFLICT)


def problem(code: str, detail: str, **more: Any) -> Response:
    """``more``: field, facts, errors; those that are empty are left out."""
    return answer_with(status_of(code), {"code": code, "detail": detail, **more})


def answer_with(status: int, found: Mapping[str, Any]) -> Response:
    body = {
        "type": f"urn:kunjungan:problem:{found['code']}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        **{name: value for name, value in found.items() if value not in (None, {}, [])},
    }
    response = Response(json.dumps(body), status, mimetype=MEDIA_TYPE)
    if status in (429, 503):
        wait = (found.get("facts") or {}).get("retry_after", RETRY_SECONDS)
        response.headers["Retry-After"] = str(max(1, round(wait)))
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def of_refused(refused: Refused) -> Response:
    """What a service said."""
    told = {name: refused.problem.get(name) for name in ("field", "facts", "errors")}
    return problem(refused.code, refused.detail, **told)


def of_refusal(refusal: Refusal) -> Response:
    """What the gateway itself says."""
    return problem(refusal.code, refusal.detail, field=refusal.field, facts=refusal.facts)


def of_timeout(timeout: CallTimedOut) -> Response:
    return problem("unavailable", "a service does not answer; try again in a moment")


def of_audit_unavailable(error: Exception) -> Response:
    """Whatever must be recorded is not done, or not shown, unrecorded."""
    logger.error("the audit is not available: %s", error)
    return problem("unavailable", "the audit cannot be written; try again in a moment")


OF_HTTP = {
    400: "unreadable_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unreadable_request",
    422: "invalid_input",
    429: "too_many_requests",
}


def of_http(error: HTTPException) -> Response:
    """What Flask and webargs refuse before any of ours is asked."""
    status = error.code or 500
    if status < 400:
        return Response(status=status, headers=error.get_headers())
    data = getattr(error, "data", None) or {}
    detail = "the input is not valid" if status == 422 else error.description or error.name
    told = {"code": OF_HTTP.get(status, "internal_error"), "detail": detail}
    response = answer_with(status, {**told, "errors": _named(data.get("messages"))})
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def of_failure(error: Exception) -> Response:
    """A fault of ours: logged here, and not explained to the caller."""
    if isinstance(error, RecursionError):  # JSON nested thousands deep
        return answer_with(400, {"code": "unreadable_request", "detail": "nested too deep"})
    if isinstance(error, PASSING):
        logger.warning("a request has to wait: %s", type(error).__name__)
        return problem("unavailable", "try again in a moment")
    logger.error("a request failed: %s", type(error).__name__, exc_info=error)
    return problem("internal_error", "the failure has been logged")


def _named(messages: Any) -> dict[str, Any]:
    """webargs puts the place of the input around the fields; callers want the fields."""
    if not isinstance(messages, dict):
        return {}
    found: dict[str, Any] = {}
    for place in messages.values():
        found |= place if isinstance(place, dict) else {"_schema": place}
    return found


def answer_all_failures_of(app: Flask) -> None:
    app.register_error_handler(Refused, of_refused)
    app.register_error_handler(Refusal, of_refusal)
    app.register_error_handler(CallTimedOut, of_timeout)
    app.register_error_handler(AuditUnavailable, of_audit_unavailable)
    app.register_error_handler(HTTPException, of_http)
    app.register_error_handler(Exception, of_failure)


class Problem(Schema):
    """RFC 9457. ``code`` is stable; docs/refusals.md has them all."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)
    field = fields.String()
    facts = fields.Dict()
    errors = fields.Dict()


PROBLEMS = (400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503)
"""What any operation may answer instead of its own."""
