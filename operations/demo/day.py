"""The visiting day: who sits where, and how the work moves from desk to desk."""

import queue
import threading
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from chassis.errors import Refused
from operations.demo import custody, registration, room, staff
from operations.demo.agenda import Agenda
from operations.demo.desks import Hall, open_desks
from operations.demo.house import decide_bans, set_up
from operations.demo.plan import DAY, ZONE, Plan
from operations.demo.search import Search

LONGEST = 15
"""How many times the desks' patience a day may take that does not come to its end."""

Progress = Callable[[int, datetime], None]


def at(hour: int, minute: int = 0, days_before: int = 0) -> datetime:
    return datetime(DAY.year, DAY.month, DAY.day - days_before, hour, minute, tzinfo=ZONE)


class VisitingDay:
    """Plays a plan through the services. ``heard`` are all events, in the order of hearing."""

    def __init__(self, hall: Hall, plan: Plan):
        self.hall = hall
        self.plan = plan
        self.heard: list[dict[str, Any]] = []
        self._seen: set[str] = set()
        self._lines: dict[str, queue.Queue[Any]] = {
            name: queue.Queue()
            for name in ("gate", "waiting", "held", "custody", "room", "ending", "exit")
        }
        self._search = Search(hall, self._lines["waiting"], self._lines["held"])
        self._cards: dict[str, dict[str, Any]] = {}
        self._inside: dict[str, list[str]] = {}

    def prepare(self) -> None:
        """The day before: the house is set up, and some groups book."""
        self.hall.clock.jump(at(15, days_before=1))
        set_up(self.hall, self.plan)
        for outing in self.plan.outings:
            if outing.booked:
                registration.book(self.hall, staff.REGISTRARS[0], outing)

    def play(self, progress: Progress) -> None:
        """From before the doors open until the day is closed."""
        self.hall.clock.jump(at(8, 50))
        self._open()
        self.hall.clock.run()
        deadline = time.monotonic() + LONGEST * self.hall.patience
        while self.hall.log.over < len(self.plan.outings) or self.hall.clock.now() < at(15, 2):
            progress(self.hall.log.over, self.hall.clock.now().astimezone(ZONE))
            if time.monotonic() > deadline:
                self.hall.log.surprised("the day did not come to its end")
                break
            time.sleep(0.1)
        progress(self.hall.log.over, self.hall.clock.now().astimezone(ZONE))
        decide_bans(self.hall)
        self._close_day()
        self.hall.closed.set()

    def _close_day(self) -> None:
        def close() -> None:
            front = self.hall.front
            front.post(staff.SUPERVISOR, f"/facilities/{front.facility}/end-of-day")

        try:
            self.hall.patiently(close)
        except Refused as refused:
            self.hall.log.surprised(f"the day could not be closed: {refused}")

    def _open(self) -> None:
        hall, lines = self.hall, self._lines
        gate, endings = Agenda(hall, lines["gate"]), Agenda(hall, lines["ending"])
        visiting_room = room.Room(hall, lines["room"], endings)
        posts: list[tuple[tuple[Any, ...], str, Callable[..., None]]] = [
            (staff.REGISTRARS, "gate", partial(registration.receive, hall)),
            (staff.SCREENERS, "waiting", self._search.serve),
            ((staff.SUPERVISOR,), "held", self._search.resume_held),
            (staff.LOCKER_OFFICERS, "custody", partial(custody.serve, hall)),
            (staff.ROOM_OFFICERS[:2], "room", visiting_room.admit),
            (staff.ROOM_OFFICERS[2:], "ending", visiting_room.end),
            (staff.EXIT_OFFICERS, "exit", partial(room.see_out, hall)),
        ]
        for officers, line, serve in posts:
            open_desks(hall, officers, lines[line], serve)
        for outing in self.plan.outings:
            if outing.incident != "stays_away":
                gate.put(outing.arrives, outing)
        gate.start()
        endings.start()

    def hear(self, event: dict[str, Any]) -> None:
        """What the board hears becomes work for a desk, once however often it is heard."""
        self.heard.append(event)
        if event["id"] in self._seen:
            return
        self._seen.add(event["id"])
        reaction = getattr(self, f"_on_{event['type']}", None)
        if reaction:
            reaction(event["subject"], event["data"])

    def _on_visitor_registered(self, visit: str, _data: dict[str, Any]) -> None:
        self._search.joined(visit)

    def _on_visitor_called(self, visit: str, _data: dict[str, Any]) -> None:
        self._search.gone(visit)

    _on_visitor_held = _on_visitor_called

    def _on_visitor_screened(self, visit: str, data: dict[str, Any]) -> None:
        if data["outcome"] == "refused":
            self._over(visit)
        elif not data["deposit"]["required"]:
            self._lines["room"].put(visit)

    def _on_locker_assigned(self, visit: str, data: dict[str, Any]) -> None:
        self._cards[visit] = data
        self._lines["custody"].put(("take", visit, data))

    def _on_belongings_deposited(self, visit: str, data: dict[str, Any]) -> None:
        self._lines["room"].put(visit)

    def _on_visit_started(self, visit: str, data: dict[str, Any]) -> None:
        self._inside[visit] = [member["person"] for member in data["members"]]
        self.hall.log.add("persons_in", len(data["members"]))

    def _on_visit_ended(self, visit: str, _data: dict[str, Any]) -> None:
        if visit in self._cards:
            self._lines["custody"].put(("give_back", visit, self._cards[visit]))
        else:
            self._lines["exit"].put((visit, self._inside[visit]))

    def _on_belongings_returned(self, visit: str, _data: dict[str, Any]) -> None:
        self._lines["exit"].put((visit, self._inside[visit]))

    def _on_visitor_departed(self, visit: str, _data: dict[str, Any]) -> None:
        self._over(visit)

    _on_visit_cancelled = _on_visit_no_show = _on_visitor_departed

    def _over(self, visit: str) -> None:
        self._search.gone(visit)
        # in a thread of its own: the desk that registers the group may not have its answer yet
        threading.Thread(target=lambda: self.hall.log.is_over(self.hall.log.outing(visit))).start()
