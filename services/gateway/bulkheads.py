"""A service that is away may cost the workers that wait for it, and not the ones of the others."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from chassis.errors import CallTimedOut, Refused


class Bulkheads:
    """``most`` calls to one service at once, and ``silent`` of them after one that timed out,
    until another is answered. Nothing waits here: nothing was sent, so nothing may have happened.
    """

    def __init__(self, most: int, silent: int):
        self._most, self._silent = most, silent
        self._under_way: Counter[str] = Counter()
        self._lost: set[str] = set()

    @contextmanager
    def of(self, service: str) -> Iterator[None]:
        """Raises Refused, as unavailable, when too many calls are under way."""
        if self._under_way[service] >= (self._silent if service in self._lost else self._most):
            raise Refused({
                "code": "unavailable", "detail": "a service is busy; try again in a moment",
            })  # fmt: skip
        self._under_way[service] += 1
        try:
            yield
        except CallTimedOut:
            self._lost.add(service)
            raise
        except Refused:
            self._lost.discard(service)
            raise
        else:
            self._lost.discard(service)
        finally:
            self._under_way[service] -= 1
