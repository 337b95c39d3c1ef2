"""The systems as the bench plays them: told how many desks and visits, whatever lies behind."""

from typing import Any, Protocol

from bench.generator import Generator
from bench.visits.floor_plan import Step
from chassis.broker import connect

DESKS_A_HOUSE = 8


class Side(Protocol):
    """``pids``: of the processes that are its own."""

    name: str
    pids: dict[str, int]

    def prepare(self, number: int, desks: int, visits: int) -> None:
        """What is no part of the round. ``number``: no other round of the run has it."""
        ...

    def play(self, desks: int, visits: int, seed: int) -> dict[str, Any]: ...

    def confirms(self) -> tuple[float, float]:
        """Events published and round trips that confirmed them, so far; where it is known."""
        ...


class AtDesks:
    """Whole visits at fresh houses. ``front``: what the way to it needs, told with each round."""

    def __init__(
        self, name: str, way: str, system: Any, pids: dict[str, int], generator: Generator,
        **front: Any,
    ):  # fmt: skip
        self.name = name
        self.pids = pids
        self._way = way
        self._system = system
        self._generator = generator
        self._front = front
        self._groups: list[tuple[str, str]] = []

    def prepare(self, number: int, desks: int, visits: int) -> None:
        opened = houses(number, desks)
        self._groups = [(opened[n % len(opened)], f"N-{n}") for n in range(visits)]
        for house in opened:
            inmates = [inmate for facility, inmate in self._groups if facility == house]
            self._system.open_house(house, inmates)

    def play(self, desks: int, visits: int, seed: int) -> dict[str, Any]:
        return self._generator.asked({
            "way": self._way, "desks": desks, "groups": self._groups, "seed": seed,
            "queues": self._system.queues, **self._front,
        })  # fmt: skip

    def confirms(self) -> tuple[float, float]:
        known = getattr(self._system, "confirms", None)
        return known() if known else (0.0, 0.0)


class OnTheFloor:
    """``plans``: of some visits, which are repeated."""

    name = "floor"

    def __init__(
        self, amqp_uri: str, queues: list[str], plans: list[list[Step]], generator: Generator
    ):
        self.pids: dict[str, int] = {}
        self._amqp_uri = amqp_uri
        self._queues = queues
        self._plans = plans
        self._generator = generator

    def prepare(self, number: int, desks: int, visits: int) -> None:
        with connect(self._amqp_uri) as connection:
            channel = connection.channel()
            for name in self._queues:
                channel.queue_purge(name)

    def play(self, desks: int, visits: int, seed: int) -> dict[str, Any]:
        return self._generator.asked({"desks": desks, "visits": visits, "plans": self._plans})

    def confirms(self) -> tuple[float, float]:
        return 0.0, 0.0


def houses(number: int, desks: int) -> list[str]:
    """Those of a round: a house has so many desks, and there is at least one."""
    return [f"B{number}-{house}" for house in range(max(1, desks // DESKS_A_HOUSE))]
