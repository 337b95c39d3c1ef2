"""Everything the locker desk can say no to. One class per published code.

No name, identity number or telephone number goes into a detail or a fact: they travel in logs.
"""

from typing import Any


class Refusal(Exception):
    """A rule said no. ``code`` is stable and published; ``detail`` is for people; ``facts`` are
    plain JSON values; ``field`` names the input that was wrong, if one was."""

    code = "refused"

    def __init__(self, detail: str, field: str | None = None, **facts: Any):
        super().__init__(detail)
        self.detail = detail
        self.field = field
        self.facts = facts


class NotFound(Refusal):
    """Nothing of this facility goes by that id."""

    code = "not_found"


class WrongState(Refusal):
    """The deposit is not in a state that allows this."""

    code = "wrong_state"

    def __init__(self, state: str, needed: list[str]):
        super().__init__(
            f"The deposit is {state}; it must be {' or '.join(needed)}.",
            state=str(state), needed=[str(status) for status in needed],
        )


class NoItems(Refusal):
    """A deposit holds at least one thing."""

    code = "no_items"


class VisitNotOver(Refusal):
    """Things go back after the visit, or before it on a supervisor's word."""

    code = "visit_not_over"


class CardRequired(Refusal):
    """Things go back against the card."""

    code = "card_required"


class CardMismatch(Refusal):
    """The card shown is another deposit's."""

    code = "card_mismatch"


class IdentityRequired(Refusal):
    """Without the card, the officer must have checked who is asking."""

    code = "identity_required"


class ItemsMissing(Refusal):
    """Fewer or damaged things came back, and no dispute was recorded."""

    code = "items_missing"


class ItemsUnknown(Refusal):
    """More things of a kind were counted back than were ever deposited."""

    code = "items_unknown"


class SameOfficer(Refusal):
    """Two different officers must stand for this."""

    code = "same_officer"


class CardAlreadyLost(Refusal):
    """The card was reported lost before."""

    code = "card_already_lost"


class CardNotOut(Refusal):
    """No visitor holds this card."""

    code = "card_not_out"


class CardInUse(Refusal):
    """The card stands for things in a locker."""

    code = "card_in_use"


class CardNotBlocked(Refusal):
    """There is nothing to unblock."""

    code = "card_not_blocked"


class NoSuchCard(Refusal):
    """The facility has no card of that number."""

    code = "no_such_card"


class NoSuchLocker(Refusal):
    """The facility has no locker of that number."""

    code = "no_such_locker"


class LockerOccupied(Refusal):
    """Things lie in the locker."""

    code = "locker_occupied"


class DeadlinePassed(Refusal):
    """Unclaimed things are kept until a day still to come."""

    code = "deadline_passed"
