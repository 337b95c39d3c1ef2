"""What the search post answers."""

from marshmallow import fields

from contracts.calls.answers.common import Answer, Instant, Page
from contracts.calls.common import SEXES, Choice, Code, Count, Flag, Identifier, Person
from contracts.calls.screening import STATUSES, Carried, Searcher, SeizureDetails
from contracts.screening import HOLD_REASONS, SCREENED

CONSENTS = ("given", "refused", "withdrawn")
DECISIONS = ("cleared", "refused")
VISIT_OUTCOMES = ("visitor_declined_search", "visitor_failed_search")


class SearchedMember(Answer):
    """A person of the group; all but the first three fields are null before the search."""

    person = Person()
    sex = Choice(*SEXES)
    minor = Flag()
    decision = Choice(*DECISIONS, allow_none=True)
    reason = Code(allow_none=True)
    searched_by = fields.Nested(Searcher, allow_none=True)
    accompanied_by = Person(allow_none=True)


class GroupInLine(Answer):
    """A group at the search post. ``calls`` counts since it last joined the line, ``banned`` are
    persons who can only be refused. ``visit_outcome`` is what becomes of the visit when the
    search ended it. Of a visit that was called off before its registration was heard of, only id
    and status are known."""

    visit_id = Identifier()
    status = Choice(*STATUSES)
    date = fields.Date(allow_none=True)
    session = Code(allow_none=True)
    queue_number = Count(least=1, allow_none=True)
    lead = Person(allow_none=True)
    members = fields.List(fields.Nested(SearchedMember))
    banned = fields.List(Person())
    calls = Count()
    post = Identifier(allow_none=True)
    registered_at = Instant(allow_none=True)
    called_at = Instant(allow_none=True)
    hold_reason = Choice(*HOLD_REASONS, allow_none=True)
    outcome = Choice(*SCREENED, allow_none=True)
    visit_outcome = Choice(*VISIT_OUTCOMES, allow_none=True)


class HeldGroup(Answer):
    visit_id = Identifier()
    queue_number = Count(least=1)
    session = Code()
    hold_reason = Choice(*HOLD_REASONS)


class CalledGroup(GroupInLine):
    """``held`` are the groups before it that the officers on duty cannot search."""

    held = fields.List(fields.Nested(HeldGroup))


class ThingsToDeposit(Answer):
    """``required``: the group needs a locker; ``items`` counts."""

    required = Flag()
    items = Count(most=200_000)


class SearchedGroup(GroupInLine):
    """``evidence_numbers`` in the order of the seized items."""

    deposit = fields.Nested(ThingsToDeposit)
    evidence_numbers = fields.List(fields.String())


class ConsentGiven(Answer):
    answer = Choice(*CONSENTS)
    at = Instant()
    officer = Identifier()


class RecordedSeizure(SeizureDetails, Answer):
    evidence_number = fields.String()


class RecordedItem(Carried, Answer):
    """``seizure`` of what was seized, null of all else."""

    seizure = fields.Nested(RecordedSeizure, allow_none=True)


class SearchEntry(Answer):
    """A line of the history; without an officer it was another service's event."""

    at = Instant()
    officer = Identifier(allow_none=True)
    action = Code()
    reason = fields.String(allow_none=True)


class GroupDetails(GroupInLine):
    consent = fields.Nested(ConsentGiven, allow_none=True)
    items = fields.List(fields.Nested(RecordedItem))
    history = fields.List(fields.Nested(SearchEntry))


class StatusCounts(Answer):
    waiting = Count()
    called = Count()
    held = Count()
    screened = Count()
    left = Count()


class GroupPage(Page):
    """``counts`` is of the whole day, whatever status was asked for."""

    items = fields.List(fields.Nested(GroupInLine))
    date = fields.Date()
    counts = fields.Nested(StatusCounts)
