"""What registration answers about bans."""

from marshmallow import fields

from contracts.calls.answers.common import Answer, Instant, Page
from contracts.calls.bans import STATUSES
from contracts.calls.common import Choice, Code, Identifier, Person


class BanState(Answer):
    """To every command on a ban. ``until`` is its last day, null while nobody has said."""

    id = Identifier()
    status = Choice(*STATUSES)
    until = fields.Date(allow_none=True)


class BanLine(Answer):
    """``masked`` is what may be shown of the document's number. ``visit``, ``person`` and
    ``evidence_number`` say where it arose, if it arose at a visit."""

    id = Identifier()
    facility = Identifier()
    masked = fields.String()
    reason = Code()
    proposed_by = Identifier()
    proposed_at = Instant()
    until = fields.Date(allow_none=True)
    visit = Identifier(allow_none=True)
    person = Person(allow_none=True)
    evidence_number = fields.String(allow_none=True)
    note = fields.String(allow_none=True)
    status = Choice(*STATUSES)
    decided_by = Identifier(allow_none=True)
    decided_at = Instant(allow_none=True)
    decision_reason = fields.String(allow_none=True)
    lifted_by = Identifier(allow_none=True)
    lifted_at = Instant(allow_none=True)
    lift_reason = fields.String(allow_none=True)


class BanPage(Page):
    items = fields.List(fields.Nested(BanLine))
