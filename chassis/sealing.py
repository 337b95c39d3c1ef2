"""Which fields of a collection are encrypted at rest, and opening and sealing them.

The rules know nothing of it: their states hold the clear values, documents the sealed ones.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from chassis.encryption import FieldCipher, Place, is_sealed

Change = Callable[[str, Any], Any]
"""From the path and value of a field to its new value."""


class Sealing:
    """``paths`` name text fields as in ``members.*.id_number`` (``*``: each of a list);
    ``events`` the types of events whose data is sealed while it lies in an outbox."""

    def __init__(
        self,
        collection: str,
        paths: Iterable[str] = (),
        events: Iterable[str] = (),
        cipher: FieldCipher | None = None,
    ):
        self._collection = collection
        self._paths = [path.split(".") for path in paths]
        self._events = frozenset(events)
        self._given = cipher

    def opened(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """The document with its sealed fields in the clear. One that is in the clear already
        (stored before there was a key) stays so. Raises FieldUnreadable."""
        id = document["_id"]

        def open_one(at: str, value: Any) -> Any:
            return self._decrypt(value, id, at) if is_sealed(value) else value

        return self.mapped(document, open_one)

    def sealed(
        self, id: str, fields: dict[str, Any], stored: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        """The fields as they are to be stored. What has not changed stays as it was ``stored``:
        encrypted anew it would look changed, and be written again."""
        before: dict[str, Any] = {}
        self.mapped(stored or {}, before.setdefault)

        def seal_one(at: str, value: Any) -> Any:
            old = before.get(at)
            if old is not None and is_sealed(old) and self._decrypt(old, id, at) == value:
                return old
            return self._cipher.encrypt(value, self._place(id, at))

        return self.mapped(fields, seal_one)

    def sealed_event(self, id: str, event: dict[str, Any]) -> dict[str, Any]:
        """As it is to lie in the outbox."""
        if event["type"] not in self._events:
            return event
        text = json.dumps(event["data"])
        place = self._place(id, _event_path(event))
        return {**event, "data": self._cipher.encrypt(text, place)}

    def opened_event(self, id: str, event: dict[str, Any]) -> dict[str, Any]:
        """As it is to be published. Raises FieldUnreadable."""
        if not is_sealed(event.get("data")):
            return event
        return {**event, "data": json.loads(self._decrypt(event["data"], id, _event_path(event)))}

    def mapped(self, document: Mapping[str, Any], change: Change) -> dict[str, Any]:
        """The document with ``change`` made to each personal field that has a value."""
        changed: Any = document
        for path in self._paths:
            changed = _mapped(changed, path, "", change)
        return changed

    @property
    def _cipher(self) -> FieldCipher:
        if self._given is None:
            raise ValueError(f"{self._collection} has personal fields, but there is no FIELD_KEYS")
        return self._given

    def _decrypt(self, value: str, id: str, at: str) -> str:
        return self._cipher.decrypt(value, self._place(id, at))

    def _place(self, id: str, at: str) -> Place:
        return self._collection, id, at


def _event_path(event: Mapping[str, Any]) -> str:
    return f"outbox.{event['id']}.data"


def _mapped(value: Any, path: list[str], at: str, change: Change) -> Any:
    """Copies what lies on the path, and nothing else: the stored document is compared later."""
    if value is None:
        return None
    if not path:
        return change(at.removeprefix("."), value)
    head, rest = path[0], path[1:]
    if head == "*":
        return [_mapped(one, rest, f"{at}.{n}", change) for n, one in enumerate(value)]
    if head not in value:
        return value
    return {**value, head: _mapped(value[head], rest, f"{at}.{head}", change)}
