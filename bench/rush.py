"""2,000 check-ins at once at one house: until the last has its queue number.

The groups have booked (the same way, beforehand, which is measured too, as it has the session's
places grow); then all are at the door, and as many of them before a desk or a terminal as
AT_ONCE. Each number must come once and none be left out, and nobody may be refused or wait in vain.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from typing import Any
from uuid import uuid4

from bench import machine
from bench.house import NINE, WHOLE_DAY
from bench.report import reported
from bench.sampling import Samples, sampled
from bench.visits.ours import Ours, ours
from bench.visits.queues import until_empty
from bench.visits.steps import OFFICER
from operations.demo.people import People

CHECK_INS = int(os.environ.get("CHECK_INS", "2000"))
AT_ONCE = int(os.environ.get("AT_ONCE", "128"))
BOOKED_AT_ONCE = 16
HOUSE = "RAMAI"
FAULTS = ("timeouts", "refused", "missing_numbers", "numbers_given_twice")
PARTS = 8
"""Of the rush, each with its delays and cost: what a growing session makes of them."""

Call = Callable[[str, list[dict[str, Any]], int], list[dict[str, Any]]]


def main() -> int:
    report = reported(rush)
    return 1 if any(report[name] for name in FAULTS) else 0


def rush(check_ins: int = CHECK_INS, at_once: int = AT_ONCE) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as directory, ours(Path(directory), gateway=False) as system:
        inmates = [f"N-{number}" for number in range(check_ins)]
        system.open_house(HOUSE, inmates)
        command = [sys.executable, "-W", "ignore", "-m", "bench.rush_callers", system.amqp_uri]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as callers:

            def call(method: str, commands: list[dict[str, Any]], at_once: int) -> Any:
                told = {"method": method, "commands": commands, "at_once": at_once}
                callers.stdin.write(json.dumps(told) + "\n")
                callers.stdin.flush()
                return json.loads(callers.stdout.readline())

            return measured(system, call, inmates, at_once)


def measured(system: Ours, call: Call, inmates: list[str], at_once: int) -> dict[str, Any]:
    pids = {"registration": system.system.pids["registration"], "database": _database(system)}
    idle = machine.memory_mb(pids["registration"])
    with sampled(pids) as booking:
        booked = call("register", bookings(inmates), BOOKED_AT_ONCE)
    if failed := Counter(one["error"] for one in booked if "error" in one):
        raise RuntimeError(f"before the rush, as they booked: {dict(failed)}")
    until_empty(system.amqp_uri, system.queues)
    before = machine.memory_mb(pids["registration"])
    with sampled(pids) as rushing:
        came = call("check_in", [_command(visit_id=one["id"]) for one in booked], at_once)
        until_empty(system.amqp_uri, system.queues)
        quiet = rushing.now()
    began = min(one["began"] for one in came)
    return {
        "check_ins": len(came),
        "at_once": at_once,
        "seconds_to_the_last_number": round(max(one["ended"] for one in came) - began, 2),
        "seconds_to_the_last_event": round(quiet - began, 2),
        **faults(came),
        "memory_mb": {
            "idle": idle,
            "before": before,
            "peak": max(one.memory_mb["registration"] for one in rushing.taken),
            "after": machine.memory_mb(pids["registration"]),
        },
        "booking_parts": parts(booked, booking),
        "parts": parts(came, rushing),
    }


def bookings(inmates: list[str]) -> list[dict[str, Any]]:
    """One grown woman for each inmate, today."""
    people = People(Random(HOUSE), NINE.date())  # noqa: S311 - people of a bench
    return [
        _command(
            inmate_number=one, date=NINE.date().isoformat(), session=WHOLE_DAY["name"],
            visitors=[people.woman().as_visitor()],
        )
        for one in inmates
    ]  # fmt: skip


def faults(came: list[dict[str, Any]]) -> dict[str, Any]:
    """What must not be."""
    given = Counter(one["queue_number"] for one in came if "error" not in one)
    return {
        "timeouts": sum(one["timeouts"] for one in came),
        "refused": dict(Counter(one["error"] for one in came if "error" in one)),
        "missing_numbers": sorted(set(range(1, len(came) + 1)) - set(given)),
        "numbers_given_twice": sorted(number for number, times in given.items() if times > 1),
    }


def parts(answers: list[dict[str, Any]], samples: Samples) -> list[dict[str, Any]]:
    """Delays and cost in the order in which they were answered."""
    ended = sorted(answers, key=lambda one: one["ended"])
    size = max(1, len(ended) // PARTS)
    rows, since = [], min(one["began"] for one in answers)
    for first in range(0, len(ended), size):
        part = ended[first : first + size]
        took = sorted(1000 * (one["ended"] - one["began"]) for one in part)
        until = part[-1]["ended"]
        rows.append({
            "from": first + 1,
            "per_s": round(len(part) / (until - since), 1),
            "p50_ms": round(median(took), 1),
            "p99_ms": round(took[int(len(took) * 0.99)], 1),
            "cpu_ms": {
                name: round(1000 * cpu / len(part), 1)
                for name, cpu in samples.cpu_between(since, until).items()
            },
        })  # fmt: skip
        since = until
    return rows


def _command(**fields: Any) -> dict[str, Any]:
    return {"command_id": str(uuid4()), "facility": HOUSE, "officer": OFFICER, **fields}


def _database(system: Ours) -> int:
    port = system.system.mongo_uri.partition("127.0.0.1:")[2].partition("/")[0]
    return machine.named(f"--port {port} ")


if __name__ == "__main__":
    raise SystemExit(main())
