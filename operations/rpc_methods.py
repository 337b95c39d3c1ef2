"""What the services can be asked, read off their classes."""

import importlib
import inspect
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from marshmallow import Schema

from chassis.rpc import Rpc
from chassis.service import Service
from contracts.calls.common import Command
from operations.secrets import SERVICES


class Method(NamedTuple):
    """One RPC method: ``schema`` loads its only argument."""

    service: type[Service]
    name: str
    function: Callable[..., Any]
    schema: type[Schema]

    @property
    def address(self) -> str:
        return f"{self.service.name}.{self.name}"

    @property
    def is_command(self) -> bool:
        return issubclass(self.schema, Command)


def service_class(name: str) -> type[Service]:
    module = importlib.import_module(f"services.{name}.service")
    return next(
        one
        for _, one in inspect.getmembers(module, inspect.isclass)
        if one.__module__ == module.__name__ and issubclass(one, Service)
    )


def methods(name: str) -> list[Method]:
    """In the order in which the source names them: the service's own, then those of its parts."""
    service = service_class(name)
    parts = [one for one in service.__mro__ if one not in (Service, *Service.__mro__)]
    return [method for part in parts for method in _defined_in(part, service)]


def ping() -> Method:
    """What every service answers."""
    return next(_defined_in(Service, Service))


def every_method() -> dict[str, list[Method]]:
    return {name: methods(name) for name in SERVICES}


def _defined_in(part: type, service: type[Service]) -> Iterator[Method]:
    for name, value in vars(part).items():
        for entrypoint in getattr(value, "nameko_entrypoints", ()):
            if isinstance(entrypoint, Rpc):
                yield Method(service, name, value, type(entrypoint._schema))
