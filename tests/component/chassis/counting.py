"""A service of two rooms, just large enough to show what the chassis does for every service."""

from dataclasses import dataclass, replace
from typing import Any

from marshmallow import Schema, fields

from chassis.aggregates import AggregateStore
from chassis.events import event_handler
from chassis.rpc import rpc
from chassis.service import Service
from chassis.stored import Stored
from contracts.calls.common import Command, Count, Identifier
from contracts.event_type import EventType


class Step(Schema):
    by = fields.Integer(required=True, strict=True)


COUNTED = EventType("counting", "counted", "The counter moved.", Step, {"by": 1},
                    heard_by=("counting",))  # fmt: skip
TOLD = EventType("counting", "told", "Somebody told the counter to move.", Step, {"by": 1},
                 heard_by=("counting",))  # fmt: skip


@dataclass(frozen=True)
class Counter:
    id: str
    facility: str
    total: int = 0
    heard: int = 0


class Move(Command):
    counter = Identifier(required=True)
    by = Count(least=1, most=10, required=True)


class TooFar(Exception):
    code = "too_far"
    field = "by"
    detail = "the counter stops at 100"
    facts: dict[str, Any] = {"most": 100}


class Counters(AggregateStore[Counter]):
    collection = "counters"
    state_type = Counter


def moved(counter: Counter | None, id: str, facility: str, by: int):
    counter = counter or Counter(id, facility)
    if counter.total + by > 100:
        raise TooFar
    return replace(counter, total=counter.total + by), [("counted", {"by": by})]


def summary(counter: Counter) -> dict[str, Any]:
    return {"total": counter.total}


class Counting(Service):
    """``total`` grows by commands and by ``told``, ``heard`` by the events that tell of it: they
    agree when no event is lost and none is applied twice."""

    name = "counting"
    counters = Stored(Counters, publishes={"counted": COUNTED})

    @rpc(Move)
    def move(self, command: dict[str, Any]) -> dict[str, Any] | None:
        id = command["counter"]
        return self.counters.apply(
            id, command, lambda found: moved(found, id, command["facility"], command["by"]), summary
        )

    @event_handler(TOLD)
    def obey(self, event: dict[str, Any]) -> None:
        id, by = event["subject"], event["data"]["by"]
        self.counters.apply(id, event, lambda found: moved(found, id, event["facility"], by))

    @event_handler(COUNTED)
    def listen(self, event: dict[str, Any]) -> None:
        def hear(counter: Counter):
            return replace(counter, heard=counter.heard + event["data"]["by"]), []

        self.counters.apply(event["subject"], event, hear)
