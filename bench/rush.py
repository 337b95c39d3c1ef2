"""2,000 check-ins at once at one house: until the last has its queue number.

The groups have booked (the same way, beforehand, which is measured too, as it has the session's
places grow); then all are at the door, and as many of them before a desk or a terminal as
AT_ONCE. Each number must come once and none be left out, and nobody may be refused or wait in vain.
"""

import os
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

from bench import machine
from bench.desk_rounds import database_pid
from bench.generator import Generator
from bench.house import NINE, WHOLE_DAY
from bench.report import reported
from bench.rush_parts import parts, table
from bench.sampling import sampled
from bench.visits.ours import Ours, ours
from bench.visits.queues import until_empty
from bench.visits.steps import OFFICER
from operations.demo.people import People

CHECK_INS = int(os.environ.get("CHECK_INS", "2000"))
AT_ONCE = int(os.environ.get("AT_ONCE", "128"))
BOOKED_AT_ONCE = 16
HOUSE = "RAMAI"
FAULTS = ("timeouts", "refused", "missing_numbers", "numbers_given_twice")

Call = Callable[[str, list[dict[str, Any]], int], list[dict[str, Any]]]


def main() -> int:
    report = reported(rush)
    print(table(report))
    return 1 if any(report[name] for name in FAULTS) else 0


def rush(check_ins: int = CHECK_INS, at_once: int = AT_ONCE) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as directory, ours(Path(directory), gateway=False) as system:
        inmates = [f"N-{number}" for number in range(check_ins)]
        system.open_house(HOUSE, inmates)
        with Generator("bench.rush_callers", system.amqp_uri) as callers:

            def call(method: str, commands: list[dict[str, Any]], at_once: int) -> Any:
                told = {"method": method, "commands": commands, "at_once": at_once}
                return callers.asked(told)["answers"]

            return measured(system, call, inmates, at_once)


def measured(system: Ours, call: Call, inmates: list[str], at_once: int) -> dict[str, Any]:
    pids = {"registration": system.system.pids["registration"], "database": database_pid(system)}
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


def _command(**fields: Any) -> dict[str, Any]:
    return {"command_id": str(uuid4()), "facility": HOUSE, "officer": OFFICER, **fields}


if __name__ == "__main__":
    raise SystemExit(main())
