"""The life of one message on its way: claimed, sent, put off, given up, tried anew."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from services.notifications.domain.correspondence import (
    Correspondence,
    Event,
    Message,
    Status,
    with_changed,
    with_messages,
)
from services.notifications.domain.refusals import BeingSent, NotFound, WrongState
from services.notifications.domain.terms import LOG, Patience, Terms

RETRIED = (Status.PENDING, Status.FAILED, Status.EXPIRED)


def claim(
    state: Correspondence, message_id: str, patience: Patience, now: datetime, real_now: datetime
) -> tuple[Correspondence, list[Event]]:
    """Takes a due message in hand for one attempt, or lets it expire.

    The same state when it is not due: another process has it, or it is done with. Whoever saves
    the claim first has the lease; one who dies in the middle leaves it to run out.
    """
    message = state.message(message_id)
    if message is None or message.next_attempt_at is None or message.next_attempt_at > real_now:
        return state, []
    if message.good_until and now > message.good_until:
        changed, events = expired(message)
    elif message.attempts >= message.attempts_allowed:
        # The last attempt was cut off in the middle: nobody knows whether it arrived.
        changed, events = _given_up(message, "interrupted")
    else:
        events = []
        changed = replace(message, attempts=message.attempts + 1, in_hand=True,
                          next_attempt_at=real_now + patience.lease)
    return with_changed(state, message_id, lambda _: changed), events


def arrived(
    state: Correspondence, message_id: str, now: datetime
) -> tuple[Correspondence, list[Event]]:
    """The channel took the message, whatever has happened to the lease meanwhile."""
    message = state.message(message_id)
    if message is None or message.status is Status.SENT:
        return state, []
    changed, events = sent(message, now)
    return with_changed(state, message_id, lambda _: changed), events


def did_not_arrive(
    state: Correspondence, message_id: str, attempt: int, reason: str, for_good: bool,
    patience: Patience, real_now: datetime,
) -> tuple[Correspondence, list[Event]]:
    """Puts the message off, or gives it up: ``for_good`` when no later attempt can do better.

    The same state when another attempt than this one counts by now.
    """
    message = state.message(message_id)
    if message is None or not message.in_hand or message.attempts != attempt:
        return state, []
    if for_good or attempt >= message.attempts_allowed:
        changed, events = _given_up(message, reason)
    else:
        wait = patience.wait_after(patience.attempts - (message.attempts_allowed - attempt))
        changed = replace(message, in_hand=False, reason=reason, next_attempt_at=real_now + wait)
        events = []
    return with_changed(state, message_id, lambda _: changed), events


def retry(
    state: Correspondence | None, message_id: str, facility: str, terms: Terms,
    now: datetime, real_now: datetime,
) -> tuple[Correspondence, list[Event]]:
    """An officer wants it tried again now, however old it is, with all attempts anew."""
    message = state.message(message_id) if state and state.facility == facility else None
    if state is None or message is None:
        raise NotFound("no such message in this facility", "notification_id")
    if message.status not in RETRIED:
        raise WrongState(message.status.value, [status.value for status in RETRIED])
    if message.in_hand and message.next_attempt_at and message.next_attempt_at > real_now:
        raise BeingSent("an attempt is under way", "notification_id")
    anew = replace(
        message, good_until=None, in_hand=False, channel=channel_of(state, message, terms),
        attempts_allowed=message.attempts + terms.patience.attempts,
    )
    changed, events = begun(anew, now, real_now)
    return with_changed(state, message_id, lambda _: changed), events


def restored(state: Correspondence) -> tuple[Correspondence, list[Event]]:
    """Gives up what was on its way when the backup was made that was now restored: nobody knows
    whether it was sent since. An officer who knows better tries it again."""
    messages: list[Message] = []
    events: list[Event] = []
    for message in state.messages:
        if message.status is Status.PENDING:
            message, told = _given_up(message, "restored")  # noqa: PLW2901
            events.extend(told)
        messages.append(message)
    return (with_messages(state, tuple(messages)), events) if events else (state, [])


def channel_of(state: Correspondence, message: Message, terms: Terms) -> str | None:
    """None: for the visitor, who has left no contact (yet)."""
    if message.desk:
        return terms.routes.to_desk(state.facility, message.desk)
    return terms.routes.to_visitor(state.contact) if state.contact else None


def begun(message: Message, now: datetime, real_now: datetime) -> tuple[Message, list[Event]]:
    """A message that has its channel. The log needs no second step: what goes there is told at
    once, in the same write."""
    if message.good_until and now > message.good_until:
        return expired(message)
    if message.channel == LOG:
        return sent(replace(message, attempts=message.attempts + 1), now)
    return replace(message, status=Status.PENDING, next_attempt_at=real_now), []


def sent(message: Message, now: datetime) -> tuple[Message, list[Event]]:
    done = _done(message, Status.SENT, None)
    return replace(done, sent_at=now), [("notification_sent", _report(done))]


def expired(message: Message) -> tuple[Message, list[Event]]:
    done = _done(message, Status.EXPIRED, "expired")
    return done, [("notification_failed", _report(done) | {"reason": "expired"})]


def _given_up(message: Message, reason: str) -> tuple[Message, list[Event]]:
    done = _done(message, Status.FAILED, reason)
    return done, [("notification_failed", _report(done) | {"reason": reason})]


def _done(message: Message, status: Status, reason: str | None) -> Message:
    return replace(message, status=status, reason=reason, next_attempt_at=None, in_hand=False)


def _report(message: Message) -> dict[str, Any]:
    return {
        "notification": message.id,
        "about": message.about,
        "recipient": message.recipient,
        "channel": message.channel,
        "attempts": message.attempts,
    }
