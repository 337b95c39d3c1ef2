"""Who consumes which event, read off the service classes themselves."""

import inspect
from collections.abc import Iterator
from typing import NamedTuple

import contracts
from chassis.events import EventHandler
from chassis.topology import event_queue
from contracts.event_type import EventType
from services.lockers.service import LockersService
from services.notifications.service import NotificationsService
from services.registration.service import RegistrationService
from services.screening.service import ScreeningService

SERVICES = (RegistrationService, ScreeningService, LockersService, NotificationsService)


class Consumer(NamedTuple):
    """One service's handler of one event type."""

    service: type
    method: str
    event_type: EventType

    @property
    def queue(self) -> str:
        source = self.event_type.publisher
        return event_queue(self.service.name, source, self.event_type.name).name

    def __str__(self) -> str:
        return f"{self.service.name}-{self.event_type.name}"


def consumers(*services: type) -> list[Consumer]:
    """The consumers of these services, of all four if none is named, service by service."""
    order = list(contracts.ALL)
    return [
        one
        for service in services or SERVICES
        for one in sorted(_of(service), key=lambda one: order.index(one.event_type.name))
    ]


def _of(service: type) -> Iterator[Consumer]:
    for name, method in inspect.getmembers(service, inspect.isfunction):
        for entrypoint in getattr(method, "nameko_entrypoints", ()):
            if isinstance(entrypoint, EventHandler):
                yield Consumer(service, name, contracts.ALL[entrypoint.event_type])
