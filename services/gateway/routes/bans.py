"""Persons barred from visiting: proposed by one officer, decided by another."""

from services.gateway.http.operation import calls_of

_op = calls_of("registration")


OPERATIONS = [
    _op("bans.list", "GET", "/bans", "bans", personal=True,
        summary="Bans of the house"),
    _op("bans.propose", "POST", "/bans", "ban", status=201,
        summary="Proposes to bar a person from visiting"),
    _op("bans.decide", "POST", "/bans/<ban_id>/decide", "decide_ban",
        summary="Confirms or rejects a proposed ban"),
    _op("bans.lift", "DELETE", "/bans/<ban_id>", "lift_ban",
        summary="Lifts a ban"),
]  # fmt: skip
