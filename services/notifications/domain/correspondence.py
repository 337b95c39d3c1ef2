"""All that is told of one subject: a visit, a ban, or a house's day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from services.notifications.domain.policy import VISITOR
from services.notifications.domain.terms import Contact

Event = tuple[str, dict[str, Any]]


class Status(StrEnum):
    """``pending`` also while an attempt is under way; ``expired``: no longer news when its turn
    came, so it was not sent."""

    WAITING_FOR_CONTACT = "waiting_for_contact"
    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Message:
    """One message to one recipient about one event.

    ``facts`` is what its template needs of the event, never personal data. ``created_at``,
    ``good_until`` and ``sent_at`` are by the house's clock; ``next_attempt_at`` is real time,
    because the networks and processes that it waits for do not run on the house's clock.
    ``in_hand``: somebody is sending it and has until ``next_attempt_at``.
    """

    id: str
    about: str
    recipient: str
    desk: str | None
    facts: dict[str, Any]
    created_at: datetime
    good_until: datetime | None
    status: Status
    channel: str | None = None
    attempts: int = 0
    attempts_allowed: int = 1
    next_attempt_at: datetime | None = None
    in_hand: bool = False
    sent_at: datetime | None = None
    reason: str | None = None

    @property
    def is_for_visitor(self) -> bool:
        return self.recipient == VISITOR


@dataclass(frozen=True)
class Correspondence:
    """``contact_expected`` is None until an event has said whether the group left a contact.
    ``due_at`` is the earliest ``next_attempt_at`` of its messages."""

    id: str
    facility: str
    messages: tuple[Message, ...] = ()
    contact: Contact | None = None
    contact_expected: bool | None = None
    language: str | None = None
    queue_number: int | None = None
    due_at: datetime | None = None

    @property
    def tells_visitor(self) -> bool:
        """False once it is known that the group left no contact: then nothing is kept for it."""
        return self.contact is not None or self.contact_expected is not False

    def message(self, message_id: str) -> Message | None:
        return next((message for message in self.messages if message.id == message_id), None)


@dataclass(frozen=True)
class News:
    """What an event says, in this service's words."""

    id: str
    type: str
    subject: str
    facility: str
    time: datetime
    sequence: int
    data: Mapping[str, Any] = field(default_factory=dict)


def with_messages(state: Correspondence, messages: tuple[Message, ...]) -> Correspondence:
    due = [message.next_attempt_at for message in messages if message.next_attempt_at]
    return replace(state, messages=messages, due_at=min(due, default=None))


def with_changed(
    state: Correspondence, message_id: str, change: Callable[[Message], Message]
) -> Correspondence:
    return with_messages(
        state,
        tuple(change(each) if each.id == message_id else each for each in state.messages),
    )
