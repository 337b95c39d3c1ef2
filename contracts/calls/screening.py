"""The search post."""

from marshmallow import fields

from contracts.calls.common import (
    SEXES,
    Choice,
    Code,
    Command,
    Count,
    Identifier,
    Listed,
    OfVisits,
    Paged,
    Person,
    Query,
    Strict,
    Text,
)
from contracts.screening import CONTRABAND

DISPOSITIONS = ("allowed", "deposit", "returned_outside", "parcel", "seized")
STATUSES = ("waiting", "called", "held", "screened", "left")


class OfGroup(Command):
    visit_id = Identifier(required=True)


class CallNext(Command):
    post = Identifier(load_default=None)
    on_duty = Listed(Choice(*SEXES), most=2, least=1, required=True)


class Recall(OfGroup):
    pass


class Hold(OfGroup):
    reason = Text(required=True)


class Resume(OfGroup):
    pass


class Searcher(Strict):
    id = Identifier(required=True)
    sex = Choice(*SEXES, required=True)


class Finding(Strict):
    person = Person(required=True)
    decision = Choice("cleared", "refused", required=True)
    reason = Code(allow_none=True)
    searched_by = fields.Nested(Searcher, allow_none=True)
    accompanied_by = Person(allow_none=True)


class SeizureDetails(Strict):
    category = Choice(*CONTRABAND, required=True)
    quantity = Count(least=1, required=True)
    witness = Identifier(required=True)
    handed_to = Text(longest=100, required=True)


class Carried(Strict):
    person = Person(required=True)
    kind = Text(longest=60, required=True)
    description = Text(allow_none=True)
    count = Count(least=1, most=1_000, required=True)
    disposition = Choice(*DISPOSITIONS, required=True)
    seizure = fields.Nested(SeizureDetails, allow_none=True)


class BanProposal(Strict):
    person = Person(required=True)
    reason = Code(required=True)


class Result(OfGroup):
    consent = Choice("given", "refused", "withdrawn", required=True)
    members = Listed(fields.Nested(Finding), most=99, load_default=list)
    lead = Person(allow_none=True)
    items = Listed(fields.Nested(Carried), most=200, load_default=list)
    ban = fields.Nested(BanProposal, allow_none=True)


class Screenings(OfVisits, Paged):
    status = Choice(*STATUSES)
    date = fields.Date()


class Screening(Query):
    visit_id = Identifier(required=True)
