"""The emergency close, in two deliberate steps, and the roll call that follows it."""

from collections.abc import Callable
from typing import Any

from console.desk import Desk
from console.elements import block
from console.pages.emergency_closing import Closing
from console.pages.emergency_roll import RollCall
from console.roll import ROLLS, Roll, from_inside
from console.shell import desk_page, stylesheet
from console.texts import mark

TITLE = mark("Emergency")
EVENTS = (
    "facility_closed", "facility_reopened", "visit_started", "visit_ended", "visitor_departed",
    "visit_cancelled", "belongings_deposited", "belongings_returned",
)  # fmt: skip


@desk_page("/emergency", TITLE, "emergency", "supervisor")
async def emergency(desk: Desk) -> None:
    """Drawn anew only when the house closes or opens: what is typed stays."""
    stylesheet("room.css")
    stylesheet("emergency.css")
    place = block()
    now: dict[str, Any] = {"shown": None, "part": None}

    async def refresh() -> None:
        await desk.load_house()
        closure = desk.house["closure"] if desk.house["status"] != "open" else None
        roll = await _roll(desk, closure["at"]) if closure else None
        if now["part"] is None or now["shown"] is not roll:
            if now["part"]:
                now["part"].leave()
            place.clear()
            with place:
                now["part"] = _part(desk, roll, lambda: watch.now())
            now["shown"] = roll
        await now["part"].refresh()

    watch = desk.watch(EVENTS, refresh, asked="registration")
    await refresh()


def _part(desk: Desk, roll: Roll | None, changed: Callable[[], None]) -> Closing | RollCall:
    if roll is None:
        ROLLS.forget(desk.facility)
        return Closing(desk, changed)
    return RollCall(desk, roll, changed)


async def _roll(desk: Desk, closed_at: str) -> Roll:
    """Of this closing: the one that is called already, else made from who is inside."""
    if known := ROLLS.of(desk.facility, closed_at):
        return known
    found = await desk.get("/inside")
    made = Roll(from_inside(found["visits"]), [], complete=False)
    return ROLLS.of(desk.facility, closed_at) or ROLLS.keep(desk.facility, closed_at, made)
