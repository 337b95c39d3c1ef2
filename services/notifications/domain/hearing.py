"""What an event or a contact adds to a correspondence. In whichever order they come, the same
messages result."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.notifications.domain.correspondence import (
    Correspondence,
    Event,
    Message,
    News,
    Status,
    with_messages,
)
from services.notifications.domain.delivery import begun, channel_of
from services.notifications.domain.policy import INTRODUCES, Rule, rules_for
from services.notifications.domain.terms import Contact, Terms


def hear(
    state: Correspondence | None, news: News, terms: Terms, now: datetime, real_now: datetime
) -> tuple[Correspondence | None, list[Event]]:
    """A message for each recipient that the policy names.

    ``now`` is the house's time, ``real_now`` real time. The same state and no events when there
    is nothing to tell.
    """
    before = state or Correspondence(news.subject, news.facility)
    after = _introduced(before, news.data) if news.type in INTRODUCES else before
    messages = [
        _message(rule, news, terms)
        for rule in rules_for(news.type, news.data)
        if not before.message(_message_id(rule, news))
    ]
    after, events = _routed(replace(after, messages=(*after.messages, *messages)), terms,
                            now, real_now)
    return (state, []) if after == before else (after, events)


def nobody_is_told(state: Correspondence | None) -> bool:
    """The group has said that it leaves no contact. That stays so: a contact is given with the
    first word of a visit or never."""
    return state is not None and not state.tells_visitor


def record_contact(
    state: Correspondence | None, news: News, terms: Terms, now: datetime, real_now: datetime
) -> tuple[Correspondence | None, list[Event]]:
    """Keeps the contact and routes what waited for it. An older contact than the one held is
    ignored."""
    before = state or Correspondence(news.subject, news.facility)
    if before.contact and before.contact.sequence >= news.sequence:
        return state, []
    contact = _contact(news.data, news.sequence)
    return _routed(replace(before, contact=contact, language=contact.language), terms,
                   now, real_now)


def _contact(data: Mapping[str, Any], sequence: int) -> Contact:
    return Contact(
        language=data["language"],
        sequence=sequence,
        name=data.get("name") or None,
        email=data.get("email") or None,
        phone=data.get("phone") or None,
    )


def _introduced(state: Correspondence, data: Mapping[str, Any]) -> Correspondence:
    return replace(
        state,
        contact_expected=bool(state.contact_expected or data["contact"]),
        language=state.contact.language if state.contact else data["language"],
        queue_number=data.get("queue_number", state.queue_number),
    )


def _message_id(rule: Rule, news: News) -> str:
    """One message per event and recipient; also its idempotency key on the way."""
    return f"{news.id}-{rule.recipient}"


def _message(rule: Rule, news: News, terms: Terms) -> Message:
    return Message(
        id=_message_id(rule, news),
        about=news.type,
        recipient=rule.recipient,
        desk=rule.desk,
        facts=rule.facts_of(news.data),
        created_at=news.time,
        good_until=news.time + terms.good_for(news.type),
        status=Status.WAITING_FOR_CONTACT,
        attempts_allowed=terms.patience.attempts,
    )


def _routed(
    state: Correspondence, terms: Terms, now: datetime, real_now: datetime
) -> tuple[Correspondence, list[Event]]:
    """Gives each waiting message its channel, and drops what would wait for a contact in vain."""
    messages: list[Message] = []
    events: list[Event] = []
    for message in state.messages:
        if message.status is not Status.WAITING_FOR_CONTACT:
            messages.append(message)
            continue
        channel = channel_of(state, message, terms)
        if channel is None:
            if state.tells_visitor:
                messages.append(message)
            continue
        changed, told = begun(replace(message, channel=channel), now, real_now)
        messages.append(changed)
        events.extend(told)
    return with_messages(state, tuple(messages)), events
