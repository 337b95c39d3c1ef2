"""Inmates: whom visitors may ask for."""

from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from contracts.calls.common import (
    SEXES,
    Choice,
    Command,
    Flag,
    Identifier,
    Listed,
    Paged,
    Strict,
    Text,
)

DETAINEE, CONVICT = "detainee", "convict"
AVAILABLE = "available"
STATUSES = (
    AVAILABLE, "isolation", "induction", "hospital", "court", "transferred", "released",
)  # fmt: skip
MOST_IMPORTED = 500


class InmateFields(Strict):
    """Of an inmate, without the number."""

    name = Text(longest=120)
    sex = Choice(*SEXES)
    legal_status = Choice(DETAINEE, CONVICT)
    status = Choice(*STATUSES)
    status_until = fields.Date(allow_none=True)
    accepts_visits = Flag()
    block = Text(longest=40, allow_none=True)


class NewInmate(InmateFields):
    number = Identifier(required=True)
    name = Text(required=True, longest=120)
    sex = Choice(*SEXES, required=True)
    legal_status = Choice(DETAINEE, CONVICT, required=True)
    status = Choice(*STATUSES, load_default=AVAILABLE)


class AddInmate(Command, NewInmate):
    pass


class ChangeInmate(Command, InmateFields):
    number = Identifier(required=True)


class ImportInmates(Command):
    inmates = Listed(fields.Nested(NewInmate), most=MOST_IMPORTED, least=1, required=True)

    @validates_schema
    def _each_once(self, data: dict[str, Any], **_: Any) -> None:
        numbers = [inmate["number"] for inmate in data["inmates"]]
        if len(numbers) != len(set(numbers)):
            raise ValidationError("A number comes twice.", "inmates")


class Inmates(Paged):
    """``number`` is whole. ``q`` looks for words of a name, each as far as it was typed, or for
    the beginning of a number; the best match comes first."""

    status = Choice(*STATUSES)
    number = Identifier()
    q = Text(longest=60)
