"""What the locker desk answers."""

from marshmallow import fields

from contracts.calls.answers.common import Answer, Instant
from contracts.calls.common import Choice, Code, Count, Flag, Identifier, Person
from contracts.calls.lockers import STATUSES, Disputed, ItemBack, ItemIn, Number

DEPOSIT_STATUSES = (
    "waiting", "assigned", "deposited", "due", "returned", "unclaimed", "released",
)  # fmt: skip
CARD_STATES = ("visitor", "lost", "desk")
LOCKER_STATES = ("free", "assigned", "occupied", "out_of_service")


class DepositState(Answer):
    """To every command on a deposit. ``items`` counts what was put in, ``missing`` what did not
    come back; ``deadline`` is of things in the store."""

    visit_id = Identifier()
    status = Choice(*DEPOSIT_STATUSES)
    locker = Number(allow_none=True)
    card = Number(allow_none=True)
    items = Count()
    missing = Count()
    disputed = Flag()
    deadline = fields.Date(allow_none=True)


class CardStanding(Answer):
    card = Number()
    blocked = Flag()


class LockerStanding(Answer):
    number = Number()
    status = Choice(*STATUSES)


class LockerLine(Answer):
    """``due``: the visit is over and its things not fetched. ``reason``: why it is out of
    service."""

    number = Number()
    state = Choice(*LOCKER_STATES)
    visit_id = Identifier(allow_none=True)
    card = Number(allow_none=True)
    due = Flag()
    reason = fields.String(allow_none=True)


class WaitingForLocker(Answer):
    visit_id = Identifier()
    position = Count(least=1)
    since = Instant(allow_none=True)


class StoredThings(Answer):
    visit_id = Identifier()
    card = Number(allow_none=True)
    deadline = fields.Date(allow_none=True)


class BlockedCard(Answer):
    """``visit_id`` is whose card it was, if it was somebody's."""

    card = Number()
    reason = fields.String()
    since = Instant()
    visit_id = Identifier(allow_none=True)


class LockerCounts(Answer):
    free = Count()
    assigned = Count()
    occupied = Count()
    out_of_service = Count()
    waiting = Count()
    unclaimed = Count()
    cards_in_use = Count()
    cards_blocked = Count()
    cards_free = Count()


class LockerRoom(Answer):
    """``waiting`` in the order in which they will be served; ``unclaimed`` lies in the store."""

    facility = Identifier()
    closed = Flag()
    lockers = fields.List(fields.Nested(LockerLine))
    waiting = fields.List(fields.Nested(WaitingForLocker))
    unclaimed = fields.List(fields.Nested(StoredThings))
    blocked_cards = fields.List(fields.Nested(BlockedCard))
    counts = fields.Nested(LockerCounts)


class DepositedItem(ItemIn, Answer):
    pass


class ReturnedItem(ItemBack, Answer):
    pass


class DisputeHeard(Disputed, Answer):
    witness = Identifier(allow_none=True)


class DepositEntry(Answer):
    """A line of the log. ``officer`` is null when an event did it; ``second`` stood by where two
    are needed."""

    at = Instant()
    officer = Identifier(allow_none=True)
    action = Code()
    reason = fields.String(allow_none=True)
    second = Identifier(allow_none=True)


class DepositDetails(Answer):
    """``open`` while a locker and a card are taken up; ``items_total`` and ``missing`` count;
    ``lost_description`` is the visitor's of the things, when the card was lost."""

    visit_id = Identifier()
    status = Choice(*DEPOSIT_STATUSES)
    locker = Number(allow_none=True)
    card = Number(allow_none=True)
    card_state = Choice(*CARD_STATES)
    open = Flag()
    needed_at = Instant(allow_none=True)
    assigned_at = Instant(allow_none=True)
    items = fields.List(fields.Nested(DepositedItem))
    given_back = fields.List(fields.Nested(ReturnedItem))
    items_total = Count()
    missing = Count()
    returned_to = Person(allow_none=True)
    dispute = fields.Nested(DisputeHeard, allow_none=True)
    lost_description = fields.String(allow_none=True)
    deadline = fields.Date(allow_none=True)
    visit_over = Flag()
    history = fields.List(fields.Nested(DepositEntry))
