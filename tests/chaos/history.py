"""Everything that is known of a run once it is over, as plain data for the checker."""

from dataclasses import dataclass, field
from typing import Any

from tests.chaos.ledger import Command

Document = dict[str, Any]


@dataclass
class HouseBooks:
    """What the services have written down of one house, by id."""

    facility: str
    visit_documents: dict[str, Document] = field(default_factory=dict)
    screening_documents: dict[str, Document] = field(default_factory=dict)
    deposit_documents: dict[str, Document] = field(default_factory=dict)
    ban_documents: dict[str, Document] = field(default_factory=dict)
    place_documents: dict[str, list[Document]] = field(default_factory=dict)

    def visits(self) -> dict[str, Document]:
        return self.visit_documents

    def screenings(self) -> dict[str, Document]:
        return self.screening_documents

    def deposits(self) -> dict[str, Document]:
        return self.deposit_documents

    def bans(self) -> dict[str, Document]:
        return self.ban_documents

    def places(self, kind: str) -> list[Document]:
        return self.place_documents.get(kind, [])


@dataclass
class History:
    """``events`` are deliveries to a witness, in order; ``handled`` holds (queue, event id) as
    often as handling succeeded; ``parked`` are (queue that failed, event id or "", mark or "").

    ``outbox_seconds``: from the last command after the last fault until all outboxes were empty,
    None if they never were. ``complaints`` are what the runner itself found wrong, by invariant.
    """

    commands: list[Command] = field(default_factory=list)
    houses: list[HouseBooks] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    handled: list[tuple[str, str]] = field(default_factory=list)
    parked: list[tuple[str, str, str]] = field(default_factory=list)
    poisoned: set[str] = field(default_factory=set)
    audited: list[dict[str, Any]] = field(default_factory=list)
    outbox_seconds: float | None = 0.0
    complaints: dict[str, list[str]] = field(default_factory=dict)
