"""What registration answers about a person's own data."""

from marshmallow import fields

from contracts.calls.answers.bans import BanLine
from contracts.calls.answers.common import Answer, Instant, outcome
from contracts.calls.answers.visits import ListedMember
from contracts.calls.common import Choice, Code, Flag, Identifier
from contracts.calls.visitors import VisitorId
from contracts.calls.visits import STATUSES


class VisitOfPerson(ListedMember):
    """What one visit holds of one person, the document's number in full. ``lead``: whether it is
    the lead visitor; ``contact``: whether notifications knows how to reach the person."""

    id = Identifier()
    date = fields.Date()
    session = Code()
    status = Choice(*STATUSES)
    outcome = outcome()
    inmate_number = Identifier()
    lead = Flag()
    contact = Flag()
    registered_at = Instant(allow_none=True)
    started_at = Instant(allow_none=True)
    departed_at = Instant(allow_none=True)
    birth_date = fields.Date()


class PersonalData(Answer):
    visitor_id = VisitorId()
    visits = fields.List(fields.Nested(VisitOfPerson))
    bans = fields.List(fields.Nested(BanLine))


class CorrectedVisits(Answer):
    """``visits``: the ids of all visits of the person."""

    visitor_id = VisitorId()
    visits = fields.List(Identifier())
