"""The desks: each is a thread that takes the next piece of work and does it by the rules.

A desk knows what its officer would know: the group before it and what the screen says. How long
things take is in minutes of the day.
"""

import queue
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import Any

from chassis.errors import Refused
from operations.demo.front import Front
from operations.demo.logbook import Logbook
from operations.demo.staff import Officer
from operations.demo.timepiece import Timepiece

Work = Any
NOT_YET = frozenset(
    {
        "wrong_state",
        "not_found",
        "belongings_not_deposited",
        "belongings_not_returned",
        "visit_not_over",
        "locker_not_assigned",
        "table_taken",
    }
)
"""The screen of one desk is a moment ahead of another's; a person looks again."""

LOOKS_AGAIN = (1.0, 2.0, 4.0)
"""Minutes of the day until a person looks again, the first time and so on."""

PATIENCE = 20.0
"""Real seconds until looking again is given up: the system has then lost something. More where
parts of it are broken on purpose."""


@dataclass
class Hall:
    """What all desks share."""

    front: Front
    clock: Timepiece
    log: Logbook
    patience: float = PATIENCE
    closed: threading.Event = field(default_factory=threading.Event)

    def patiently(self, act: Callable[[], Any]) -> Any:
        """Tries until the services agree that it is time. Raises Refused."""
        deadline = time.monotonic() + self.patience
        for minutes in chain(LOOKS_AGAIN, repeat(LOOKS_AGAIN[-1])):
            try:
                return act()
            except Refused as refused:
                if refused.code not in NOT_YET or time.monotonic() > deadline:
                    raise
            self.clock.wait(minutes)
        raise AssertionError("there is always another time")


class Desk(threading.Thread):
    """Works off a line until the hall closes."""

    def __init__(
        self, hall: Hall, officer: Officer, line: "queue.Queue[Work]", serve: Callable[..., None]
    ):
        super().__init__(name=officer.id, daemon=True)
        self._hall = hall
        self._officer = officer
        self._line = line
        self._serve = serve

    def run(self) -> None:
        while not self._hall.closed.is_set():
            try:
                work = self._line.get(timeout=0.1)
            except queue.Empty:
                continue
            try:
                self._serve(self._officer, work)
            except Exception as error:  # noqa: BLE001 - whatever it is, the report must show it
                self._hall.log.surprised(f"{self._officer.id}: {type(error).__name__}: {error}")


def open_desks(
    hall: Hall,
    officers: Iterable[Officer],
    line: "queue.Queue[Work]",
    serve: Callable[..., None],
) -> None:
    for officer in officers:
        Desk(hall, officer, line, serve).start()
