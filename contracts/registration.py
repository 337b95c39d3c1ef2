"""What registration says: visits from booking to departure, bans, inmates, the house itself."""

from functools import partial

from marshmallow import Schema, fields, validate

from contracts.event_type import EventType, by_name
from contracts.fields import Count, Day, Instant, Member, Person, Reason, Word, Zone
from contracts.rules import unicode_text

OUTCOMES = (
    "completed",
    "ended_early_by_visitor",
    "ended_early_by_inmate",
    "terminated_by_staff",
    "inmate_refused",
    "inmate_unavailable",
    "visitor_declined_search",
    "visitor_failed_search",
    "visitor_did_not_arrive",
    "cancelled_by_visitor",
    "cancelled_by_facility",
    "facility_closed",
    "administrative_error",
)
Outcome = partial(fields.String, required=True, validate=validate.OneOf(OUTCOMES))


class VisitBooked(Schema):
    date = Day(required=True)
    session = Word(required=True)
    kind = Word(required=True)
    members = fields.List(fields.Nested(Member), required=True, validate=validate.Length(min=1))
    contact = fields.Boolean(required=True)
    language = fields.String(required=True, validate=validate.OneOf(("id", "en")))


class VisitorRegistered(VisitBooked):
    queue_number = Count(required=True)
    lead = Person(required=True)


class ContactRecorded(Schema):
    name = fields.String(allow_none=True, validate=[validate.Length(max=120), unicode_text])
    email = fields.Email(allow_none=True)
    phone = fields.String(allow_none=True, validate=[validate.Length(max=20), unicode_text])
    language = fields.String(required=True, validate=validate.OneOf(("id", "en")))


class VisitStarted(Schema):
    started_at = Instant(required=True)
    ends_at = Instant(required=True)
    table = Count(required=True)
    members = fields.List(fields.Nested(Member), required=True, validate=validate.Length(min=1))


class VisitExtended(Schema):
    previous_ends_at = Instant(required=True)
    ends_at = Instant(required=True)
    minutes = fields.Integer(required=True, strict=True)
    reason = Reason(required=True)


class VisitEndingSoon(Schema):
    ends_at = Instant(required=True)
    minutes_left = Count(required=True)
    table = Count(required=True)


class VisitEnded(Schema):
    outcome = Outcome()
    started_at = Instant(required=True)
    ended_at = Instant(required=True)
    reason = Reason(allow_none=True)


class VisitorDeparted(Schema):
    departed_at = Instant(required=True)
    persons = Count(required=True)
    outcome = Outcome()
    belongings_left = fields.Boolean(required=True)


class VisitCancelled(Schema):
    outcome = Outcome()
    status_before = Word(required=True)
    reason = Reason(required=True)


class VisitNoShow(Schema):
    outcome = Outcome()
    status_before = Word(required=True)
    date = Day(required=True)
    session = Word(required=True)


class VisitFlagged(Schema):
    reason = Word(required=True)
    persons = fields.List(Person(), required=True)


class InmateStatusChanged(Schema):
    status = Word(required=True)
    until = Day(allow_none=True)
    accepts_visits = fields.Boolean(required=True)


class Affected(Schema):
    visit = Word(required=True)
    person = Person(required=True)


class VisitorBanned(Schema):
    reason = Word(required=True)
    until = Day(allow_none=True)
    affected = fields.List(fields.Nested(Affected), required=True)


class FacilityConfigured(Schema):
    timezone = Zone(required=True)
    language = fields.String(required=True, validate=validate.OneOf(("id", "en")))
    recalls_before_hold = Count(required=True)
    lockers = Count(required=True)
    cards = Count(required=True)
    unclaimed_days = Count(required=True)
    sessions = fields.List(
        Word(), metadata={"description": "Their names, the first of the day first."}
    )


class FacilityClosed(Schema):
    cause = fields.String(required=True, validate=validate.OneOf(("emergency", "end_of_day")))
    date = Day(required=True)
    reason = Reason(required=True)


class FacilityReopened(Schema):
    date = Day(required=True)
    reason = Reason(required=True)


_type = partial(EventType, "registration")
_GROUP = [
    {"person": "p1", "sex": "female", "minor": False},
    {"person": "p2", "sex": "male", "minor": True},
]

