"""What registration answers about the house."""

from marshmallow import fields

from contracts.calls.answers.common import Answer, HistoryEntry, Instant, PersonPresent
from contracts.calls.answers.settings import HouseSettings
from contracts.calls.common import Choice, Code, Count, Identifier
from contracts.calls.visits import STATUSES

OPEN, CLOSED = "open", "closed"
CAUSES = ("emergency", "end_of_day")


class HouseState(Answer):
    """To every command on the house. ``days_closed`` is the last day that was closed at its end,
    if any; ``status`` is closed in an emergency."""

    facility = Identifier()
    status = Choice(OPEN, CLOSED)
    days_closed = fields.List(fields.Date())


class GroupInHouse(Answer):
    visit = Identifier()
    status = Choice(*STATUSES)
    session = Code()
    queue_number = Count(least=1, allow_none=True)
    table = Count(least=1, allow_none=True)
    inmate_number = Identifier()
    persons = fields.List(fields.Nested(PersonPresent))


class RollCall(Answer):
    """``inside`` are those admitted and not counted out, ``waiting`` those at the desk, in the
    queue or at the lockers."""

    inside = fields.List(fields.Nested(GroupInHouse))
    persons_inside = Count()
    waiting = fields.List(fields.Nested(GroupInHouse))
    persons_waiting = Count()


class ClosedHouse(HouseState):
    roll_call = fields.Nested(RollCall)


class Closure(Answer):
    """Why and since when intake is stopped; ``by`` is the officer."""

    cause = Choice(*CAUSES)
    date = fields.Date()
    reason = fields.String()
    at = Instant()
    by = Identifier()


class SessionToday(Answer):
    """``closes`` and ``registration_closes`` are the first moment at which it is too late."""

    name = Code()
    date = fields.Date()
    opens = Instant()
    closes = Instant()
    registration_closes = Instant()
    quota_groups = Count()
    quota_persons = Count()


class BreakToday(Answer):
    name = Code()
    starts = Instant()
    ends = Instant()


class Today(Answer):
    """``blocked`` is the reason why nobody is received, or null."""

    date = fields.Date()
    sessions = fields.List(fields.Nested(SessionToday))
    breaks = fields.List(fields.Nested(BreakToday))
    blocked = fields.String(allow_none=True)


class House(Answer):
    """``history`` holds the latest entries; ``timezone`` is an IANA name."""

    id = Identifier()
    facility = Identifier()
    name = fields.String()
    timezone = fields.String()
    settings = fields.Nested(HouseSettings)
    status = Choice(OPEN, CLOSED)
    closure = fields.Nested(Closure, allow_none=True)
    days_closed = fields.List(fields.Date())
    history = fields.List(fields.Nested(HistoryEntry))
    today = fields.Nested(Today)
