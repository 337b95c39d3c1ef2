"""How accounts and sessions look over HTTP."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from contracts.calls.common import Text
from services.gateway.domain.signing_in import Lifetime
from services.gateway.store_sessions import Session

LONGEST_SECRET = 1024
"""Far above the longest password, and far below what costs anything to hash."""


class Username(Text):
    def __init__(self, **kwargs: Any):
        super().__init__(longest=64, **kwargs)


class Secret(fields.String):
    """Any text, not trimmed."""

    def __init__(self, **kwargs: Any):
        super().__init__(validate=validate.Length(min=1, max=LONGEST_SECRET), **kwargs)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, *args, **kwargs)
        if any(0xD800 <= ord(letter) <= 0xDFFF for letter in text):
            raise ValidationError("Not valid Unicode.")
        return text


class Who(Schema):
    username = fields.String(required=True)
    name = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    facilities = fields.List(fields.String(), required=True)
    sex = fields.String(required=True, allow_none=True)
    expires_at = fields.DateTime(
        required=True,
        metadata={"description": "The session ends then; earlier when it is not used."},
    )
    csrf_token = fields.String(metadata={"description": "For sessions by cookie."})


class Opened(Who):
    token = fields.String(metadata={"description": "For sessions without a cookie."})


class OneSession(Schema):
    id = fields.String(required=True)
    created = fields.DateTime(required=True)
    seen = fields.DateTime(required=True)
    address = fields.String(required=True)
    by_cookie = fields.Boolean(required=True)
    current = fields.Boolean(required=True)


class OpenSessions(Schema):
    sessions = fields.List(fields.Nested(OneSession), required=True)


def about(session: Session, lifetime: Lifetime) -> dict[str, Any]:
    account = session.account
    return {
        "username": account.id,
        "name": account.name,
        "roles": list(account.roles),
        "facilities": list(account.facilities),
        "sex": account.sex,
        "expires_at": (session.times.created + lifetime.whole).isoformat(),
    }


def one_of(session: Session, current: str | None) -> dict[str, Any]:
    return {
        "id": session.id,
        "created": session.times.created.isoformat(),
        "seen": session.times.seen.isoformat(),
        "address": session.address,
        "by_cookie": session.by_cookie,
        "current": session.id == current,
    }
