"""Things in, things out: nothing leaves the desk's care uncounted.

A locker is free again only when its things were handed back or put into the store.
"""

from dataclasses import dataclass
from datetime import date, datetime

from services.lockers.domain.deposit import (
    THINGS_INSIDE,
    CardState,
    Deposit,
    Dispute,
    Entry,
    Event,
    Override,
    Status,
    move,
    need,
)
from services.lockers.domain.items import GivenBack, Item, check_back, need_items, total
from services.lockers.domain.refusals import (
    CardMismatch,
    CardRequired,
    DeadlinePassed,
    IdentityRequired,
    VisitNotOver,
)


@dataclass(frozen=True)
class Handover:
    """How things are handed back: by which officer, against which card or a checked identity,
    what was counted, and to whom in the group."""

    officer: str
    items: tuple[GivenBack, ...]
    card: int | None = None
    identity_checked: bool = False
    returned_to: str | None = None
    dispute: Dispute | None = None
    override: Override | None = None


def put_in(
    deposit: Deposit, items: tuple[Item, ...], officer: str, now: datetime
) -> tuple[Deposit, list[Event]]:
    """Things are counted and locked away against the card. Raises WrongState, NoItems."""
    need(deposit, Status.ASSIGNED)
    need_items(items)
    changed = move(deposit, Status.DEPOSITED, Entry(now, officer, "deposited"), items=items)
    return changed, [("belongings_deposited", _place_of(changed))]


def give_back(
    deposit: Deposit, handover: Handover, now: datetime
) -> tuple[Deposit, list[Event]]:
    """Things go back over the counter and the locker is free.

    Raises WrongState, VisitNotOver, CardRequired, CardMismatch, IdentityRequired, ItemsUnknown,
    ItemsMissing."""
    need(deposit, *_in_order(THINGS_INSIDE))
    _need_visit_over(deposit, handover.override)
    proof = _proof(deposit, handover)
    return _hand_over(deposit, handover, proof, now)


def put_in_store(
    deposit: Deposit, deadline: date, today: date, officer: str, override: Override | None,
    now: datetime,
) -> tuple[Deposit, list[Event]]:
    """Nobody came: the things move to the store until ``deadline``, and the locker is free.

    Raises WrongState, VisitNotOver, DeadlinePassed."""
    need(deposit, *_in_order(THINGS_INSIDE))
    _need_visit_over(deposit, override)
    if deadline <= today:
        raise DeadlinePassed(
            "The deadline must be a day still to come.", field="deadline",
            deadline=deadline.isoformat(), today=today.isoformat(),
        )
    entry = Entry(now, officer, "stored_unclaimed", *_words(override))
    changed = move(deposit, Status.UNCLAIMED, entry, deadline=deadline)
    return changed, [
        ("belongings_unclaimed", {**_place_of(changed), "deadline": deadline.isoformat()})
    ]


def claim(deposit: Deposit, handover: Handover, now: datetime) -> tuple[Deposit, list[Event]]:
    """Things in the store are fetched after all, always by identity. A card brought along must be
    the right one.

    Raises WrongState, IdentityRequired, CardMismatch, ItemsUnknown, ItemsMissing."""
    need(deposit, Status.UNCLAIMED)
    if handover.card is not None:
        _need_same_card(deposit, handover.card)
    _need_identity(handover)
    return _hand_over(deposit, handover, "identity", now)


def card_is_out(deposit: Deposit) -> bool:
    """Whether a visitor has the card, so that it cannot be given to the next group."""
    return deposit.card_state is CardState.VISITOR


def _hand_over(
    deposit: Deposit, handover: Handover, proof: str, now: datetime
) -> tuple[Deposit, list[Event]]:
    lacking = check_back(deposit.items, handover.items, disputed=handover.dispute is not None)
    brought = proof == "card" or handover.card is not None
    changed = move(
        deposit, Status.RETURNED, Entry(now, handover.officer, "returned",
                                        *_words(handover.override)),
        given_back=handover.items, returned_to=handover.returned_to, dispute=handover.dispute,
        card_state=CardState.DESK if brought else deposit.card_state,
    )
    return changed, [("belongings_returned", {
        **_place_of(changed), "proof": proof, "missing": lacking,
        "disputed": handover.dispute is not None,
    })]


def _proof(deposit: Deposit, handover: Handover) -> str:
    if card_is_out(deposit):
        if handover.card is None:
            raise CardRequired(
                "Things go back against the card; a lost card is reported first.", field="card"
            )
        _need_same_card(deposit, handover.card)
        return "card"
    _need_identity(handover)
    return "identity"


def _need_same_card(deposit: Deposit, card: int) -> None:
    if card != deposit.card:
        raise CardMismatch("This card belongs to another deposit.", field="card", card=card)


def _need_identity(handover: Handover) -> None:
    if not handover.identity_checked:
        raise IdentityRequired(
            "Without the card, identity is checked before anything is handed over.",
            field="identity_checked",
        )


def _need_visit_over(deposit: Deposit, override: Override | None) -> None:
    if deposit.status is not Status.DUE and override is None:
        raise VisitNotOver("The visit is not over; a supervisor may decide otherwise.")


def _words(override: Override | None) -> tuple[str | None, str | None]:
    """Reason and second officer of a log line."""
    return (override.reason, override.supervisor) if override else (None, None)


def _place_of(deposit: Deposit) -> dict[str, int | None]:
    return {"locker": deposit.locker, "card": deposit.card, "items": total(deposit.items)}


def _in_order(statuses: frozenset[Status]) -> list[Status]:
    return [status for status in Status if status in statuses]
