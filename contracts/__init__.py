"""The published language: what each service says to the others and to the outside.

One module per publisher. A type is never changed in a way that breaks a reader: a breaking
change is a new type ``<type>_v2``, and both are sent for a while.
"""

from contracts import lockers, notifications, registration, screening
from contracts.event_type import EventType

ALL: dict[str, EventType] = {
    **registration.EVENTS,
    **screening.EVENTS,
    **lockers.EVENTS,
    **notifications.EVENTS,
}


def open_to_all() -> list[tuple[str, str]]:
    """Publisher and name of every type that anybody may read."""
    return [(one.publisher, one.name) for one in ALL.values() if not one.restricted_to]
