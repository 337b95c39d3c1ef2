"""The line: who is next, called, called again, held, back in the line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.screening.domain.screening import (
    CALLED,
    HELD,
    WAITING,
    Command,
    Decided,
    Event,
    Screening,
    ready_for,
)

NO_ANSWER = "no_answer"
NO_OFFICER_OF_SAME_SEX = "no_officer_of_same_sex"
HELD_BY_OFFICER = "held_by_officer"


class AlreadyCalled(Exception):
    """This very command has called another group. Never an answer: the caller gets that group."""


@dataclass(frozen=True)
class Place:
    """A group's place in the line."""

    visit: str
    session: str
    queue_number: int
    registered_at: datetime


def in_turn(line: Iterable[Place], sessions: Sequence[str]) -> list[str]:
    """The waiting groups' visits, first one first: the earlier session before the later, then
    by number. Sessions that the house has not named come after the named ones, in the order in
    which their first waiting group registered."""
    line = list(line)
    opened: dict[str, datetime] = {}
    for place in line:
        opened[place.session] = min(place.registered_at,
                                    opened.get(place.session, place.registered_at))
    unnamed = sorted((at, session) for session, at in opened.items() if session not in sessions)
    order = [*sessions, *(session for _, session in unnamed)]
    rank = {session: position for position, session in enumerate(order)}
    line.sort(key=lambda place: (rank[place.session], place.queue_number))
    return [place.visit for place in line]


def claim_of(command: Command) -> str:
    """What the group that a call_next command called holds, and no other group can."""
    return f"command:{command['facility']}:{command['command_id']}"


def call(state: Screening | None, command: Command, now: datetime) -> Decided:
    """Calls the group, or holds it when an officer of the needed sex is missing: a group that
    cannot be searched must not silently lose its turn.

    ``command``: {post, on_duty: sexes of the officers at the post}. Raises WrongState when
    another desk was faster.
    """
    state = ready_for("call", state, command)
    if not {member.sex for member in state.members} <= set(command["on_duty"]):
        return _held(state, command, NO_OFFICER_OF_SAME_SEX, None, now)
    post = command.get("post")
    called = state.noted(now, command, "called", post, status=CALLED, calls=1, post=post,
                         called_at=now, claims=(*state.claims, claim_of(command)))
    return called, [_called(called)]


def recall(state: Screening | None, command: Command, now: datetime,
           recalls_before_hold: int) -> Decided:
    """Calls the group again; after the last allowed time it is held as not answering."""
    state = ready_for("recall", state, command)
    if state.calls > recalls_before_hold:
        return _held(state, command, NO_ANSWER, None, now)
    called = state.noted(now, command, "recalled", calls=state.calls + 1, called_at=now)
    return called, [_called(called)]


def hold(state: Screening | None, command: Command, now: datetime) -> Decided:
    """Takes the group out of the line for now; the officer's ``reason`` stays in the history."""
    state = ready_for("hold", state, command)
    return _held(state, command, HELD_BY_OFFICER, command["reason"], now)


def resume(state: Screening | None, command: Command, now: datetime) -> Decided:
    """Puts a held group back in the line under its old number, so it is among the next."""
    state = ready_for("resume", state, command)
    return state.noted(now, command, "resumed", status=WAITING, hold_reason=None, calls=0), []


def _called(state: Screening) -> Event:
    return "visitor_called", {"queue_number": state.queue_number, "session": state.session,
                              "call": state.calls, "post": state.post}


def _held(state: Screening, command: Command, cause: str, reason: str | None,
          now: datetime) -> Decided:
    held = state.noted(now, command, "held", reason or cause, status=HELD, hold_reason=cause,
                       post=None)
    return held, [("visitor_held", {"queue_number": state.queue_number,
                                    "session": state.session, "reason": cause})]
