"""The locker desk: deposits, returns, lockers and cards."""

from services.gateway.http.operation import calls_of

_op = calls_of("lockers")


OPERATIONS = [
    _op("lockers.list", "GET", "/lockers", "lockers",
        summary="Every locker and card, who waits, and what lies in the store"),
    _op("lockers.set", "PATCH", "/lockers/<int:number>", "set_locker",
        summary="Takes a locker out of service, or puts it back"),
    _op("lockers.show", "GET", "/lockers/<visit_id>/deposit", "deposit_of",
        summary="One visit's belongings, and what was done with them"),
    _op("lockers.deposit", "POST", "/lockers/<visit_id>/deposit", "deposit",
        summary="Counts things into the assigned locker"),
    _op("lockers.return", "POST", "/lockers/<visit_id>/return", "return_belongings",
        summary="Counts things back against the card"),
    _op("lockers.unclaimed", "POST", "/lockers/<visit_id>/unclaimed", "unclaimed",
        summary="Moves things that nobody fetched to the store"),
    _op("lockers.claim", "POST", "/lockers/<visit_id>/claim", "claim",
        summary="Hands out stored things by identity"),
    _op("cards.lost", "POST", "/cards/<int:card>/lost", "card_lost",
        summary="Writes a visitor's card off; two officers sign"),
    _op("cards.handed_in", "POST", "/cards/<int:card>/handed-in", "handed_in",
        summary="Takes a card from somebody who is not its visitor; two officers sign"),
    _op("cards.block", "POST", "/cards/<int:card>/block", "block_card",
        summary="Takes a card out of use that is not in its box"),
    _op("cards.unblock", "POST", "/cards/<int:card>/unblock", "unblock_card",
        summary="Puts a card back into use"),
]  # fmt: skip
