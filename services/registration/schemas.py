"""What registration demands beyond the published shape: that a document's number can be one."""

from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from contracts.calls import bans, visits
from contracts.calls.common import Listed
from services.registration.domain import nik
from services.registration.domain.identity import normal


class Document(bans.Document):
    __doc__ = bans.Document.__doc__

    @validates_schema
    def _readable(self, data: dict[str, Any], **_: Any) -> None:
        kind, number = normal(data["id_type"], data["id_number"])
        problem = nik.error(number) if kind == "nik" else None
        if problem or not number:
            raise ValidationError(problem or "empty", "id_number")


class Visitor(visits.Visitor, Document):
    pass


class Register(visits.Register):
    __doc__ = visits.Register.__doc__
    visitors = Listed(fields.Nested(Visitor), most=visits.MOST_VISITORS, least=1, required=True)


class ProposeBan(bans.ProposeBan):
    visitor = fields.Nested(Document, required=True)
