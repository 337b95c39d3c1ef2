"""What registration answers about a person's own data."""

from marshmallow import fields

from contracts.calls.answers.bans import BanLine
from contracts.calls.answers.common import Answer, Instant, outcome
from contracts.calls.answers.visits import DECISIONS, WARNINGS
from contracts.calls.bans import DOCUMENTS
from contracts.calls.common import SEXES, Choice, Code, Flag, Identifier, Person
from contracts.calls.visitors import VisitorId
from contracts.calls.visits import STATUSES


class VisitOfPerson(Answer):
    """What one visit holds of one person. ``lead``: whether it is the lead visitor; ``contact``:
    whether notifications knows how to reach the person."""

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
    person = Person()
    name = fields.String()
    sex = Choice(*SEXES)
    birth_date = fields.Date()
    id_type = Choice(*DOCUMENTS)
    id_number = fields.String()
    relationship = fields.String()
    minor = Flag()
    warnings = fields.List(Choice(*WARNINGS))
    decision = Choice(*DECISIONS, allow_none=True)


class PersonalData(Answer):
    visitor_id = VisitorId()
    visits = fields.List(fields.Nested(VisitOfPerson))
    bans = fields.List(fields.Nested(BanLine))


class CorrectedVisits(Answer):
    """``visits``: the ids of all visits of the person."""

    visitor_id = VisitorId()
    visits = fields.List(Identifier())
