"""What hangs in the waiting room for all to read: numbers, and nothing about anybody."""

from collections.abc import Iterable, Mapping
from typing import Any

CALLED, NEXT = 12, 12
"""Numbers that can be read from across a room."""


def board(
    house: Mapping[str, Any],
    called: Iterable[Mapping[str, Any]],
    waiting: Iterable[Mapping[str, Any]],
    groups_waiting: int,
) -> dict[str, Any]:
    """``house`` as registration tells of it, the groups as screening does. Last called first;
    ``waiting`` are the next in line, in any order."""
    newest = sorted(called, key=lambda one: one["called_at"], reverse=True)[:CALLED]
    today = house["today"]
    order = {one["name"]: place for place, one in enumerate(today["sessions"])}
    in_turn = sorted(waiting, key=lambda one: (order.get(one["session"], 0), one["queue_number"]))
    closed = house["status"] != "open" or today["date"] in house["days_closed"]
    return {
        "facility": house["id"],
        "name": house["name"],
        "timezone": house["timezone"],
        "language": house["settings"]["language"],
        "date": today["date"],
        "open": not closed and today["blocked"] is None,
        "called": [
            {
                "queue_number": one["queue_number"],
                "session": one["session"],
                "post": one["post"],
                "called_at": one["called_at"],
                "calls": one["calls"],
            }
            for one in newest
        ],
        "next": [
            {name: one[name] for name in ("session", "queue_number")} for one in in_turn[:NEXT]
        ],
        "waiting": groups_waiting,
        "sessions": [
            {name: one[name] for name in ("name", "opens", "closes")} for one in today["sessions"]
        ],
        "free_of_charge": True,
    }
