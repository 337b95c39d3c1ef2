"""Who did what, when, from where and how it ended. Reading it is an entry too."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Response, jsonify, request
from marshmallow import RAISE, Schema, fields, validate

from contracts.calls.common import Identifier, Strict, Text
from services.gateway.domain.audit_entry import LONGEST
from services.gateway.http.documented import documented
from services.gateway.http.guarding import ASKER, GATEWAY, entry, guarded
from services.gateway.http.reading import Blueprint

OPERATION = "audit"


class Wanted(Strict):
    """``from`` (included) and ``to`` (not) carry an offset; everything else must be equal."""

    facility = Identifier()
    from_ = fields.AwareDateTime(data_key="from", format="iso")
    to = fields.AwareDateTime(format="iso")
    staff = Text(longest=LONGEST)
    action = Text(longest=LONGEST)
    subject = Text(longest=LONGEST)
    outcome = Text(longest=LONGEST)
    page = fields.Integer(load_default=1, validate=validate.Range(1, 10_000))
    page_size = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class ShownEntry(Schema):
    """``number`` is the entry's place in the chain of its house. ``at`` is when the gateway took it
    down, by its own clock."""

    number = fields.Integer(required=True)
    at = fields.String(required=True)
    staff = fields.String(required=True)
    session = fields.String(required=True)
    address = fields.String(required=True)
    action = fields.String(required=True)
    subject = fields.String(required=True)
    outcome = fields.String(required=True)
    reason = fields.String(required=True)
    trace = fields.String(required=True)
    facts = fields.Dict(required=True)


class Page(Schema):
    """Newest first."""

    entries = fields.List(fields.Nested(ShownEntry), required=True)
    page = fields.Integer(required=True)
    page_size = fields.Integer(required=True)
    more = fields.Boolean(required=True)


def blueprint(name: str = OPERATION) -> Blueprint:
    made = Blueprint(name, name, description=__doc__)

    def audit(given: dict[str, Any]) -> Response:
        """The audit of one of the caller's houses"""
        return jsonify(_answered(given))

    view = made.arguments(Wanted, location="query", unknown=RAISE)(audit)
    view = documented(made, OPERATION, view, 200, Page)
    made.route("/audit", methods=["GET"])(guarded(OPERATION, view))
    return made


def _answered(given: dict[str, Any]) -> dict[str, Any]:
    gateway, asker = request.environ[GATEWAY], request.environ[ASKER]
    facility = asker.facility(given)
    asked = {name: value for name, value in given.items() if name != "facility"}
    found = gateway.audit.find(facility, **asked)
    looked = entry(asker, OPERATION, "done", facility=facility)
    gateway.audit.record(replace(looked, facts={name: str(asked[name]) for name in asked}))
    size = given["page_size"]
    return {
        "entries": [_shown(one) for one in found[:size]],
        "page": given["page"],
        "page_size": size,
        "more": len(found) > size,
    }


def _shown(record: Mapping[str, Any]) -> dict[str, Any]:
    """Also of a record that somebody changed: it must not keep the others from being seen."""
    told = {name: record.get(name, "") for name in ShownEntry._declared_fields}
    if isinstance(at := told["at"], datetime):
        told["at"] = at.isoformat(timespec="milliseconds")
    shown: dict[str, Any] = json.loads(json.dumps(told, default=str))
    return shown
