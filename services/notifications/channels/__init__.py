"""The ways a letter can leave the house. Each channel sends or raises ``NotSent``."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Address:
    """Where one letter goes: what its channel needs, the rest is empty."""

    emails: tuple[str, ...] = ()
    phone: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Letter:
    """A rendered message. ``id`` is the same at every attempt."""

    id: str
    about: str
    facility: str
    subject_id: str
    recipient: str
    language: str
    subject: str
    body: str
    address: Address


class NotSent(Exception):
    """An attempt failed. ``reason`` is one word for history and events, with nothing personal
    in it; ``for_good``: no later attempt can do better."""

    def __init__(self, reason: str, for_good: bool = False):
        super().__init__(reason)
        self.reason = reason
        self.for_good = for_good


class Channel(Protocol):
    def send(self, letter: Letter) -> None:
        """Raises NotSent."""
