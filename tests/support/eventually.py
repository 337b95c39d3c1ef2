"""Waiting for what happens in its own time, with a deadline and a description."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(description: str, look: Callable[[], T], seconds: float = 15) -> T:
    """The first truthy value of ``look``. AssertionError, saying what was awaited, when there is
    none in time."""
    deadline = time.monotonic() + seconds
    while True:
        seen = look()
        if seen:
            return seen
        assert time.monotonic() < deadline, f"not within {seconds} s: {description}"
        time.sleep(0.02)
