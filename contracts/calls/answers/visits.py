"""What registration answers about visits."""

from marshmallow import fields

from contracts.calls.answers.common import (
    Answer,
    HistoryEntry,
    Instant,
    Page,
    PersonPresent,
    outcome,
)
from contracts.calls.bans import DOCUMENTS
from contracts.calls.common import SEXES, Choice, Code, Count, Flag, Identifier, Person
from contracts.calls.visitors import VisitorId
from contracts.calls.visits import KINDS, STATUSES, Permit

BELONGINGS = ("none", "required", "assigned", "deposited", "unclaimed", "returned")
"""Where the group's things are."""
WARNINGS = ("nik_birth_date_differs", "nik_sex_differs")
DECISIONS = ("cleared", "refused")
LANGUAGES = ("id", "en")


class VisitState(Answer):
    """To every command on a visit. ``warnings`` are what the documents disagree with; ``table``
    and ``ends_at`` are null before admission, ``queue_number`` while it is only booked."""

    id = Identifier()
    status = Choice(*STATUSES)
    held = Flag()
    date = fields.Date()
    session = Code()
    queue_number = Count(least=1, allow_none=True)
    table = Count(least=1, allow_none=True)
    ends_at = Instant(allow_none=True)
    belongings = Choice(*BELONGINGS)
    outcome = outcome()
    lead = Person()
    warnings = fields.List(Choice(*WARNINGS))


class ListedMember(Answer):
    """A person of the group in a list, the document's number masked. ``decision`` is that of the
    search, null before it."""

    person = Person()
    name = fields.String()
    sex = Choice(*SEXES)
    id_type = Choice(*DOCUMENTS)
    id_number = fields.String()
    relationship = fields.String()
    minor = Flag()
    warnings = fields.List(Choice(*WARNINGS))
    decision = Choice(*DECISIONS, allow_none=True)


class VisitMember(ListedMember):
    """A person of the group, the document's number in full."""

    birth_date = fields.Date()
    visitor_id = VisitorId()


class VisitFlag(Answer):
    """Something that a supervisor must look at before the visit goes on."""

    reason = Code()
    persons = fields.List(Person())


class VisitLine(Answer):
    """A visit as a line of a list. Each ``..._at`` is null until it happens."""

    id = Identifier()
    facility = Identifier()
    date = fields.Date()
    session = Code()
    session_closes = Instant()
    kind = Choice(*KINDS)
    inmate_number = Identifier()
    members = fields.List(fields.Nested(ListedMember))
    lead = Person()
    status = Choice(*STATUSES)
    contact = Flag()
    language = Choice(*LANGUAGES)
    queue_number = Count(least=1, allow_none=True)
    held = Flag()
    flags = fields.List(fields.Nested(VisitFlag))
    belongings = Choice(*BELONGINGS)
    seizures = Count()
    outcome = outcome()
    table = Count(least=1, allow_none=True)
    extended_minutes = Count(least=-1440, most=1440)
    registered_at = Instant(allow_none=True)
    called_at = Instant(allow_none=True)
    cleared_at = Instant(allow_none=True)
    started_at = Instant(allow_none=True)
    ends_at = Instant(allow_none=True)
    ended_at = Instant(allow_none=True)
    departed_at = Instant(allow_none=True)


class VisitDetails(VisitLine):
    """Everything an officer may need of a visit."""

    members = fields.List(fields.Nested(VisitMember))
    permit = fields.Nested(Permit, allow_none=True)


class VisitPass(Answer):
    """What a visitor carries on paper. The id is what a desk reads from the picture; who the
    people are, the desk sees then. The paper itself says of nobody who visits whom: it is lost,
    and left on chairs, so it holds no name and no document. The inmate's number, which says
    something to the house alone, tells two passes of one family apart. ``printed_at`` tells an
    old paper from a new one; ``language`` is the visitor's."""

    id = Identifier()
    facility = Identifier()
    facility_name = fields.String()
    date = fields.Date()
    session = Code()
    session_opens = Instant(allow_none=True)
    session_closes = Instant()
    queue_number = Count(least=1, allow_none=True)
    persons = Count(least=1)
    inmate_number = Identifier()
    language = Choice(*LANGUAGES)
    printed_at = Instant()


class VisitPage(Page):
    items = fields.List(fields.Nested(VisitLine))


class VisitHistory(Answer):
    """The first thing first."""

    id = Identifier()
    history = fields.List(fields.Nested(HistoryEntry))


class GroupInside(Answer):
    """``overdue``: its time is over, and it has not ended."""

    id = Identifier()
    status = Choice("started", "ended")
    session = Code()
    queue_number = Count(least=1, allow_none=True)
    table = Count(least=1, allow_none=True)
    inmate_number = Identifier()
    started_at = Instant(allow_none=True)
    ends_at = Instant(allow_none=True)
    overdue = Flag()
    belongings = Choice(*BELONGINGS)
    persons = fields.List(fields.Nested(PersonPresent))


class WhoIsInside(Answer):
    """By table. ``persons`` and ``overdue`` count."""

    visits = fields.List(fields.Nested(GroupInside))
    persons = Count()
    overdue = Count()
