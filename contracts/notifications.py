"""What notifications says: whether a message arrived."""

from functools import partial

from marshmallow import Schema, fields, validate

from contracts.event_type import EventType, by_name
from contracts.fields import Count, Word

CHANNELS = ("log", "email", "webhook")


class NotificationSent(Schema):
    notification = Word(required=True)
    about = Word(required=True, metadata={"description": "Type of the event it tells of."})
    recipient = fields.String(required=True, validate=validate.OneOf(("visitor", "desk")))
    channel = fields.String(required=True, validate=validate.OneOf(CHANNELS))
    attempts = Count(required=True)


class NotificationFailed(NotificationSent):
    reason = Word(required=True)


_type = partial(EventType, "notifications")
_SENT = {
    "notification": "5a0f6f9e-visitor",
    "about": "visitor_registered",
    "recipient": "visitor",
    "channel": "email",
    "attempts": 1,
}

NOTIFICATION_SENT = _type(
    "notification_sent",
    "A message was handed to its channel and accepted.",
    NotificationSent,
    _SENT,
)
NOTIFICATION_FAILED = _type(
    "notification_failed",
    "A message was given up after its last attempt.",
    NotificationFailed,
    {**_SENT, "attempts": 6, "reason": "smtp_refused"},
)

EVENTS = by_name(NOTIFICATION_SENT, NOTIFICATION_FAILED)
