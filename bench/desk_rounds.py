"""Rounds of whole visits at one system, and what each cost it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from bench import machine
from bench.generator import Generator
from bench.visits.ours import Ours


class Played(NamedTuple):
    """``cpu_ms``: of a visit, by process."""

    visits: int
    failed: int
    visits_per_s: float
    cpu_ms: dict[str, float]

    @property
    def cost_ms(self) -> float:
        """CPU of a visit in all of our services and the database."""
        return sum(self.cpu_ms.values())


class DeskRounds:
    """Use through ``desk_rounds``."""

    def __init__(self, system: Ours, desks: Generator):
        self._system = system
        self._desks = desks
        self._pids = {**system.system.pids, "database": database_pid(system)}

    def play(self, facility: str, desks: int, visits: int, seed: int) -> Played:
        """So many visits of a house that nobody has visited today."""
        inmates = [f"N-{number}" for number in range(1, visits + 1)]
        self._system.open_house(facility, inmates)
        told = {
            "way": "rpc", "desks": desks, "seed": seed, "queues": self._system.queues,
            "groups": [(facility, one) for one in inmates],
        }  # fmt: skip
        before = self._cpu()
        answer = self._desks.asked(told)
        done = max(1, answer["visits"])
        cpu = {name: 1000 * (now - before[name]) / done for name, now in self._cpu().items()}
        rate = answer["visits"] / answer["seconds"]
        return Played(answer["visits"], answer["failed"], rate, cpu)

    def _cpu(self) -> dict[str, float]:
        return {name: machine.cpu_seconds(pid) for name, pid in self._pids.items()}


@contextmanager
def desk_rounds(system: Ours) -> Iterator[DeskRounds]:
    with Generator("bench.visits.desks", system.amqp_uri) as desks:
        yield DeskRounds(system, desks)


def database_pid(system: Ours) -> int:
    """Of the embedded server that this system works with."""
    port = system.system.mongo_uri.partition("127.0.0.1:")[2].partition("/")[0]
    return machine.named(f"--port {port} ")
