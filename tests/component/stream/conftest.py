"""A door that tests open and close, and readers before it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from nameko.containers import ServiceContainer

import services.gateway
from chassis.settings import load_settings
from contracts import ALL
from operations.database import free_port
from operations.topology import declare
from services.gateway.domain.staff import Staff
from tests.component.stream.gate import GateService
from tests.component.stream.reader import Reader
from tests.support.containers import Services
from tests.support.messages import EventPublisher

CONFIG = Path(services.gateway.__file__).with_name("config.yml")


class Door:
    """``house`` is of this test alone, since all tests share one stream."""

    def __init__(self, services: Services, settings: dict[str, Any], publish: EventPublisher):
        self._services, self._settings, self._publish = services, settings, publish
        self._readers: list[Reader] = []
        self.house = f"H{uuid4().hex[:8]}"
        self.port, self.spare_port = free_port(), free_port()

    def open(self, **overrides: Any) -> ServiceContainer:
        own = {**load_settings(CONFIG), "STREAM_LOAD_SECONDS": 1, **self._settings}
        address = {"WEB_SERVER_ADDRESS": f"127.0.0.1:{self.port}"}
        return self._services.start(GateService, **{**own, **address, **overrides})

    def let_in(self, token: str, *roles: str, houses: tuple[str, ...] = ()) -> None:
        GateService.staff[token] = Staff(
            token, token, token, frozenset(roles), houses or (self.house,), None, token
        )

    def read(self, token: str = "boss", after: str | None = None, query: str = "") -> Reader:
        reader = Reader(self.port, f"/events/{token}{query}", after)
        self._readers.append(reader)
        return reader

    def try_read(self, port: int) -> Reader | None:
        """None while nobody listens there."""
        try:
            reader = Reader(port, "/events/boss")
        except OSError:
            return None
        self._readers.append(reader)
        return reader

    def happens(self, *types: str, house: str | None = None, **attributes: Any) -> list[str]:
        """Publishes an event of each type, and gives their ids."""
        facility = house or self.house
        return [self._publish(one, facility=facility, **attributes)["id"] for one in types]

    def close(self) -> None:
        for reader in self._readers:
            reader.close()
        GateService.staff.clear()


@pytest.fixture
def door(services: Services, settings: dict[str, Any], publish: EventPublisher) -> Iterator[Door]:
    declare(settings["AMQP_URI"], settings)
    made = Door(services, settings, publish)
    made.let_in("boss", "supervisor")
    yield made
    made.close()


@pytest.fixture
def stream_of() -> Callable[[ServiceContainer], Any]:
    """The dependency inside a running door."""
    return lambda container: next(
        one for one in container.dependencies if type(one).__name__ == "EventStream"
    )


OPEN_TYPES = [one.name for one in ALL.values() if not one.restricted_to]
