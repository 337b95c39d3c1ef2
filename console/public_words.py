"""The public display's numbers as they are read and spoken: in Indonesian, without any name."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from babel.dates import format_date

from console.clock import FacilityClock
from console.texts import say_in
from console.words.visits import SESSIONS

OTHERS, NEXT = 6, 10
"""Numbers for which there is room on a screen."""
ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}
"""By hours east of Greenwich (Keppres 41/1987)."""
POST = re.compile(r"(?:post?[._-]*)?0*(\d{1,3})|(?:post?[._-]+)?([a-z])", re.IGNORECASE)


def shown(board: Mapping[str, Any], clock: FacilityClock) -> dict[str, Any]:
    """What a screen draws of the answer to ``GET /display``."""
    called = [_called(one) for one in board["called"]]
    return {
        "house": board["name"],
        "zone": zone_name(clock.now()),
        "day": format_date(clock.now().date(), "EEEE, d MMMM y", locale="id"),
        "open": board["open"],
        "called": called[: OTHERS + 1],
        "next": [one["queue_number"] for one in board["next"]][:NEXT],
        "waiting": board["waiting"],
        "sessions": [_session(one, clock) for one in board["sessions"]],
    }


def _called(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        # a number is given once in a session
        "key": f"{one['session']}/{one['queue_number']}",
        "number": one["queue_number"],
        "calls": one["calls"],
        "post": post_name(one["post"]),
        "spoken": spoken(one["queue_number"], one["post"]),
    }


def _session(one: Mapping[str, Any], clock: FacilityClock) -> dict[str, Any]:
    opens, closes = clock.local(one["opens"]), clock.local(one["closes"])
    return {
        "name": session_name(one["name"]),
        "hours": f"{opens:%H:%M}–{closes:%H:%M}",
        "over": clock.now() >= closes,
    }


def session_name(code: str) -> str:
    known = SESSIONS.get(code)
    return (say_in("id", known) if known else code.replace("_", " ")).capitalize()


def post_name(post: str | None) -> str:
    """``post-1``, ``1`` and ``POS-01`` are all "Pos 1"; ``A`` is "Pos A"."""
    if not post:
        return "Pos pemeriksaan"
    found = POST.fullmatch(post.strip())
    return f"Pos {(found[1] or found[2]).upper()}" if found else post.strip()


def spoken(number: int, post: str | None) -> str:
    name = post_name(post)
    return f"Nomor antrean {number}, silakan ke {name[0].lower()}{name[1:]}"


def zone_name(moment: datetime) -> str:
    """The short name on Indonesian clocks; elsewhere the distance from Greenwich."""
    east = moment.utcoffset()
    hours = east.total_seconds() / 3600 if east is not None else 0.0
    return ZONES.get(int(hours), f"UTC{hours:+g}") if hours == int(hours) else f"UTC{hours:+g}"
