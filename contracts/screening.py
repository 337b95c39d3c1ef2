"""What screening says: the queue at the search post and what was decided there."""

from functools import partial

from marshmallow import Schema, fields, validate

from contracts.event_type import EventType, by_name
from contracts.fields import Count, Person, Word

HOLD_REASONS = ("no_answer", "no_officer_of_same_sex", "held_by_officer")
SCREENED = ("cleared", "partly_cleared", "refused")
CONTRABAND = ("drugs", "phone_or_sim", "weapon", "alcohol", "money", "medicine", "other")


class VisitorCalled(Schema):
    queue_number = Count(required=True)
    session = Word(required=True)
    call = Count(required=True)
    post = Word(allow_none=True)


class VisitorHeld(Schema):
    queue_number = Count(required=True)
    session = Word(required=True)
    reason = fields.String(required=True, validate=validate.OneOf(HOLD_REASONS))


class Decision(Schema):
    person = Person(required=True)
    decision = fields.String(required=True, validate=validate.OneOf(("cleared", "refused")))
    reason = Word(allow_none=True)


class Deposit(Schema):
    required = fields.Boolean(required=True)
    items = Count(required=True)


class VisitorScreened(Schema):
    outcome = fields.String(required=True, validate=validate.OneOf(SCREENED))
    visit_outcome = fields.String(
        allow_none=True,
        validate=validate.OneOf(("visitor_declined_search", "visitor_failed_search")),
    )
    members = fields.List(fields.Nested(Decision), required=True, validate=validate.Length(min=1))
    lead = Person(required=True)
    deposit = fields.Nested(Deposit, required=True)
    seizures = Count(required=True)


class ContrabandSeized(Schema):
    evidence_number = Word(required=True)
    category = fields.String(required=True, validate=validate.OneOf(CONTRABAND))
    quantity = Count(required=True)
    person = Person(required=True)


class BanProposed(Schema):
    person = Person(required=True)
    reason = Word(required=True)
    evidence_number = Word(allow_none=True)
    proposed_by = Word(
        required=True, metadata={"description": "Staff id of the officer, so that another decides."}
    )


_type = partial(EventType, "screening")

VISITOR_CALLED = _type(
    "visitor_called",
    "A queue number was called to the search post, for the first time or again.",
    VisitorCalled,
    {"queue_number": 12, "session": "morning", "call": 1, "post": "A"},
    heard_by=("registration", "notifications"),
)
VISITOR_HELD = _type(
    "visitor_held",
    "A number leaves the line for now: nobody came, or no officer of the visitor's sex is on duty.",
    VisitorHeld,
    {"queue_number": 12, "session": "morning", "reason": "no_answer"},
    heard_by=("registration", "notifications"),
)
VISITOR_SCREENED = _type(
    "visitor_screened",
    "The search is done: who may go on, and whether things must be left in a locker.",
    VisitorScreened,
    {
        "outcome": "partly_cleared",
        "visit_outcome": None,
        "members": [
            {"person": "p1", "decision": "cleared", "reason": None},
            {"person": "p2", "decision": "refused", "reason": "dress_code"},
        ],
        "lead": "p1",
        "deposit": {"required": True, "items": 3},
        "seizures": 0,
    },
    heard_by=("registration", "lockers", "notifications"),
)
CONTRABAND_SEIZED = _type(
    "contraband_seized",
    "A prohibited thing was taken into evidence before a witness.",
    ContrabandSeized,
    {
        "evidence_number": "RTBPN-20260117-0003",
        "category": "phone_or_sim",
        "quantity": 1,
        "person": "p2",
    },
    heard_by=("notifications",),
)
BAN_PROPOSED = _type(
    "ban_proposed",
    "A screener proposes to bar a person; another officer decides.",
    BanProposed,
    {
        "person": "p2",
        "reason": "contraband",
        "evidence_number": "RTBPN-20260117-0003",
        "proposed_by": "officer-7",
    },
    heard_by=("registration", "notifications"),
)

EVENTS = by_name(VISITOR_CALLED, VISITOR_HELD, VISITOR_SCREENED, CONTRABAND_SEIZED, BAN_PROPOSED)
