"""A card that its visitor no longer has: lost, or brought in by somebody else.

Either way the card proves nothing any more, and things go back by identity.
"""

from dataclasses import replace
from datetime import datetime

from services.lockers.domain.deposit import (
    THINGS_INSIDE,
    CardState,
    Deposit,
    Entry,
    Event,
    Status,
    need,
    noted,
)
from services.lockers.domain.refusals import (
    CardAlreadyLost,
    CardMismatch,
    CardNotOut,
    IdentityRequired,
    SameOfficer,
)

OUT_IN = (*sorted(THINGS_INSIDE), Status.UNCLAIMED)


def need_two(officer: str, second_officer: str) -> None:
    """Raises SameOfficer unless two different officers stand for it."""
    if officer == second_officer:
        raise SameOfficer("Two different officers must stand for this.", field="second_officer")


def need_card(deposit: Deposit, card: int) -> Deposit:
    """The deposit, if its things lie against this card. Raises CardMismatch."""
    if deposit.card != card:
        raise CardMismatch("That visit's things lie against another card.", field="visit_id")
    return deposit


def lost(
    deposit: Deposit, *, identity_checked: bool, description: str, officer: str,
    second_officer: str, now: datetime,
) -> tuple[Deposit, list[Event]]:
    """The visitor has lost the card: identity checked, the things described, two officers.

    Raises SameOfficer, IdentityRequired, CardNotOut, WrongState, CardAlreadyLost."""
    need_two(officer, second_officer)
    if not identity_checked:
        raise IdentityRequired(
            "Identity is checked before a card is written off.", field="identity_checked"
        )
    if deposit.card_state is CardState.LOST:
        raise CardAlreadyLost("This card was reported lost before.", field="card")
    _need_out(deposit)
    need(deposit, *sorted(THINGS_INSIDE))
    changed = noted(
        replace(deposit, card_state=CardState.LOST, lost_description=description),
        Entry(now, officer, "card_lost", second=second_officer),
    )
    return changed, [("card_lost", {"locker": deposit.locker, "card": deposit.card})]


def handed_in(
    deposit: Deposit, *, handed_in_by: str, officer: str, second_officer: str, now: datetime
) -> tuple[Deposit, list[Event]]:
    """Somebody else brings the card to the desk, before or after it was reported lost, even when
    the things are long gone. ``handed_in_by`` describes them ("cleaner"), it does not name them.

    Raises SameOfficer, CardNotOut."""
    need_two(officer, second_officer)
    _need_out(deposit)
    changed = noted(
        replace(deposit, card_state=CardState.DESK),
        Entry(now, officer, "card_handed_in", handed_in_by, second_officer),
    )
    return changed, []


def _need_out(deposit: Deposit) -> None:
    """A card is out while things lie against it, or for good once it is lost."""
    if deposit.card_state is CardState.LOST:
        return
    if deposit.card_state is CardState.DESK or deposit.status not in OUT_IN:
        raise CardNotOut("No visitor holds this card.", field="card")