VISIT_BOOKED = _type(
    "visit_booked",
    "A visit was booked for a coming session; the group must still check in.",
    VisitBooked,
    {
        "date": "2026-01-17",
        "session": "morning",
        "kind": "family",
        "members": _GROUP,
        "contact": True,
        "language": "id",
    },
    heard_by=("notifications",),
)
VISITOR_REGISTERED = _type(
    "visitor_registered",
    "A group is at the registration desk, passed its checks and has a queue number.",
    VisitorRegistered,
    {
        "date": "2026-01-17",
        "session": "morning",
        "kind": "family",
        "members": _GROUP,
        "contact": True,
        "language": "id",
        "queue_number": 12,
        "lead": "p1",
    },
    heard_by=("screening", "notifications"),
)
CONTACT_RECORDED = _type(
    "contact_recorded",
    "How the lead visitor wants to be told. The one event with personal data.",
    ContactRecorded,
    {
        "name": "Siti Aminah",
        "email": "siti@example.org",
        "phone": "+6281200000000",
        "language": "id",
    },
    restricted_to=("notifications",),
    heard_by=("notifications",),
)
VISIT_STARTED = _type(
    "visit_started",
    "The group was briefed and admitted to the visiting room.",
    VisitStarted,
    {
        "started_at": "2026-01-17T09:40:00+08:00",
        "ends_at": "2026-01-17T10:10:00+08:00",
        "table": 4,
        "members": _GROUP,
    },
)
VISIT_EXTENDED = _type(
    "visit_extended",
    "The end of a running visit was moved; a negative number of minutes shortens it.",
    VisitExtended,
    {
        "previous_ends_at": "2026-01-17T10:10:00+08:00",
        "ends_at": "2026-01-17T10:20:00+08:00",
        "minutes": 10,
        "reason": "started late",
    },
)
VISIT_ENDING_SOON = _type(
    "visit_ending_soon",
    "The time of a running visit is nearly up.",
    VisitEndingSoon,
    {"ends_at": "2026-01-17T10:10:00+08:00", "minutes_left": 5, "table": 4},
    heard_by=("notifications",),
)
VISIT_ENDED = _type(
    "visit_ended",
    "An admitted visit is over; belongings are due back.",
    VisitEnded,
    {
        "outcome": "completed",
        "started_at": "2026-01-17T09:40:00+08:00",
        "ended_at": "2026-01-17T10:09:00+08:00",
        "reason": None,
    },
    heard_by=("lockers", "notifications"),
)
VISITOR_DEPARTED = _type(
    "visitor_departed",
    "The group was counted and identified at the exit and has left.",
    VisitorDeparted,
    {
        "departed_at": "2026-01-17T10:16:00+08:00",
        "persons": 2,
        "outcome": "completed",
        "belongings_left": False,
    },
    heard_by=("notifications",),
)
VISIT_CANCELLED = _type(
    "visit_cancelled",
    "A visit was called off before its group was admitted.",
    VisitCancelled,
    {"outcome": "cancelled_by_visitor", "status_before": "registered", "reason": "child is ill"},
    heard_by=("screening", "lockers", "notifications"),
)
VISIT_NO_SHOW = _type(
    "visit_no_show",
    "The session closed and the group was never served.",
    VisitNoShow,
    {
        "outcome": "visitor_did_not_arrive",
        "status_before": "booked",
        "date": "2026-01-17",
        "session": "morning",
    },
    heard_by=("screening", "lockers", "notifications"),
)
VISIT_FLAGGED = _type(
    "visit_flagged",
    "Something changed (a ban, the inmate's status) that stops an open visit "
    "until an officer has looked at it.",
    VisitFlagged,
    {"reason": "visitor_banned", "persons": ["p1"]},
    heard_by=("notifications",),
)
INMATE_STATUS_CHANGED = _type(
    "inmate_status_changed",
    "An inmate can or can no longer be visited.",
    InmateStatusChanged,
    {"status": "isolation", "until": "2026-01-20", "accepts_visits": True},
    subject="inmate",
    heard_by=("registration",),
)
VISITOR_BANNED = _type(
    "visitor_banned",
    "A ban is in force; the open visits that it touches are listed.",
    VisitorBanned,
    {
        "reason": "contraband",
        "until": "2026-07-17",
        "affected": [{"visit": "2f1c7f0e-8a53-5c0f-9a57-1d3f7d6f0b11", "person": "p1"}],
    },
    subject="ban",
    heard_by=("registration", "screening", "notifications"),
)
FACILITY_CONFIGURED = _type(
    "facility_configured",
    "The settings of a house that other services work by.",
    FacilityConfigured,
    {
        "timezone": "Asia/Makassar",
        "language": "id",
        "recalls_before_hold": 3,
        "lockers": 60,
        "cards": 80,
        "unclaimed_days": 30,
        "sessions": ["morning", "afternoon"],
    },
    subject="facility",
    heard_by=("screening", "lockers"),
)
FACILITY_CLOSED = _type(
    "facility_closed",
    "The house takes nobody in any more, in an emergency or at the end of the day.",
    FacilityClosed,
    {"cause": "emergency", "date": "2026-01-17", "reason": "fire alarm"},
    subject="facility",
    heard_by=("registration", "screening", "lockers", "notifications"),
)
FACILITY_REOPENED = _type(
    "facility_reopened",
    "The house takes visitors in again.",
    FacilityReopened,
    {"date": "2026-01-17", "reason": "false alarm"},
    subject="facility",
    heard_by=("screening", "lockers", "notifications"),
)

EVENTS = by_name(
    VISIT_BOOKED,
    VISITOR_REGISTERED,
    CONTACT_RECORDED,
    VISIT_STARTED,
    VISIT_EXTENDED,
    VISIT_ENDING_SOON,
    VISIT_ENDED,
    VISITOR_DEPARTED,
    VISIT_CANCELLED,
    VISIT_NO_SHOW,
    VISIT_FLAGGED,
    INMATE_STATUS_CHANGED,
    VISITOR_BANNED,
    FACILITY_CONFIGURED,
    FACILITY_CLOSED,
    FACILITY_REOPENED,
)
