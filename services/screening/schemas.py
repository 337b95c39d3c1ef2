"""What screening answers."""

from marshmallow import Schema, fields

from contracts.calls import screening as calls
from services.screening.domain import goods


class MemberView(Schema):
    person = fields.String()
    sex = fields.String()
    minor = fields.Boolean()
    decision = fields.String()
    reason = fields.String()
    searched_by = fields.Nested(calls.Searcher)
    accompanied_by = fields.String()


class ItemView(calls.Carried):
    seizure = fields.Nested(calls.SeizureDetails.from_dict({"evidence_number": fields.String()}))


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
