"""What lockers says: whose things lie where, against which card."""

from functools import partial

from marshmallow import Schema, fields, validate

from contracts.event_type import EventType, by_name
from contracts.fields import Count, Day, Reason


class LockerAssigned(Schema):
    locker = Count(required=True)
    card = Count(required=True)


class LockerUnavailable(Schema):
    reason = fields.String(required=True, validate=validate.OneOf(("full", "no_card")))
    waiting = Count(required=True)


class BelongingsDeposited(Schema):
    locker = Count(required=True)
    card = Count(required=True)
    items = Count(required=True)


class BelongingsReturned(BelongingsDeposited):
    proof = fields.String(required=True, validate=validate.OneOf(("card", "identity")))
    missing = Count(required=True)
    disputed = fields.Boolean(required=True)


class BelongingsUnclaimed(BelongingsDeposited):
    deadline = Day(required=True)


class CardLost(Schema):
    locker = Count(required=True)
    card = Count(required=True)


class LockerStatusChanged(Schema):
    locker = Count(required=True)
    status = fields.String(required=True, validate=validate.OneOf(("in_service", "out_of_service")))
    reason = Reason(required=True)


_type = partial(EventType, "lockers")

LOCKER_ASSIGNED = _type(
    "locker_assigned",
    "A locker and a card are set aside for the group.",
    LockerAssigned,
    {"locker": 17, "card": 17},
    heard_by=("registration", "notifications"),
)
LOCKER_UNAVAILABLE = _type(
    "locker_unavailable",
    "No locker or card is free; the group waits and is served when one is.",
    LockerUnavailable,
    {"reason": "full", "waiting": 2},
    heard_by=("notifications",),
)
BELONGINGS_DEPOSITED = _type(
    "belongings_deposited",
    "The group's things are counted and locked away against the card.",
    BelongingsDeposited,
    {"locker": 17, "card": 17, "items": 3},
    heard_by=("registration",),
)
BELONGINGS_RETURNED = _type(
    "belongings_returned",
    "The things were given back and the locker is free.",
    BelongingsReturned,
    {"locker": 17, "card": 17, "items": 3, "proof": "card", "missing": 0, "disputed": False},
    heard_by=("registration", "notifications"),
)
BELONGINGS_UNCLAIMED = _type(
    "belongings_unclaimed",
    "Nobody fetched the things by closing; they are stored until the "
    "deadline and the locker is free.",
    BelongingsUnclaimed,
    {"locker": 17, "card": 17, "items": 3, "deadline": "2026-02-16"},
    heard_by=("registration", "notifications"),
)
CARD_LOST = _type(
    "card_lost",
    "The card was lost and is blocked.",
    CardLost,
    {"locker": 17, "card": 17},
    heard_by=("notifications",),
)
LOCKER_STATUS_CHANGED = _type(
    "locker_status_changed",
    "A locker was taken out of service or put back.",
    LockerStatusChanged,
    {"locker": 9, "status": "out_of_service", "reason": "lock jammed"},
    subject="facility",
    heard_by=("notifications",),
)

EVENTS = by_name(
    LOCKER_ASSIGNED,
    LOCKER_UNAVAILABLE,
    BELONGINGS_DEPOSITED,
    BELONGINGS_RETURNED,
    BELONGINGS_UNCLAIMED,
    CARD_LOST,
    LOCKER_STATUS_CHANGED,
)
