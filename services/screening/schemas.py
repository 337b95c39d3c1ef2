"""What screening's RPC takes and gives."""

from marshmallow import Schema, fields, validate

from contracts.calls.common import (
    SEXES,
    Choice,
    Command,
    Count,
    Identifier,
    Paged,
    Query,
    Strict,
    Text,
)
from contracts.fields import PERSON
from contracts.screening import CONTRABAND
from services.screening.domain import goods
from services.screening.domain.screening import STATUSES

DISPOSITIONS = ("allowed", "deposit", "returned_outside", "parcel", "seized")


class Person(fields.String):
    """A person of the group: p1, p2 and so on."""

    def __init__(self, **kwargs):
        super().__init__(validate=validate.Regexp(PERSON), **kwargs)


class Code(fields.String):
    """A reason as a word, since it travels in events, where no free text may: dress_code."""

    def __init__(self, **kwargs):
        super().__init__(validate=validate.Regexp(r"^[a-z][a-z0-9_]{0,49}$"), **kwargs)


class OfVisit(Command):
    visit_id = Identifier(required=True)


class CallNext(Command):
    post = Identifier(load_default=None)
    on_duty = fields.List(Choice(*SEXES), required=True, validate=validate.Length(min=1, max=2))


class Recall(OfVisit):
    pass


class Hold(OfVisit):
    reason = Text(required=True)


class Resume(OfVisit):
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


class Result(OfVisit):
    consent = Choice("given", "refused", "withdrawn", required=True)
    members = fields.List(fields.Nested(Finding), load_default=list,
                          validate=validate.Length(max=99))
    lead = Person(allow_none=True)
    items = fields.List(fields.Nested(Carried), load_default=list,
                        validate=validate.Length(max=200))
    ban = fields.Nested(BanProposal, allow_none=True)


class Screenings(Paged):
    status = Choice(*STATUSES)
    date = fields.Date()


class Screening(Query):
    visit_id = Identifier(required=True)


# --- what it gives -----------------------------------------------------------------------------


class MemberView(Schema):
    person = fields.String()
    sex = fields.String()
    minor = fields.Boolean()
    decision = fields.String()
    reason = fields.String()
    searched_by = fields.Nested(Searcher)
    accompanied_by = fields.String()


class ItemView(Carried):
    seizure = fields.Nested(SeizureDetails.from_dict({"evidence_number": fields.String()}))


class Line(Schema):
    """A group as a line of a list, and as the answer to every command."""

    visit_id = fields.String(attribute="id")
    status = fields.String()
    date = fields.String()
    session = fields.String()
    queue_number = fields.Integer()
    lead = fields.String()
    members = fields.List(fields.Nested(MemberView))
    banned = fields.List(fields.String())
    calls = fields.Integer()
    post = fields.String()
    registered_at = fields.AwareDateTime(format="iso")
    called_at = fields.AwareDateTime(format="iso")
    hold_reason = fields.String()
    outcome = fields.String()
    visit_outcome = fields.String()


class Screened(Line):
    """The answer to a result."""

    deposit = fields.Function(lambda group: goods.deposit(group.items))
    evidence_numbers = fields.Function(lambda group: goods.evidence_of(group.items))


class ConsentView(Schema):
    answer = fields.String()
    at = fields.AwareDateTime(format="iso")
    officer = fields.String()


class EntryView(Schema):
    at = fields.AwareDateTime(format="iso")
    officer = fields.String()
    action = fields.String()
    reason = fields.String()


class Whole(Line):
    """Everything that is known of a group."""

    consent = fields.Nested(ConsentView)
    items = fields.List(fields.Nested(ItemView))
    history = fields.List(fields.Nested(EntryView))
