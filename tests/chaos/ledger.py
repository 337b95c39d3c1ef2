"""What the desks asked for and what they were told: the history that the system is held to."""

import threading
from dataclasses import dataclass, field
from typing import Any

ACKNOWLEDGED, REFUSED, UNKNOWN = "acknowledged", "refused", "unknown"


@dataclass
class Command:
    """One command, however often it was sent under its key. ``journey`` is the group's number, or
    None for one that is for whoever is next; ``mark`` tells commands of one kind apart.

    ``wavered``: at least one sending had no answer, so that even a refusal does not say that
    nothing happened.
    """

    action: str
    house: str
    journey: int | None
    mark: str = ""
    sent: int = 0
    outcome: str = UNKNOWN
    code: str = ""
    wavered: bool = False
    answer: dict[str, Any] = field(default_factory=dict)

    @property
    def may_have_happened(self) -> bool:
        return self.outcome != REFUSED or self.wavered


class Ledger:
    """Safe to use from every desk."""

    def __init__(self) -> None:
        self.commands: list[Command] = []
        self.surprises: list[str] = []
        self.changed_answers: list[str] = []
        self._lock = threading.Lock()

    def begin(self, command: Command) -> Command:
        with self._lock:
            self.commands.append(command)
        return command

    def acknowledged(self) -> int:
        with self._lock:
            return sum(one.outcome == ACKNOWLEDGED for one in self.commands)

    def surprised(self, what: str) -> None:
        """Something that no fault explains."""
        with self._lock:
            self.surprises.append(what)

    def changed_its_mind(self, what: str) -> None:
        """A command that was sent again got another answer than the first time."""
        with self._lock:
            self.changed_answers.append(what)
