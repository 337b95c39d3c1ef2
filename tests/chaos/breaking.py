"""Carries out a schedule of faults, several at once, none on what another has in hand."""

import threading
import time
from collections import Counter

from tests.chaos.faults import DidNotHappen, Fault, Stage
from tests.chaos.pace import Pace
from tests.chaos.schedule import KINDS

LANES = 3
"""Faults at once."""
LOOKS_AHEAD = 6
"""A fault whose target is in hand is put off, and one of the next so many comes first."""

TRIES = 4
"""Of a fault that found nothing to break, such as a trap that nobody came by."""


class Breaking:
    """``done`` and ``skipped`` count by kind; ``unmended`` says what could not be put right."""

    def __init__(self, stage: Stage, faults: list[Fault], pace: Pace):
        self.done: Counter[str] = Counter()
        self.skipped: Counter[str] = Counter()
        self.unmended: list[str] = []
        self._stage = stage
        self._waiting = list(faults)
        self._pace = pace
        self._held: set[str] = set()
        self._tries: Counter[Fault] = Counter()
        self._lanes = [threading.Thread(target=self._go_on, daemon=True) for _ in range(LANES)]

    def begin(self) -> None:
        for lane in self._lanes:
            lane.start()

    @property
    def over(self) -> bool:
        return not any(lane.is_alive() for lane in self._lanes)

    def _go_on(self) -> None:
        while (fault := self._next()) is not None:
            try:
                KINDS[fault.kind].do(self._stage, fault.target, fault.amount)
                self.done[fault.kind] += 1
            except DidNotHappen:
                self._put_off(fault)
            except Exception as error:  # noqa: BLE001 - a run with that broken proves nothing
                self.unmended.append(f"{fault}: {error!r}")
            with self._pace.changed:
                self._held.discard(fault.held)

    def _put_off(self, fault: Fault) -> None:
        """Its moment may come later."""
        with self._pace.changed:
            self._tries[fault] += 1
            if self._tries[fault] < TRIES:
                self._waiting.append(fault)
            else:
                self.skipped[fault.kind] += 1

    def _next(self) -> Fault | None:
        while True:
            with self._pace.changed:
                if not self._waiting:
                    return None
                if self._pace.fault_is_due() and (fault := self._free()):
                    self._waiting.remove(fault)
                    if not self._tries[fault]:
                        self._pace.begun_faults += 1
                    self._held.add(fault.held)
                    return fault
            time.sleep(0.05)

    def _free(self) -> Fault | None:
        ahead = self._waiting[:LOOKS_AHEAD]
        return next((fault for fault in ahead if fault.held not in self._held), None)
