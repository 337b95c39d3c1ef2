"""Which faults come, and in which order: drawn from a seed, by weight, within bounds."""

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from operations.secrets import SERVICES
from tests.chaos import faults
from tests.chaos.faults import Fault, Stage
from tests.chaos.points import POINTS
from tests.chaos.system import GATEWAY, PROCESSES, service_of

HOUSE, QUEUE, BUSY_QUEUE = "a house", "a queue of events", "a queue that every visit fills"


class Kind(NamedTuple):
    """``targets`` are names, or the word for what is drawn anew for each run. ``held``: what two
    faults must not have in hand at once; empty: the service or whatever else the target is."""

    weight: int
    do: Callable[[Stage, str, float], None]
    targets: list[str] | str
    amounts: tuple[float, ...] = (0,)
    held: str = ""


_TRAPS = [f"{service}.{point}" for service in SERVICES for point in POINTS]
_WIRES = [f"{name}>{other}" for name in PROCESSES for other in ("broker", "database")]
_CLOCKED = [name for name in (*SERVICES, GATEWAY) if name != "lockers"]
"""Not the lockers': by their clock it is checked that no locker was given twice at a time."""
_LONGER_THAN_THE_HEARTBEAT = 10.0
"""Seconds; more than twice what the services are given."""

OF_EVERY_VISIT = {
    "visitor_registered", "visitor_called", "visitor_screened", "locker_assigned",
    "belongings_deposited", "visit_ended", "belongings_returned", "visitor_departed",
}  # fmt: skip

KINDS = {
    "kill_at": Kind(28, faults.kill_at, _TRAPS),
    "kill": Kind(12, faults.kill, list(PROCESSES)),
    "roll": Kind(6, faults.roll, [*SERVICES, GATEWAY]),
    "freeze": Kind(5, faults.freeze, list(PROCESSES), (_LONGER_THAN_THE_HEARTBEAT,)),
    "kill_broker": Kind(4, faults.kill_broker, ["broker"], (0, 2)),
    "restart_broker": Kind(2, faults.restart_broker, ["broker"]),
    "freeze_broker": Kind(3, faults.freeze_broker, ["broker"], (3, 10)),
    "kill_database": Kind(5, faults.kill_database, ["database"]),
    "restart_database": Kind(2, faults.restart_database, ["database"]),
    "freeze_database": Kind(3, faults.freeze_database, ["database"], (2, 6)),
    "slow_database": Kind(4, faults.slow_database, list(PROCESSES), (3, 8), "wires"),
    "break_wire": Kind(8, faults.break_wire, _WIRES, (0,), "wires"),
    "cut_wire": Kind(5, faults.cut_wire, _WIRES, (1, 4), "wires"),
    "desert_wire": Kind(4, faults.desert_wire, _WIRES, (1, 4), "wires"),
    "freeze_wire": Kind(5, faults.freeze_wire, _WIRES, (2, 10), "wires"),
    "duplicate_events": Kind(6, faults.duplicate_events, ["events"], (10, 30), "queues"),
    "reorder_events": Kind(6, faults.reorder_events, BUSY_QUEUE, (3, 6), "queues"),
    "poison": Kind(6, faults.poison, QUEUE, tuple(range(6)), "queues"),
    "fill_lockers": Kind(3, faults.fill_lockers, HOUSE, (2, 4)),
    "wrong_clock": Kind(4, faults.wrong_clock, _CLOCKED, (-7, -3, 4, 9), "clocks"),
}


def schedule(random: Random, count: int, queues: list[str], houses: list[str]) -> list[Fault]:
    """The same for the same seed; every kind at least once, as far as there is room."""
    names = list(KINDS)
    weights = [kind.weight for kind in KINDS.values()]
    drawn = names[:count] + random.choices(names, weights, k=max(0, count - len(names)))
    random.shuffle(drawn)
    busy = [queue for queue in queues if queue.rpartition(".")[2] in OF_EVERY_VISIT]
    of_the_run = {QUEUE: queues, BUSY_QUEUE: busy, HOUSE: houses}
    return [_drawn(random, name, of_the_run) for name in drawn]


def _drawn(random: Random, name: str, of_the_run: dict[str, list[str]]) -> Fault:
    kind = KINDS[name]
    targets = of_the_run[kind.targets] if isinstance(kind.targets, str) else kind.targets
    target = random.choice(targets)
    held = kind.held or service_of(target.partition(".")[0])
    return Fault(name, target, random.choice(kind.amounts), held)
