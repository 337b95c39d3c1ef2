"""Persons barred from visiting: proposed by one officer, decided by another."""

from typing import Any

from contracts.calls import ALL
from services.gateway.http.operation import Operation


def _op(name: str, method: str, path: str, call: str, **more: Any) -> Operation:
    return Operation(f"bans.{name}", method, path, ALL[f"registration.{call}"], **more)


OPERATIONS = [
    _op("list", "GET", "/bans", "bans", personal=True),
    _op("propose", "POST", "/bans", "ban", status=201),
    _op("decide", "POST", "/bans/<ban_id>/decide", "decide_ban"),
    _op("lift", "DELETE", "/bans/<ban_id>", "lift_ban"),
]
