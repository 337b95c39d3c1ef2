"""What a visit costs when 1,000, 100,000 or a million are stored already.

A system for each size, all there at once, so that their rounds take turns and what else the
machine does hits all alike. Each has a broker's virtual host and an embedded database of its own,
filled with past visits (bench/past.py) before its services start; whatever MONGO_URI or AMQP_URI
name is left alone. What is measured are today's visits at houses with a past.
"""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from unittest.mock import patch
from uuid import uuid4

from bench.desk_rounds import DeskRounds, Played, desk_rounds
from bench.past import Past
from bench.past_loading import load, played
from bench.report import reported
from bench.visits.ours import Ours, ours
from tests.support.servers import database_server, virtual_host

SIZES = tuple(int(one) for one in os.environ.get("SIZES", "1000,100000").split(","))
"""A million takes the better part of an hour to load; `SIZES=1000,1000000 make bench-growth`."""
ROUNDS = int(os.environ.get("ROUNDS", "5"))
VISITS = 96
DESKS = 8
HOUSES = [f"RT{number:02}" for number in range(1, 17)]
"""A region's. Each round is at another one, since a house is opened once a day."""
FIRST = "CONTOH"
TARGET = 1.1


class Grown(NamedTuple):
    """``loading_seconds``: for all past visits, everywhere."""

    stored: int
    loading_seconds: float
    rounds: DeskRounds


def growth(sizes: Sequence[int] = SIZES, rounds: int = ROUNDS) -> dict[str, Any]:
    """The figures of each size, and how many times that of the smallest a visit costs."""
    assert rounds < len(HOUSES)
    with ExitStack() as opened:
        systems = [opened.enter_context(_grown(size)) for size in sorted(sizes)]
        told: list[list[Played]] = [[] for _ in systems]
        for number, house in enumerate(HOUSES[: rounds + 1]):
            # each is first once in a while
            for turn in range(len(systems)):
                which = (turn + number) % len(systems)
                result = systems[which].rounds.play(house, DESKS, VISITS, seed=number)
                if number:  # the first one is to warm up
                    told[which].append(result)
        return {
            "desks": DESKS,
            "rounds": rounds,
            "sizes": [_row(one, found, told[0]) for one, found in zip(systems, told, strict=True)],
        }


def growth_ratio(figures: dict[str, Any]) -> float:
    """Cost of a visit at the largest size, times that at the smallest."""
    ratio: float = figures["sizes"][-1]["times_the_smallest"]
    return ratio


def _row(grown: Grown, rounds: list[Played], smallest: list[Played]) -> dict[str, Any]:
    ratios = [one.cost_ms / least.cost_ms for one, least in zip(rounds, smallest, strict=True)]
    return {
        "stored": grown.stored,
        "loading_seconds": round(grown.loading_seconds, 1),
        "failed": sum(one.failed for one in rounds),
        "visits_per_s": round(median(one.visits_per_s for one in rounds), 1),
        "cpu_ms": round(median(one.cost_ms for one in rounds), 1),
        "cpu_ms_by_process": {
            name: round(median(one.cpu_ms[name] for one in rounds), 1) for name in rounds[0].cpu_ms
        },
        "times_the_smallest": round(median(ratios), 3),
        "times_the_smallest_by_round": [round(one, 3) for one in ratios],
    }


@contextmanager
def _grown(size: int) -> Iterator[Grown]:
    with ExitStack() as opened:
        directory = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        with patch.dict(os.environ):
            for name in ("AMQP_URI", "MONGO_URI"):
                os.environ.pop(name, None)
            amqp_uri = opened.enter_context(virtual_host(f"growth-{uuid4().hex[:8]}"))
            mongo_uri = opened.enter_context(database_server(directory))
            os.environ |= {"AMQP_URI": amqp_uri, "MONGO_URI": mongo_uri}
            with ours(directory, gateway=False) as system:
                _one_visit(system)
            seconds = load(mongo_uri, Past(played(mongo_uri), HOUSES), size)
            system = opened.enter_context(ours(directory, gateway=False))
        yield Grown(size, seconds, opened.enter_context(desk_rounds(system)))


def _one_visit(system: Ours) -> None:
    with desk_rounds(system) as rounds:
        assert rounds.play(FIRST, desks=1, visits=1, seed=0).visits == 1


def table(figures: dict[str, Any]) -> str:
    lines = [
        "| stored | visits/s | CPU ms a visit | of which database | times the least | loaded in |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    for row in figures["sizes"]:
        lines.append(
            f"| {row['stored']:,} | {row['visits_per_s']} | {row['cpu_ms']} "
            f"| {row['cpu_ms_by_process']['database']} | {row['times_the_smallest']} "
            f"| {row['loading_seconds']:.0f} s |"
        )
    return "\n".join(lines)


def main() -> int:
    report = reported(growth)
    print(table(report))
    return 0 if growth_ratio(report) <= TARGET else 1


if __name__ == "__main__":
    raise SystemExit(main())
