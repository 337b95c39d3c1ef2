"""What the house's entrypoints take."""

import re
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from contracts.calls.common import (
    SEXES,
    Choice,
    Command,
    Count,
    Flag,
    Identifier,
    Override,
    Paged,
    Query,
    Strict,
    Text,
)
from services.registration.domain import nik
from services.registration.domain.ban import CONFIRM, CONFIRMED, LIFTED, PROPOSED, REJECT, REJECTED
from services.registration.domain.identity import DOCUMENTS, normal
from services.registration.domain.inmate import AVAILABLE, CONVICT, DETAINEE, STATUSES
from services.registration.domain.settings import WEEKDAYS

WORD = r"^[a-z][a-z0-9_]{0,39}$"
IDENTITY_NUMBER = re.compile(r"(?:\d[ .-]?){15}\d")
MOST_IMPORTED = 500


class Word(fields.String):
    """A code: lower case letters, digits and underscores."""

    def __init__(self, **kwargs: Any):
        super().__init__(validate=validate.Regexp(WORD), **kwargs)


class Remark(Text):
    """What an officer writes about something. It is kept, shown and told to other services, so it
    holds no identity number; the desk is told not to write names either."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, *args, **kwargs)
        if IDENTITY_NUMBER.search(text):
            raise ValidationError("Do not write identity numbers here.")
        return text


class WallClock(fields.String):
    """``HH:MM``."""

    def __init__(self, **kwargs: Any):
        super().__init__(validate=validate.Regexp(r"^([01][0-9]|2[0-3]):[0-5][0-9]$"), **kwargs)


class Listed(fields.List):
    """A list of bounded length."""

    def __init__(self, item: Any, most: int, least: int = 0, **kwargs: Any):
        super().__init__(item, validate=validate.Length(min=least, max=most), **kwargs)


def _weekdays() -> fields.List:
    return Listed(Choice(*WEEKDAYS), most=7, least=1)


class SessionRule(Strict):
    name = Word(required=True)
    opens = WallClock(required=True)
    closes = WallClock(required=True)
    weekdays = _weekdays()
    quota_groups = Count(allow_none=True)
    quota_persons = Count(allow_none=True)


class BreakRule(Strict):
    name = Word(required=True)
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
    name = Word(required=True)
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
    permit_issuers = Listed(Word(), most=20)
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


class InmateFields(Strict):
    """Of an inmate, without the number."""

    name = Text(longest=120)
    sex = Choice(*SEXES)
    legal_status = Choice(DETAINEE, CONVICT)
    status = Choice(*STATUSES)
    status_until = fields.Date(allow_none=True)
    accepts_visits = Flag()
    block = Text(longest=40, allow_none=True)


class NewInmate(InmateFields):
    number = Identifier(required=True)
    name = Text(required=True, longest=120)
    sex = Choice(*SEXES, required=True)
    legal_status = Choice(DETAINEE, CONVICT, required=True)
    status = Choice(*STATUSES, load_default=AVAILABLE)


class AddInmate(Command, NewInmate):
    pass


class ChangeInmate(Command, InmateFields):
    number = Identifier(required=True)


class ImportInmates(Command):
    inmates = Listed(fields.Nested(NewInmate), most=MOST_IMPORTED, least=1, required=True)

    @validates_schema
    def _each_once(self, data: dict[str, Any], **_: Any) -> None:
        numbers = [inmate["number"] for inmate in data["inmates"]]
        if len(numbers) != len(set(numbers)):
            raise ValidationError("A number comes twice.", "inmates")


class Inmates(Paged):
    status = Choice(*STATUSES)
    number = Identifier()


class Document(Strict):
    """By which a person is known. Spaces, dots and dashes in the number do not matter."""

    id_type = Choice(*DOCUMENTS, required=True)
    id_number = Text(required=True, longest=32)

    @validates_schema
    def _readable(self, data: dict[str, Any], **_: Any) -> None:
        kind, number = normal(data["id_type"], data["id_number"])
        problem = nik.error(number) if kind == "nik" else None
        if problem or not number:
            raise ValidationError(problem or "empty", "id_number")


class ProposeBan(Command):
    visitor = fields.Nested(Document, required=True)
    reason = Word(required=True)
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
    status = Choice(PROPOSED, CONFIRMED, REJECTED, LIFTED)


class FacilityQuery(Query):
    pass


class DayBook(Query):
    date = fields.Date(required=True)
    lines = Flag(load_default=True)
