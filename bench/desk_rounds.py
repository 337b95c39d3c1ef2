"""Rounds of whole visits at one system, and what each cost it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, NamedTuple

from bench import machine
from bench.visits.ours import Ours


class Played(NamedTuple):
    """``cpu_ms``: of a visit, by process."""

    visits: int
    failed: int
    visits_per_s: float
    cpu_ms: dict[str, float]
    took_ms: dict[str, list[float]]

    @property
    def cost_ms(self) -> float:
        """CPU of a visit in all of our services and the database."""
        return sum(self.cpu_ms.values())


class DeskRounds:
    """Use through ``desk_rounds``."""

    def __init__(self, system: Ours, lines: IO[str], answers: IO[str]):
        self._system = system
        self._lines = lines
        self._answers = answers
        port = system.system.mongo_uri.partition("127.0.0.1:")[2].partition("/")[0]
        self._pids = {**system.system.pids, "database": machine.named(f"--port {port} ")}

    def play(self, facility: str, desks: int, visits: int, seed: int) -> Played:
        """So many visits of a house that nobody has visited today."""
        inmates = [f"N-{number}" for number in range(1, visits + 1)]
        self._system.open_house(facility, inmates)
        told = {
            "way": "rpc", "desks": desks, "seed": seed, "queues": self._system.queues,
            "groups": [(facility, one) for one in inmates],
        }  # fmt: skip
        before = self._cpu()
        answer = self._asked(told)
        done = max(1, answer["visits"])
        cpu = {name: 1000 * (now - before[name]) / done for name, now in self._cpu().items()}
        return Played(
            answer["visits"], answer["failed"], answer["visits"] / answer["seconds"], cpu,
            answer["took_ms"],
        )  # fmt: skip

    def _asked(self, told: dict[str, Any]) -> dict[str, Any]:
        self._lines.write(json.dumps(told) + "\n")
        self._lines.flush()
        answer: dict[str, Any] = json.loads(self._answers.readline())
        return answer

    def _cpu(self) -> dict[str, float]:
        return {name: machine.cpu_seconds(pid) for name, pid in self._pids.items()}


@contextmanager
def desk_rounds(system: Ours) -> Iterator[DeskRounds]:
    command = [sys.executable, "-W", "ignore", "-m", "bench.visits.desks", system.amqp_uri]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as desks:
        assert desks.stdin is not None
        assert desks.stdout is not None
        yield DeskRounds(system, desks.stdin, desks.stdout)
        desks.stdin.close()
