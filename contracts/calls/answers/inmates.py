"""What registration answers about inmates."""

from marshmallow import fields

from contracts.calls.answers.common import Answer, Page
from contracts.calls.common import SEXES, Choice, Code, Count, Flag, Identifier
from contracts.calls.inmates import CONVICT, DETAINEE, MOST_IMPORTED, STATUSES


class InmateState(Answer):
    number = Identifier()
    status = Choice(*STATUSES)
    accepts_visits = Flag()


class InmateLine(InmateState):
    """``id`` is the subject of events; ``status_until`` the last day on which the status holds,
    null: until it is changed."""

    id = Identifier()
    facility = Identifier()
    name = fields.String()
    sex = Choice(*SEXES)
    legal_status = Choice(DETAINEE, CONVICT)
    status_until = fields.Date(allow_none=True)
    block = fields.String(allow_none=True)


class InmatePage(Page):
    items = fields.List(fields.Nested(InmateLine))


class RefusedRow(Answer):
    """``row`` is its place in the list, from 0; ``code`` that of the refusal."""

    row = Count(most=MOST_IMPORTED - 1)
    code = Code()
    field = fields.String(allow_none=True)


class ImportedInmates(Answer):
    """``imported`` counts."""

    imported = Count(most=MOST_IMPORTED)
    refused = fields.List(fields.Nested(RefusedRow))
