"""The locker desk: deposits, returns, lockers and cards."""

from services.gateway.http.operation import calls_of

_op = calls_of("lockers")


OPERATIONS = [
    _op("lockers.list", "GET", "/lockers", "lockers"),
    _op("lockers.set", "PATCH", "/lockers/<int:number>", "set_locker"),
    _op("lockers.show", "GET", "/lockers/<visit_id>/deposit", "deposit_of"),
    _op("lockers.deposit", "POST", "/lockers/<visit_id>/deposit", "deposit"),
    _op("lockers.return", "POST", "/lockers/<visit_id>/return", "return_belongings"),
    _op("lockers.unclaimed", "POST", "/lockers/<visit_id>/unclaimed", "unclaimed"),
    _op("lockers.claim", "POST", "/lockers/<visit_id>/claim", "claim"),
    _op("cards.lost", "POST", "/cards/<int:card>/lost", "card_lost"),
    _op("cards.handed_in", "POST", "/cards/<int:card>/handed-in", "handed_in"),
    _op("cards.block", "POST", "/cards/<int:card>/block", "block_card"),
    _op("cards.unblock", "POST", "/cards/<int:card>/unblock", "unblock_card"),
]
