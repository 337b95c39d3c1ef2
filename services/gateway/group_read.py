"""What many requests look up at once is read by one query."""

from collections.abc import Callable, Collection, Mapping
from typing import Generic, TypeVar

from eventlet.event import Event
from eventlet.semaphore import Semaphore

Found = TypeVar("Found")


class GroupRead(Generic[Found]):
    """Looks up what is asked for while a query is under way with the next one.

    Nothing is kept: an answer always comes of a query that began after the question, so what was
    changed before is seen. ``reads`` and ``questions`` count.
    """

    def __init__(self, read: Callable[[Collection[str]], Mapping[str, Found]]):
        self._read = read
        self._turn = Semaphore(1)
        self._next: _Group[Found] | None = None
        self.reads = self.questions = 0

    def __call__(self, id: str) -> Found | None:
        """None when there is no such thing. Raises whatever the query raises."""
        self.questions += 1
        while (group := self._next) is not None:
            group.ids.add(id)
            found: Mapping[str, Found] | None = group.done.wait()
            if found is not None:
                return found.get(id)
        group = self._next = _Group(id)
        return self._led(group).get(id)

    def _led(self, group: "_Group[Found]") -> Mapping[str, Found]:
        """The first of a group asks for all of it."""
        try:
            with self._turn:
                self._next = None  # who comes from here on asks anew
                self.reads += 1
                found = self._read(group.ids)
        except Exception as error:
            group.done.send_exception(error)
            raise
        except BaseException:  # its own request was stopped, so the others ask anew
            if self._next is group:
                self._next = None
            group.done.send(None)
            raise
        group.done.send(found)
        return found


class _Group(Generic[Found]):
    def __init__(self, id: str):
        self.ids = {id}
        self.done = Event()
