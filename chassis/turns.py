"""Turns within one process: workers on the same document wait for each other.

The version guard alone is right, but ten workers on one document would spend most of their
rounds on losing. Between processes the guard still decides.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakValueDictionary

from eventlet.semaphore import Semaphore

_turns: WeakValueDictionary[tuple[str, ...], Semaphore] = WeakValueDictionary()


@contextmanager
def taking_turns(*key: str) -> Iterator[None]:
    turn = _turns.get(key)
    if turn is None:
        turn = _turns[key] = Semaphore()
    with turn:
        yield
