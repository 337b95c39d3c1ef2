"""Bans: who may not visit."""

from marshmallow import fields

from contracts.calls.common import Choice, Code, Command, Identifier, Paged, Remark, Strict, Text

DOCUMENTS = ("nik", "ktp", "kia", "kk", "sim", "passport", "other")
CONFIRM, REJECT = "confirm", "reject"
STATUSES = ("proposed", "confirmed", "rejected", "lifted")


class Document(Strict):
    """By which a person is known. Spaces, dots and dashes in the number do not matter."""

    id_type = Choice(*DOCUMENTS, required=True)
    id_number = Text(required=True, longest=32)


class ProposeBan(Command):
    visitor = fields.Nested(Document, required=True)
    reason = Code(required=True)
    until = fields.Date()
    visit_id = Identifier()
    note = Remark()


class DecideBan(Command):
    ban_id = Identifier(required=True)
    decision = Choice(CONFIRM, REJECT, required=True)
    reason = Remark(required=True)


class LiftBan(Command):
    ban_id = Identifier(required=True)
    reason = Remark(required=True)


class Bans(Paged):
    status = Choice(*STATUSES)
