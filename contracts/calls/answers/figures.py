"""What registration answers about a day and about many: the day book and statistics."""

from marshmallow import fields

from contracts.calls.answers.common import Answer, Instant, Minutes, counts_by_code, outcome
from contracts.calls.bans import DOCUMENTS
from contracts.calls.common import SEXES, Choice, Code, Count, Flag, Identifier, Person
from contracts.calls.visits import STATUSES

GROUPS = ("men", "women", "children")


class VisitorSums(Answer):
    """Who was let in; ``children`` are under 18, of either sex."""

    men = Count()
    women = Count()
    children = Count()
    all = Count()


class VisitSums(Answer):
    """``admitted`` took place."""

    all = Count()
    registered = Count()
    admitted = Count()


class DayBookSums(VisitSums):
    """``inmates``: how many were visited. Statuses that no visit has are left out."""

    inmates = Count()
    by_status = fields.Dict(keys=Choice(*STATUSES), values=Count())


class SessionSums(Answer):
    visits = Count()
    admitted = Count()
    visitors = fields.Nested(VisitorSums)


class WaitingTime(Answer):
    """Null when no visit got that far; ``visits`` counts those that did."""

    visits = Count()
    median = Minutes(allow_none=True)
    p90 = Minutes(allow_none=True)


class WaitingTimes(Answer):
    registered_to_called = fields.Nested(WaitingTime)
    registered_to_started = fields.Nested(WaitingTime)


class DayBookLine(Answer):
    """One visitor. The document's number is masked."""

    session = Code()
    queue_number = Count(least=1, allow_none=True)
    visit = Identifier()
    person = Person()
    name = fields.String()
    sex = Choice(*SEXES)
    group = Choice(*GROUPS)
    id_type = Choice(*DOCUMENTS)
    id_number = fields.String()
    relationship = fields.String()
    inmate_number = Identifier()
    registered_at = Instant(allow_none=True)
    started_at = Instant(allow_none=True)
    ended_at = Instant(allow_none=True)
    departed_at = Instant(allow_none=True)
    admitted = Flag()
    status = Choice(*STATUSES)
    outcome = outcome()


class DayBookPages(Answer):
    """``sessions`` by name; ``refusals`` and ``outcomes``: how often each was. ``lines`` is empty
    when none were asked for."""

    date = fields.Date()
    visits = fields.Nested(DayBookSums)
    visitors = fields.Nested(VisitorSums)
    sessions = fields.Dict(keys=Code(), values=fields.Nested(SessionSums))
    waiting = fields.Nested(WaitingTimes)
    refusals = counts_by_code()
    outcomes = counts_by_code()
    seizures = Count()
    lines = fields.List(fields.Nested(DayBookLine))


class WaitingOfHour(Answer):
    """From registration until the call; null when nobody was called."""

    average = Minutes(allow_none=True)
    longest = Minutes(allow_none=True)


class WaitingFigures(WaitingOfHour):
    visits = Count()


class HourFigures(Answer):
    """Groups in one hour by the clock of the house, 9 being from 09:00 to 10:00. The waiting is
    that of those called in it."""

    hour = Count(most=23)
    registered = Count()
    called = Count()
    started = Count()
    waiting_minutes = fields.Nested(WaitingOfHour)


class DayFigures(Answer):
    """``refusals`` and ``outcomes``: how often each was. ``hours`` are those in which something
    was."""

    date = fields.Date()
    visits = fields.Nested(VisitSums)
    visitors = fields.Nested(VisitorSums)
    outcomes = counts_by_code()
    refusals = counts_by_code()
    no_shows = Count()
    waiting_minutes = fields.Nested(WaitingFigures)
    hours = fields.List(fields.Nested(HourFigures))


class Figures(Answer):
    from_ = fields.Date(data_key="from")
    to = fields.Date()
    days = fields.List(fields.Nested(DayFigures))
