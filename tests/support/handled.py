"""What the event handlers of this process did with each message: the proof that one was handled
is neither in the database (which forgets what was ignored) nor on the broker."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from chassis.events import EventHandler
from tests.support.eventually import eventually


class Handled:
    """``times`` counts per queue and event id; ``failures`` says what went wrong, in words."""

    def __init__(self) -> None:
        self.times: Counter[tuple[str, str]] = Counter()
        self.failures: list[str] = []

    def wait_for(self, expected: Iterable[tuple[str, str]]) -> None:
        """Until each (queue, event id) was handled as often as it is named."""
        wanted = Counter(expected)
        eventually("the events are handled", lambda: self.failures or wanted <= self.times)
        assert not self.failures, self.failures

    def note(self, queue: str, message: Any, problem: str = "") -> None:
        if problem:
            self.failures.append(f"{queue}: {problem}")
        self.times[queue, _id_of(message)] += 1


def _id_of(message: Any) -> str:
    try:
        body: Mapping[str, Any] = json.loads(message.body)
        return str(body["id"])
    except (ValueError, KeyError, TypeError):
        return ""


@contextmanager
def watched_handlers() -> Iterator[Handled]:
    handled = Handled()
    settle, park = EventHandler.handle_result, EventHandler.handle_unreadable

    def settled(self, message, worker_ctx, result=None, exc_info=None):
        answer = settle(self, message, worker_ctx, result, exc_info)
        handled.note(self.queue.name, message, repr(exc_info[1]) if exc_info else "")
        return answer

    def parked(self, message, reason):
        park(self, message, reason)
        handled.note(self.queue.name, message, reason)

    with (
        patch.object(EventHandler, "handle_result", settled),
        patch.object(EventHandler, "handle_unreadable", parked),
    ):
        yield handled
