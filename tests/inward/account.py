"""What must hold after each batch: every letter has come to a known end, and nothing else has
happened."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from kombu.message import Message

from tests.inward.running import Running
from tests.inward.values import NIK
from tests.inward.wire import Letter
from tests.support.eventually import eventually

SETTLED_SECONDS = 20
MORE_MB = 50
"""How much memory a service may take while it is fuzzed."""
LINES_A_LETTER = 4
"""In its log; more would be a loop."""
REASONS = re.compile(
    r"\d+ bytes, \d+ are allowed|the content type is not application/json|"
    r"JSONDecodeError|UnicodeDecodeError|RecursionError|ValueError|not an event of this type|"
    r"the attribute [a-z]+ is (missing or malformed|not an instant with an offset)|"
    r"the data is not an object|the data breaks the contract in: [a-z_, ]+"
)
"""Why an event may be parked: it cannot be read, or it is not what its queue is for. That a handler
has failed is none of them."""
sent: Counter[str] = Counter()
ended: Counter[str] = Counter()


def figures() -> Iterator[str]:
    """How much was sent where, and what became of it."""
    for kind in ("event", "rpc"):
        some = {name: count for name, count in sent.items() if name.startswith(kind)}
        if some:
            yield (f"{sum(some.values())} messages to {len(some)} targets by {kind}: "
                   f"{min(some.values())} to {max(some.values())} each")  # fmt: skip
            ends = {name: count for name, count in ended.items() if name.startswith(kind)}
            yield "  " + ", ".join(
                f"{end.split()[1]} {count}" for end, count in sorted(ends.items())
            )


class Watch:
    """Looks at a service from before a batch to its end."""

    def __init__(self, running: Running):
        self.running = running
        self._outcomes = len(running.outcomes())
        self._logged = len(running.logged())

    def settled(self, kind: str, count: int) -> list[str]:
        """The outcomes of the batch, once there are as many as letters of this kind."""

        def seen() -> list[str]:
            lines = self.running.outcomes()[self._outcomes :]
            return [one for one in lines if one.startswith(kind)]

        eventually(
            f"{count} messages are settled (only {len(seen())})",
            lambda: not self.running.alive or len(seen()) >= count,
            SETTLED_SECONDS,
        )
        assert self.running.alive, "the service has died"
        return seen()

    def nothing_told(self, letters: int) -> None:
        """Nothing personal, no failure and no flood in the log."""
        lines = self.running.logged()[self._logged :]
        assert not [one for one in lines if holds_nik(one)], "personal data in the log"
        failures = [json.loads(one) for one in lines if '"exception"' in one or "Traceback" in one]
        assert not failures, failures[0].get("exception", failures[0])
        assert len(lines) <= LINES_A_LETTER * (letters + 2), f"{len(lines)} lines logged"


def holds_nik(text: str) -> bool:
    """Also when the mask has hidden a part of it, in the middle of something longer."""
    return NIK in text or NIK[4:14] in text


def check_parked(parked: Sequence[Message], letters: Sequence[Letter], queue: str) -> None:
    """Each is one of ours as it was sent, with a reason, and says nothing personal of itself."""
    bodies = Counter(one.body for one in letters)
    for message in parked:
        headers = message.properties.get("application_headers") or {}
        body = message.body.encode() if isinstance(message.body, str) else bytes(message.body)
        assert bodies[body] > 0, "parked twice, or not as it was sent"
        bodies[body] -= 1
        assert headers["app-queue"] == queue
        assert REASONS.fullmatch(headers["app-error"]), headers["app-error"]
        assert not holds_nik(repr(headers)), "personal data in the headers of a parked message"


def note(target: str, letters: int, outcomes: Sequence[str]) -> None:
    """For the figures."""
    sent[target] += letters
    ended.update(f"{one.split()[0]} {one.split()[2]}" for one in outcomes)


def as_json(letter: Letter) -> Any:
    try:
        return json.loads(letter.body.decode())
    except (ValueError, RecursionError):
        return None
