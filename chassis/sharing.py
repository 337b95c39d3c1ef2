"""One answer for a crowd of askers."""

from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TypeVar

import eventlet
from eventlet.greenthread import GreenThread

T = TypeVar("T")


class Shared(Generic[T]):
    """A question that is asked once at a time, however many want its answer."""

    def __init__(self, ask: Callable[[], T]):
        self._ask = ask
        self._asking: GreenThread | None = None

    def answer(self) -> T:
        """What the question under way finds, or a new one where there is none: as old as one
        question takes. Raises what asking raised."""
        if self._asking is None:
            self._asking = eventlet.spawn(self._asked)
        return self._asking.wait()

    def later_answer(self) -> T:
        """What a question finds that begins after this call: for whoever asks whether something
        that has just been done is seen."""
        if self._asking is not None:
            with suppress(Exception):  # it is not our question that failed
                self._asking.wait()
        return self.answer()

    def _asked(self) -> T:
        try:
            return self._ask()
        finally:
            self._asking = None
