"""How many processes of each service a Lebaran day of the nation takes: a simulation.

532 houses in one installation, 100,000 visits in six hours, each with the CPU that was measured.
FIGURES names a report of ``make bench`` to take that from; without it the figures below are taken.
Searched for is the smallest number of processes with which in each ten minutes 99 of a hundred
commands, and as many deliveries of events, are done within a second.
"""

import json
import os
from collections.abc import Mapping, Sequence
from math import ceil
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.nation_day import (
    COMMAND,
    DATABASE,
    EVENT,
    GATEWAY,
    HOURS,
    HOUSES,
    VISITS,
    arrivals,
    plan,
)
from bench.queueing import Day, Simulation, worst
from operations.secrets import SERVICES

STATIONS = (GATEWAY, *SERVICES, DATABASE)
MEASURED_MS = {
    "registration": 80.0, "screening": 23.0, "lockers": 33.0, "notifications": 36.0,
    "gateway": 84.0, "database": 269.0,
}  # fmt: skip
MEASURED = "docs/scaling.md: the demo's day through the gateway, 2 shared cores, embedded database"
GATEWAY_AT_DESKS = "ours, gateway"
BOUND = 1.0
TIMES = (1, 2, 4)
"""As measured, and twice and four times that: slower cores, more lists that desks look at."""
SEED = int(os.environ.get("SEED", "532"))
PLENTY = 1000


def main() -> int:
    cost, source = costs(os.environ.get("FIGURES"))
    report = nation(cost, int(os.environ.get("VISITS", VISITS)))
    print(f"{HOUSES} houses, {report['visits']:,} visits in {HOURS} hours. Cost from {source}.\n")
    print(table(report))
    if path := os.environ.get("REPORT"):
        told = {"source": source, **report}
        Path(path).write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return 0


def costs(report: str | None) -> tuple[dict[str, float], str]:
    """CPU in milliseconds of a visit, by process, and where that is from."""
    if not report:
        return MEASURED_MS, MEASURED
    told = json.loads(Path(report).read_text(encoding="utf-8"))
    rounds = told["cpu_ms"][GATEWAY_AT_DESKS][str(told["judged_at_desks"])]
    about = told["machine"]
    source = f"make bench of {about['date']}, {told['judged_at_desks']} desks, {about['processor']}"
    return {name: rounds[name] for name in STATIONS}, source


def nation(cost_ms: Mapping[str, float], visits: int = VISITS) -> dict[str, Any]:
    """For each of TIMES the measured cost: the processes, how busy they are, and the delays."""
    come = arrivals(visits, SEED)
    rows = []
    for times in TIMES:
        dearer = {name: times * cost_ms[name] for name in STATIONS}
        with Console(stderr=True).status(f"{times} times the measured cost"):
            rows.append({"times_the_cost": times, **_row(smallest(dearer, come))})
    return {"visits": visits, "cost_ms": dict(cost_ms), "bound_seconds": BOUND, "rows": rows}


def smallest(cost_ms: Mapping[str, float], come: Sequence[float]) -> Day:
    """The day with the fewest processes that keep the bound: from as many as can do the work at
    all, one more where the wait is longest, until it is kept. ValueError: no number of them would
    keep it, as the work itself takes too long."""
    idle = simulated(cost_ms, dict.fromkeys(STATIONS, PLENTY), come)
    if delay(idle) > BOUND:
        raise ValueError(f"p99 is {delay(idle):.1f} s where nobody waits for a process")
    processes = {name: max(1, ceil(idle.load(name))) for name in STATIONS}
    while delay(day := simulated(cost_ms, processes, come)) > BOUND:
        slowest = max(STATIONS, key=lambda name: worst(day.waits[name], 0.99))
        processes[slowest] += 1
    return day


def simulated(
    cost_ms: Mapping[str, float], processes: Mapping[str, int], come: Sequence[float]
) -> Day:
    return Simulation(plan(cost_ms), processes, SEED).day(come)


def delay(day: Day) -> float:
    """p99 in the worst ten minutes, of commands or of events."""
    return max(worst(day.delays[kind], 0.99) for kind in (COMMAND, EVENT))


def _row(day: Day) -> dict[str, Any]:
    return {
        "processes": day.processes,
        "busy_at_the_peak": {name: round(day.busy(name), 2) for name in STATIONS},
        "p99_ms": {kind: round(1000 * worst(day.delays[kind], 0.99)) for kind in (COMMAND, EVENT)},
    }


def table(report: dict[str, Any]) -> str:
    lines = [
        f"| times the cost | {' | '.join(STATIONS)} | p99 of commands | of events |",
        f"|---:|{'---:|' * len(STATIONS)}---:|---:|",
    ]
    for row in report["rows"]:
        cells = [
            f"{row['processes'][name]} ({row['busy_at_the_peak'][name]:.0%})" for name in STATIONS
        ]
        delays = [f"{row['p99_ms'][kind]} ms" for kind in (COMMAND, EVENT)]
        lines.append(f"| {row['times_the_cost']} | {' | '.join([*cells, *delays])} |")
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
