"""Waiting for something outside, but never for ever, and saying what was awaited."""

import time
from collections.abc import Callable


class Unavailable(Exception):
    """Something that is needed is not there. The text is a whole sentence for the operator."""


def wait_until(check: Callable[[], bool], seconds: float, otherwise: str) -> None:
    """Returns once ``check()`` is true.

    Raises Unavailable with the sentence ``otherwise`` after ``seconds``.
    """
    deadline = time.monotonic() + seconds
    while not check():
        if time.monotonic() > deadline:
            raise Unavailable(otherwise)
        time.sleep(0.1)
