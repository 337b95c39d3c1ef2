"""A house's settings as they are: what may be set, with nothing left out."""

from marshmallow import fields

from contracts.calls import facilities as asked
from contracts.calls.answers.common import Answer
from contracts.calls.common import Code, Count, Listed


class SessionSetting(asked.SessionRule, Answer):
    """A quota of null means the house's own."""


class BreakSetting(asked.BreakRule, Answer):
    pass


class PeriodSetting(Answer):
    """From ``first`` to ``last``, both included, what is not null replaces the usual setting."""

    name = Code()
    first = fields.Date()
    last = fields.Date()
    visit_minutes = Count(allow_none=True)
    group_size = Count(allow_none=True)
    sessions = fields.List(fields.Nested(SessionSetting), allow_none=True)
    quota_groups = Count(allow_none=True)
    quota_persons = Count(allow_none=True)
    visits_per_visitor = fields.Nested(asked.Frequency, allow_none=True)
    visits_per_inmate = fields.Nested(asked.Frequency, allow_none=True)
    registration_closes_minutes = Count(allow_none=True)
    max_extension_minutes = Count(allow_none=True)
    booking_days_ahead = Count(allow_none=True)


class HouseSettings(asked.Settings, Answer):
    """All of them: [settings.md](settings.md)."""

    sessions = Listed(fields.Nested(SessionSetting), most=50)
    breaks = Listed(fields.Nested(BreakSetting), most=50)
    special_periods = Listed(fields.Nested(PeriodSetting), most=50)
