"""What is held of a person, and putting it right."""

from datetime import date
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from contracts.calls.common import (
    SEXES,
    Choice,
    Command,
    Query,
    Remark,
    Strict,
    Text,
)
from contracts.rules import Pattern

VISITOR_ID = r"^[0-9a-f]{32}$"


class VisitorId(fields.String):
    """Names a person in calls, without saying who it is: see ``visitor_id`` of a visit's
    members."""

    def __init__(self, **kwargs: Any):
        super().__init__(validate=Pattern(VISITOR_ID), **kwargs)


class VisitorData(Query):
    visitor_id = VisitorId(required=True)


class Corrections(Strict):
    name = Text(longest=120)
    sex = Choice(*SEXES)
    birth_date = fields.Date(validate=validate.Range(min=date(1900, 1, 1)))
    relationship = Text(longest=40)

    @validates_schema
    def _says_something(self, data: dict[str, Any], **_: Any) -> None:
        if not data:
            raise ValidationError("Nothing is to be corrected.")


class CorrectVisitor(Command):
    visitor_id = VisitorId(required=True)
    changes = fields.Nested(Corrections, required=True)
    reason = Remark(required=True)
