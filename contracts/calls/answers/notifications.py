"""What notifications answers."""

from marshmallow import fields

from contracts.calls.answers.common import Answer, Instant
from contracts.calls.common import Choice, Code, Count, Flag, Identifier
from contracts.notifications import CHANNELS

RECIPIENTS = ("visitor", "desk")
STATUSES = ("waiting_for_contact", "pending", "sent", "failed", "expired")
LANGUAGES = ("id", "en")


class Notice(Answer):
    """One message to one recipient, without its text. ``about`` is the type of the event,
    ``desk`` is null for the visitor, ``channel`` until there is a contact, ``next_attempt_at``
    when none is to come."""

    id = fields.String()
    about = Code()
    recipient = Choice(*RECIPIENTS)
    desk = Code(allow_none=True)
    channel = Choice(*CHANNELS, allow_none=True)
    status = Choice(*STATUSES)
    attempts = Count()
    created_at = Instant()
    next_attempt_at = Instant(allow_none=True)
    sent_at = Instant(allow_none=True)
    reason = fields.String(allow_none=True)


class NoticesOfVisit(Answer):
    """``contact`` says whether the visitor can be told: true, false, or null while unknown."""

    subject_id = fields.String()
    contact = Flag(allow_none=True)
    language = Choice(*LANGUAGES, allow_none=True)
    notifications = fields.List(fields.Nested(Notice))


class LeadContact(Answer):
    """How the lead visitor of a visit asked to be told."""

    visit_id = Identifier()
    name = fields.String(allow_none=True)
    email = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)
    language = Choice(*LANGUAGES)


class LeadContacts(Answer):
    contacts = fields.List(fields.Nested(LeadContact))
