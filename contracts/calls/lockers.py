"""The locker desk."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from contracts.calls.common import (
    Choice,
    Command,
    Count,
    Flag,
    Identifier,
    Listed,
    Override,
    Person,
    Query,
    Remark,
    Strict,
)

STATUSES = ("in_service", "out_of_service")
MOST_KINDS = 50
MOST_OF_A_KIND = 1000


class Number(Count):
    """The number on a locker or a card."""

    def __init__(self, **kwargs: Any):
        super().__init__(least=1, most=10_000, **kwargs)


class ItemIn(Strict):
    kind = Remark(longest=60, required=True)
    count = Count(least=1, most=MOST_OF_A_KIND, required=True)
    description = Remark(longest=200, allow_none=True)


class ItemBack(Strict):
    kind = Remark(longest=60, required=True)
    count = Count(most=MOST_OF_A_KIND, required=True)
    damaged = Count(most=MOST_OF_A_KIND)

    @validates_schema(skip_on_field_errors=True)
    def _no_more_damaged_than_there_are(self, data: Mapping[str, Any], **_: Any) -> None:
        if data.get("damaged", 0) > data["count"]:
            raise ValidationError("No more can be damaged than were counted.", "damaged")


class Disputed(Strict):
    """What is missing or damaged, in the visitor's words, and the officer who heard it."""

    description = Remark(longest=500, required=True)
    witness = Identifier()


class Deposit(Command):
    visit_id = Identifier(required=True)
    items = Listed(fields.Nested(ItemIn), most=MOST_KINDS, required=True)


class Claim(Command):
    visit_id = Identifier(required=True)
    items = Listed(fields.Nested(ItemBack), most=MOST_KINDS, required=True)
    card = Number()
    identity_checked = Flag()
    returned_to = Person()
    dispute = fields.Nested(Disputed)


class ReturnBelongings(Claim):
    override = fields.Nested(Override)


class Unclaimed(Command):
    visit_id = Identifier(required=True)
    deadline = fields.Date()
    override = fields.Nested(Override)


class OfCard(Command):
    """``visit_id``: whose card it is. Without it, it is that of whoever holds the card when the
    command is carried out, which may be later than the officer thinks."""

    card = Number(required=True)
    visit_id = Identifier()


class CardLost(OfCard):
    identity_checked = Flag(required=True)
    description = Remark(longest=500, required=True)
    second_officer = Identifier(required=True)


class HandedIn(OfCard):
    handed_in_by = Remark(longest=100, required=True)
    second_officer = Identifier(required=True)


class SetCard(Command):
    card = Number(required=True)
    reason = Remark(required=True)


class SetLocker(Command):
    number = Number(required=True)
    status = Choice(*STATUSES, required=True)
    reason = Remark(required=True)


class Lockers(Query):
    pass


class DepositOf(Query):
    visit_id = Identifier(required=True)
