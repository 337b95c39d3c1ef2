"""One RPC method as callers see it."""

from dataclasses import dataclass

from marshmallow import Schema

from contracts.calls.common import Command


@dataclass(frozen=True)
class Call:
    """``request`` is what the method takes, ``answer`` what it gives."""

    service: str
    method: str
    request: type[Schema]
    answer: type[Schema]

    @property
    def is_command(self) -> bool:
        return issubclass(self.request, Command)
