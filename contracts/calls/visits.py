"""Visits: what registration is asked about them."""

from datetime import date
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from contracts.calls.bans import Document
from contracts.calls.common import (
    SEXES,
    Choice,
    Code,
    Command,
    Count,
    Flag,
    Identifier,
    Listed,
    OfVisits,
    Override,
    Paged,
    Person,
    Query,
    Remark,
    Strict,
    Text,
)
from contracts.rules import Pattern

KINDS = ("family",)
STATUSES = (
    "booked", "registered", "called", "cleared", "started", "ended", "departed", "cancelled",
    "no_show", "refused",
)  # fmt: skip
CANCEL_OUTCOMES = ("inmate_refused", "inmate_unavailable", "administrative_error")
END_OUTCOMES = (
    "completed", "ended_early_by_visitor", "ended_early_by_inmate", "terminated_by_staff",
)  # fmt: skip
MOST_VISITORS = 50
"""No house lets so many visit together; what a group may really be is a setting."""
PHONE = r"^\+?[0-9][0-9 ()-]{4,18}$"


class Visitor(Document):
    name = Text(longest=120, required=True)
    sex = Choice(*SEXES, required=True)
    birth_date = fields.Date(required=True, validate=validate.Range(min=date(1900, 1, 1)))
    relationship = Text(longest=40, required=True)


class Contact(Strict):
    """How the lead visitor wants to be told. Without consent there is nothing to give."""

    name = Text(longest=120)
    email = fields.Email(validate=validate.Length(max=254))
    phone = fields.String(validate=Pattern(PHONE))
    language = Choice("id", "en")
    consent = Flag(required=True, validate=validate.Equal(True))


class Permit(Strict):
    number = Text(longest=60, required=True)
    issuer = Code(required=True)
    issued_on = fields.Date(required=True)
    valid_until = fields.Date(required=True)
    inmate_number = Identifier(required=True)

    @validates_schema
    def _in_order(self, data: dict[str, Any], **_: Any) -> None:
        if data["valid_until"] < data["issued_on"]:
            raise ValidationError("The permit ends before it begins.", "valid_until")


class Register(Command):
    """A walk-in, or with both ``date`` and ``session`` a booking. ``lead`` is the place of the
    lead visitor in the list, from 0."""

    inmate_number = Identifier(required=True)
    kind = Choice(*KINDS, load_default="family")
    date = fields.Date()
    session = Code()
    visitors = Listed(fields.Nested(Visitor), most=MOST_VISITORS, least=1, required=True)
    lead = Count(most=MOST_VISITORS - 1, load_default=0)
    contact = fields.Nested(Contact)
    permit = fields.Nested(Permit)
    override = fields.Nested(Override)

    @validates_schema
    def _hangs_together(self, data: dict[str, Any], **_: Any) -> None:
        if ("date" in data) != ("session" in data):
            missing = "session" if "date" in data else "date"
            raise ValidationError("A booking needs both date and session.", missing)
        if data["lead"] >= len(data["visitors"]):
            raise ValidationError("There is no visitor at that place.", "lead")


class OfVisit(Command):
    visit_id = Identifier(required=True)


class CheckIn(OfVisit):
    override = fields.Nested(Override)


class Cancel(OfVisit):
    """``outcome`` says more than who called it off, where there is more to say."""

    reason = Remark(required=True)
    by = Choice("visitor", "facility", required=True)
    outcome = Choice(*CANCEL_OUTCOMES)


class Review(OfVisit):
    """A supervisor settles what a visit was flagged for. ``refused``: who may not go on."""

    refused = Listed(Person(), most=MOST_VISITORS, load_default=list)
    reason = Remark(required=True)
    override = fields.Nested(Override, required=True)


class Start(OfVisit):
    briefing_acknowledged = Flag(required=True)
    table = Count(least=1)


class Extend(OfVisit):
    """``minutes`` below nought shorten the visit."""

    minutes = Count(least=-480, most=480, required=True)
    reason = Remark(required=True)
    override = fields.Nested(Override)

    @validates_schema
    def _moves(self, data: dict[str, Any], **_: Any) -> None:
        if data["minutes"] == 0:
            raise ValidationError("The end does not move by nought minutes.", "minutes")


class End(OfVisit):
    outcome = Choice(*END_OUTCOMES, required=True)
    reason = Remark()


class Depart(OfVisit):
    """``persons`` is the count at the gate, ``identities_checked`` who was looked at."""

    persons = Count(most=MOST_VISITORS, required=True)
    identities_checked = Listed(Person(), most=MOST_VISITORS, required=True)
    override = fields.Nested(Override)


class OneVisit(Query):
    visit_id = Identifier(required=True)


class Visits(OfVisits, Paged):
    """``q`` looks for a queue number, a document's number or part of a name. ``flagged``: only
    those that a supervisor must look at before they go on, of whatever date."""

    date = fields.Date()
    status = Choice(*STATUSES)
    session = Code()
    q = Text(longest=60)
    flagged = Flag(load_default=False)


class Inside(OfVisits, Query):
    pass
