"""What the locker desk can be asked, and how it is read into the words of the domain."""

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from contracts.calls.common import (
    Choice,
    Command,
    Count,
    Flag,
    Identifier,
    Override,
    Query,
    Strict,
    Text,
)
from services.lockers.domain.assignment import Screened
from services.lockers.domain.custody import Handover
from services.lockers.domain.deposit import Dispute
from services.lockers.domain.deposit import Override as SetAside
from services.lockers.domain.inventory import IN_SERVICE, OUT_OF_SERVICE
from services.lockers.domain.items import GivenBack, Item

PERSON = r"^p[1-9][0-9]?$"
IDENTITY_NUMBER = re.compile(r"(?:\d[ .-]?){15}\d")
MOST_KINDS = 50
MOST_OF_A_KIND = 1000


class Remark(Text):
    """What an officer writes about things. It is kept and shown, so it holds no identity number
    (nor the number of a bank card, which has as many digits)."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, *args, **kwargs)
        if IDENTITY_NUMBER.search(text):
            raise ValidationError("Do not write identity or card numbers here.")
        return text


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
    items = fields.List(
        fields.Nested(ItemIn), required=True, validate=validate.Length(max=MOST_KINDS)
    )


class Claim(Command):
    visit_id = Identifier(required=True)
    items = fields.List(
        fields.Nested(ItemBack), required=True, validate=validate.Length(max=MOST_KINDS)
    )
    card = Number()
    identity_checked = Flag()
    returned_to = fields.String(validate=validate.Regexp(PERSON))
    dispute = fields.Nested(Disputed)


class ReturnBelongings(Claim):
    override = fields.Nested(Override)


class Unclaimed(Command):
    visit_id = Identifier(required=True)
    deadline = fields.Date()
    override = fields.Nested(Override)


class CardLost(Command):
    card = Number(required=True)
    identity_checked = Flag(required=True)
    description = Remark(longest=500, required=True)
    second_officer = Identifier(required=True)


class HandedIn(Command):
    card = Number(required=True)
    handed_in_by = Remark(longest=100, required=True)
    second_officer = Identifier(required=True)


class SetCard(Command):
    card = Number(required=True)
    reason = Remark(required=True)


class SetLocker(Command):
    number = Number(required=True)
    status = Choice(IN_SERVICE, OUT_OF_SERVICE, required=True)
    reason = Remark(required=True)


class Lockers(Query):
    pass


class DepositOf(Query):
    visit_id = Identifier(required=True)


def screened_of(event: Mapping[str, Any]) -> Screened:
    """What matters here of a search result. A refused group takes its things along, so it needs
    no locker whatever else the result says."""
    refused = event["data"]["outcome"] == "refused"
    required = event["data"]["deposit"]["required"] and not refused
    return Screened(event["subject"], event["facility"], event["sequence"], required, refused)


def stock_of(event: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a facility that matter at the locker desk."""
    settings = ("timezone", "lockers", "cards", "unclaimed_days")
    return {name: event["data"][name] for name in settings}


def items_of(command: Mapping[str, Any]) -> tuple[Item, ...]:
    return tuple(Item(**item) for item in command["items"])


def handover_of(command: Mapping[str, Any]) -> Handover:
    dispute = command.get("dispute")
    return Handover(
        officer=command["officer"]["id"],
        items=tuple(GivenBack(**item) for item in command["items"]),
        card=command.get("card"),
        identity_checked=command.get("identity_checked", False),
        returned_to=command.get("returned_to"),
        dispute=dispute and Dispute(**dispute),
        override=override_of(command),
    )


def override_of(command: Mapping[str, Any]) -> SetAside | None:
    override = command.get("override")
    return override and SetAside(**override)
