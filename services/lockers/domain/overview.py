"""What the locker desk sees: every locker, who waits, and the cards."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from services.lockers.domain.deposit import HOLDS_A_LOCKER, THINGS_INSIDE, Deposit, Status
from services.lockers.domain.inventory import IN_SERVICE, OUT_OF_SERVICE, Inventory
from services.lockers.domain.items import missing, total
from services.lockers.domain.room import Holding, line

STATES = ("free", "assigned", "occupied", "out_of_service")


def overview(inventory: Inventory, holdings: Iterable[Holding]) -> dict[str, Any]:
    """Every locker with its state and visit, the line in order, counts, the blocked cards, and
    what lies in the store. Plain JSON values."""
    holdings = tuple(holdings)
    held = {h.locker: h for h in holdings if h.status in HOLDS_A_LOCKER}
    # a locker beyond a lowered number is shown as long as something lies in it
    numbers = sorted({*range(1, inventory.lockers + 1), *held})
    lockers = [_locker(number, held.get(number), inventory) for number in numbers]
    counted = Counter(locker["state"] for locker in lockers)
    in_line = line(holdings)
    stored = [h for h in holdings if h.status is Status.UNCLAIMED]
    cards_out = {h.card for h in held.values()}
    return {
        "facility": inventory.facility,
        "closed": inventory.closed,
        "lockers": lockers,
        "waiting": [
            {"visit_id": h.visit, "position": place, "since": _iso(h.since)}
            for place, h in enumerate(in_line, start=1)
        ],
        "unclaimed": [
            {"visit_id": h.visit, "card": h.card, "deadline": _iso(h.deadline)} for h in stored
        ],
        "blocked_cards": [
            {"card": c.number, "reason": c.reason, "since": _iso(c.since), "visit_id": c.visit}
            for c in sorted(inventory.blocked, key=lambda card: card.number)
        ],
        "counts": {
            **{state: counted[state] for state in STATES},
            "waiting": len(in_line), "unclaimed": len(stored),
            "cards_in_use": len(cards_out),
            "cards_blocked": len(inventory.blocked),
            "cards_free": sum(
                inventory.usable_card(card) and card not in cards_out
                for card in range(1, inventory.cards + 1)
            ),
        },
    }


def brief(deposit: Deposit) -> dict[str, Any]:
    """What a command on a deposit is answered with. Plain JSON values, no texts."""
    return {
        "visit_id": deposit.id, "status": deposit.status.value, "locker": deposit.locker,
        "card": deposit.card, "items": total(deposit.items), "missing": lacking(deposit),
        "disputed": deposit.dispute is not None, "deadline": _iso(deposit.deadline),
    }


def locker_brief(inventory: Inventory, number: int) -> dict[str, Any]:
    usable = inventory.usable_locker(number)
    return {"number": number, "status": IN_SERVICE if usable else OUT_OF_SERVICE}


def card_brief(inventory: Inventory, card: int) -> dict[str, Any]:
    return {"card": card, "blocked": card in inventory.blocked_cards()}


def lacking(deposit: Deposit) -> int:
    """How many things did not come back, once they were counted back."""
    if deposit.status is not Status.RETURNED:
        return 0
    return missing(deposit.items, deposit.given_back)


def deposit_view(deposit: Deposit) -> dict[str, Any]:
    """One deposit whole, its log included. Plain JSON values."""
    return {
        "visit_id": deposit.id, "status": deposit.status.value, "locker": deposit.locker,
        "card": deposit.card, "card_state": deposit.card_state.value, "open": deposit.open,
        "needed_at": _iso(deposit.needed_at), "assigned_at": _iso(deposit.assigned_at),
        "items": [
            {"kind": i.kind, "description": i.description, "count": i.count} for i in deposit.items
        ],
        "given_back": [
            {"kind": i.kind, "count": i.count, "damaged": i.damaged} for i in deposit.given_back
        ],
        "items_total": total(deposit.items),
        "missing": lacking(deposit),
        "returned_to": deposit.returned_to,
        "dispute": deposit.dispute and {
            "description": deposit.dispute.description, "witness": deposit.dispute.witness
        },
        "lost_description": deposit.lost_description,
        "deadline": _iso(deposit.deadline),
        "visit_over": deposit.visit_over,
        "history": [
            {"at": _iso(e.at), "officer": e.officer, "action": e.action, "reason": e.reason,
             "second": e.second} for e in deposit.history
        ],
    }


def _locker(number: int, holding: Holding | None, inventory: Inventory) -> dict[str, Any]:
    state = "free" if inventory.usable_locker(number) else "out_of_service"
    if holding:
        state = "occupied" if holding.status in THINGS_INSIDE else "assigned"
    closed = next((u for u in inventory.out_of_service if u.number == number), None)
    return {
        "number": number, "state": state,
        "visit_id": holding.visit if holding else None,
        "card": holding.card if holding else None,
        "due": holding is not None and holding.status is Status.DUE,
        "reason": closed.reason if closed else None,
    }


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
