"""The visiting room and the way out."""

import queue
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chassis.errors import Refused
from operations.demo.agenda import Agenda
from operations.demo.desks import Hall
from operations.demo.plan import Outing
from operations.demo.staff import Officer

EARLY = {
    "leaves_early": ("ended_early_by_visitor", 12, None),
    "inmate_ends_early": ("ended_early_by_inmate", 8, None),
    "misconduct": ("terminated_by_staff", 10, "passed a forbidden thing"),
}
"""Outcome, minutes after the start, and reason of visits that do not run their time."""

BRIEFING_MINUTES = 0.5
"""The house rules are told to each group before the form is filled. Without it the services'
answers alone would set the pace, and five groups were let in within three seconds (measured)."""
ENDING_MINUTES = 0.25
"""The officer goes to the table before the form says that it is free."""

ROOM_MINUTES = 3.0
"""Until the door is tried again: the officer stays there and sees who leaves."""

CHANGED = {"extended": 10, "shortened": -10}


@dataclass(frozen=True)
class Ending:
    """A visit that is to be ended at ``due``."""

    visit: str
    due: datetime
    outcome: str
    reason: str | None


class Room:
    """Briefs and admits, watches the timer, ends."""

    def __init__(self, hall: Hall, arriving: "queue.Queue[str]", ending: "Agenda"):
        self._hall = hall
        self._arriving = arriving
        self._ending = ending

    def admit(self, officer: Officer, visit: str) -> None:
        outing = self._hall.log.outing(visit)
        self._hall.clock.wait(BRIEFING_MINUTES)
        try:
            started = self._hall.patiently(
                lambda: self._hall.front.post(
                    officer, f"/visits/{visit}/start", briefing_acknowledged=True
                )
            )
        except Refused as refused:
            if refused.code != "room_full":
                raise
            self._hall.log.add("waited_for_the_room")
            self._hall.clock.wait(ROOM_MINUTES)
            self._arriving.put(visit)
            return
        self._hall.log.add("admitted")
        ending = self._plan_end(officer, visit, outing, started)
        self._ending.put(ending.due, ending)

    def end(self, officer: Officer, ending: Ending) -> None:
        details = {"reason": ending.reason} if ending.reason else {}
        self._hall.clock.wait(ENDING_MINUTES)
        self._hall.front.post(
            officer, f"/visits/{ending.visit}/end", outcome=ending.outcome, **details
        )
        self._hall.log.add(ending.outcome)

    def _plan_end(
        self, officer: Officer, visit: str, outing: Outing, started: dict[str, Any]
    ) -> Ending:
        ends_at = datetime.fromisoformat(started["ends_at"])
        if outing.incident in CHANGED:
            minutes = CHANGED[outing.incident]
            answer = self._hall.front.post(
                officer, f"/visits/{visit}/extend", minutes=minutes,
                reason="other table is free" if minutes > 0 else "inmate is called to the clinic",
            )  # fmt: skip
            ends_at = datetime.fromisoformat(answer["ends_at"])
        if outing.incident in EARLY:
            outcome, minutes, reason = EARLY[outing.incident]
            return Ending(
                visit, self._hall.clock.now() + timedelta(minutes=minutes), outcome, reason
            )
        return Ending(visit, ends_at, "completed", None)


def see_out(hall: Hall, officer: Officer, work: tuple[str, list[str]]) -> None:
    """The group is counted and identified at the exit."""
    visit, persons = work
    hall.clock.wait(0.5)
    hall.patiently(
        lambda: hall.front.post(
            officer, f"/visits/{visit}/depart", persons=len(persons), identities_checked=persons
        )
    )  # fmt: skip
    hall.log.add("persons_out", len(persons))
