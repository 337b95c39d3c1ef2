"""The house: its settings, its day, its figures."""

from typing import Any

from marshmallow import fields

from contracts.calls.common import (
    Choice,
    Code,
    Command,
    Count,
    Flag,
    Listed,
    Override,
    Query,
    Remark,
    Strict,
    Text,
)
from contracts.rules import Pattern

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class WallClock(fields.String):
    """``HH:MM``."""

    def __init__(self, **kwargs: Any):
        super().__init__(validate=Pattern(r"^([01][0-9]|2[0-3]):[0-5][0-9]$"), **kwargs)


def _weekdays() -> fields.List:
    return Listed(Choice(*WEEKDAYS), most=7, least=1)


class SessionRule(Strict):
    name = Code(required=True)
    opens = WallClock(required=True)
    closes = WallClock(required=True)
    weekdays = _weekdays()
    quota_groups = Count(allow_none=True)
    quota_persons = Count(allow_none=True)


class BreakRule(Strict):
    name = Code(required=True)
    starts = WallClock(required=True)
    ends = WallClock(required=True)
    weekdays = _weekdays()


class BlockedDate(Strict):
    date = fields.Date(required=True)
    reason = Remark(required=True, longest=100)


class Frequency(Strict):
    count = Count(required=True, least=1, most=50)
    per = Choice("day", "week", required=True)


class Limits(Strict):
    """The settings that a special period may change."""

    visit_minutes = Count(least=1, most=480)
    group_size = Count(least=1, most=50)
    sessions = Listed(fields.Nested(SessionRule), most=50)
    quota_groups = Count()
    quota_persons = Count()
    visits_per_visitor = fields.Nested(Frequency)
    visits_per_inmate = fields.Nested(Frequency)
    registration_closes_minutes = Count(most=480)
    max_extension_minutes = Count(most=480)
    booking_days_ahead = Count(most=365)


class SpecialPeriod(Limits):
    name = Code(required=True)
    first = fields.Date(required=True)
    last = fields.Date(required=True)


class Settings(Limits):
    language = Choice("id", "en")
    warning_minutes = Count(most=120)
    breaks = Listed(fields.Nested(BreakRule), most=50)
    recalls_before_hold = Count(least=1, most=20)
    room_tables = Count(least=1, most=1000)
    room_persons = Count(least=1, most=5000)
    lockers = Count(most=5000)
    cards = Count(most=5000)
    unclaimed_days = Count(least=1, most=3650)
    permit_required = Flag()
    permit_issuers = Listed(Code(), most=20)
    ban_days = Count(least=1, most=36500)
    blocked_dates = Listed(fields.Nested(BlockedDate), most=400)
    special_periods = Listed(fields.Nested(SpecialPeriod), most=50)


class ConfigureFacility(Command):
    name = Text(required=True, longest=100)
    timezone = Text(required=True, longest=64)
    settings = fields.Nested(Settings, load_default=dict)


class WithReason(Command):
    """Close or reopen."""

    reason = Remark(required=True)


class EndOfDay(Command):
    override = fields.Nested(Override)


class FacilityQuery(Query):
    pass


class DayBook(Query):
    date = fields.Date(required=True)
    lines = Flag(load_default=True)


class Statistics(Query):
    """From one day to another, both included."""

    from_ = fields.Date(required=True, data_key="from")
    to = fields.Date(required=True)
