"""The delivery history as callers see it, with no text and no contact; and the contact itself, for
whoever asks for his or her own data."""

from datetime import datetime
from typing import Any

from services.notifications.domain.correspondence import Correspondence, Message


def history(state: Correspondence) -> dict[str, Any]:
    """``contact`` says whether the visitor can be told: true, false, or null while unknown."""
    return {
        "subject_id": state.id,
        "contact": True if state.contact else state.contact_expected,
        "language": state.language,
        "notifications": [entry(message) for message in state.messages],
    }


def entry(message: Message) -> dict[str, Any]:
    return {
        "id": message.id,
        "about": message.about,
        "recipient": message.recipient,
        "desk": message.desk,
        "channel": message.channel,
        "status": message.status.value,
        "attempts": message.attempts,
        "created_at": _iso(message.created_at),
        "next_attempt_at": _iso(message.next_attempt_at),
        "sent_at": _iso(message.sent_at),
        "reason": message.reason,
    }


def reached_by(state: Correspondence) -> dict[str, Any]:
    contact = state.contact
    assert contact is not None
    return {
        "visit_id": state.id,
        "name": contact.name,
        "email": contact.email,
        "phone": contact.phone,
        "language": contact.language,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
