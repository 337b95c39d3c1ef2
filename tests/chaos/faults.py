"""What breaks. Each fault breaks one thing, keeps it broken for a while and mends it again."""

import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from operations.secrets import SERVICES
from operations.waiting import Unavailable, wait_until
from tests.chaos.desk import Desk, GaveUp, Refusal
from tests.chaos.houses import LOCKERS, House
from tests.chaos.ledger import Command
from tests.chaos.mischief import Mischief
from tests.chaos.points import POINTS
from tests.chaos.system import GATEWAY, PROCESSES, ChaosSystem, service_of
from tests.support.broker_node import BrokerNode

FROZEN_SECONDS = 10.0
"""More than twice the heartbeat that the services are given."""
MEND_SECONDS = 60


@dataclass
class Stage:
    """What faults have to do with."""

    system: ChaosSystem
    broker: BrokerNode
    desk: Desk
    houses: list[House]
    mischief: Mischief
    ending: threading.Event


@dataclass(frozen=True)
class Fault:
    """``held`` names what no other fault may touch meanwhile."""

    kind: str
    target: str
    amount: float
    held: str

    def __str__(self) -> str:
        return f"{self.kind} {self.target} {self.amount:g}"


class DidNotHappen(Exception):
    """The moment for it did not come, as when nobody wrote anything while a trap was set."""


Doing = Callable[[Stage, str, float], None]


# --- processes -----------------------------------------------------------------------------------


def kill(stage: Stage, name: str, _amount: float) -> None:
    stage.system.process(name).signal(signal.SIGKILL)
    _until_ready(stage, name)


def kill_at(stage: Stage, where: str, _amount: float) -> None:
    """Whichever process of the service next comes to the point ends there."""
    trap = stage.system.traps / where
    trap.touch()
    try:
        wait_until(lambda: not trap.exists(), 10, "nobody came by")
    except Unavailable:
        with suppress(FileNotFoundError):
            trap.unlink()
            raise DidNotHappen from None
    for name in PROCESSES:
        if service_of(name) == where.partition(".")[0]:
            _until_ready(stage, name)


def roll(stage: Stage, service: str, _amount: float) -> None:
    """A rolling restart: one process after the other is asked to stop, and finishes its work."""
    for name in PROCESSES:
        if service_of(name) == service:
            stage.system.process(name).signal(signal.SIGTERM)
            _until_ready(stage, name)


def freeze(stage: Stage, name: str, seconds: float) -> None:
    process = stage.system.process(name)
    process.signal(signal.SIGSTOP)
    stage.ending.wait(seconds)
    process.signal(signal.SIGCONT)
    _until_ready(stage, name)


# --- what they stand on --------------------------------------------------------------------------


def kill_broker(stage: Stage, _target: str, seconds: float) -> None:
    stage.broker.kill()
    stage.ending.wait(seconds)
    stage.broker.start()


def restart_broker(stage: Stage, _target: str, _amount: float) -> None:
    stage.broker.stop()
    stage.broker.start()


def freeze_broker(stage: Stage, _target: str, seconds: float) -> None:
    stage.broker.freeze()
    stage.ending.wait(seconds)
    stage.broker.thaw()


def kill_database(stage: Stage, _target: str, _amount: float) -> None:
    database, restarts = stage.system.database, stage.system.database.restarts
    database.signal(signal.SIGKILL)
    wait_until(lambda: database.restarts > restarts, MEND_SECONDS, "the database stays away")


def restart_database(stage: Stage, _target: str, _amount: float) -> None:
    database, restarts = stage.system.database, stage.system.database.restarts
    database.signal(signal.SIGTERM)
    wait_until(lambda: database.restarts > restarts, MEND_SECONDS, "the database stays away")


def freeze_database(stage: Stage, _target: str, seconds: float) -> None:
    stage.system.database.signal(signal.SIGSTOP)
    stage.ending.wait(seconds)
    stage.system.database.signal(signal.SIGCONT)


def slow_database(stage: Stage, name: str, seconds: float) -> None:
    _on_wire(stage, f"{name}>database", "slow", seconds, delay=0.1)


# --- wires ---------------------------------------------------------------------------------------


def break_wire(stage: Stage, wire: str, _amount: float) -> None:
    stage.system.wires.do("break_connections", wire)


def cut_wire(stage: Stage, wire: str, seconds: float) -> None:
    _on_wire(stage, wire, "cut", seconds)


def desert_wire(stage: Stage, wire: str, seconds: float) -> None:
    """The service's machine is gone, as the other side sees it."""
    _on_wire(stage, wire, "desert", seconds)


def freeze_wire(stage: Stage, wire: str, seconds: float) -> None:
    _on_wire(stage, wire, "freeze", seconds)


# --- messages, house, clock ----------------------------------------------------------------------


def duplicate_events(stage: Stage, _target: str, count: float) -> None:
    if not stage.mischief.duplicate(int(count), stage.ending):
        raise DidNotHappen


def reorder_events(stage: Stage, queue: str, count: float) -> None:
    if not stage.mischief.reorder(queue, int(count), stage.ending):
        raise DidNotHappen


def poison(stage: Stage, queue: str, kind: float) -> None:
    stage.mischief.poison(queue, int(kind))


def fill_lockers(stage: Stage, facility: str, seconds: float) -> None:
    """Whatever is free is taken out of service, so that every group has to wait."""
    house = next(one for one in stage.houses if one.facility == facility)
    for status, patience in (("out_of_service", seconds), ("in_service", 0.0)):
        for number in range(1, LOCKERS + 1):
            change = {"status": status, "reason": "the lock is looked at"}
            command = Command("set_locker", facility, None)
            with suppress(Refusal, GaveUp):  # in use, or as it is already
                path = f"/lockers/{number}"
                stage.desk.give(house.officer("supervisor"), path, change, command, "PATCH")
        stage.ending.wait(patience)


def wrong_clock(stage: Stage, service: str, minutes: float) -> None:
    stage.system.set_clock(service, timedelta(minutes=minutes))
    stage.ending.wait(5)
    stage.system.set_clock(service)


def _on_wire(stage: Stage, wire: str, what: str, seconds: float, delay: float = 0.0) -> None:
    stage.system.wires.do(what, wire, delay)
    stage.ending.wait(seconds)
    stage.system.wires.do("restore", wire)


def _until_ready(stage: Stage, name: str) -> None:
    """For a while: with the broker away, say, nobody can get ready."""
    time.sleep(0.5)  # it must not be asked before the signal has reached it
    with suppress(Unavailable):
        wait_until(lambda: stage.system.ready(name), 20, name)


# --- the schedule --------------------------------------------------------------------------------

_TRAPS = [f"{service}.{point}" for service in SERVICES for point in POINTS]
_WIRES = [f"{name}>{other}" for name in PROCESSES for other in ("broker", "database")]
_CLOCKED = [name for name in (*SERVICES, GATEWAY) if name != "lockers"]
"""Not the lockers': by their clock it is checked that no locker was given twice at a time."""

KINDS: dict[str, tuple[int, Doing, list[str], tuple[float, ...], str]] = {
    # weight, what to do, targets ([]: drawn from the queues or the houses), amounts, what is held
    "kill_at": (28, kill_at, _TRAPS, (0,), "service"),
    "kill": (12, kill, list(PROCESSES), (0,), "service"),
    "roll": (6, roll, [*SERVICES, GATEWAY], (0,), "service"),
    "freeze": (5, freeze, list(PROCESSES), (FROZEN_SECONDS,), "service"),
    "kill_broker": (4, kill_broker, ["broker"], (0, 2), "broker"),
    "restart_broker": (2, restart_broker, ["broker"], (0,), "broker"),
    "freeze_broker": (3, freeze_broker, ["broker"], (3, 10), "broker"),
    "kill_database": (5, kill_database, ["database"], (0,), "database"),
    "restart_database": (2, restart_database, ["database"], (0,), "database"),
    "freeze_database": (3, freeze_database, ["database"], (2, 6), "database"),
    "slow_database": (4, slow_database, list(PROCESSES), (3, 8), "wire"),
    "break_wire": (8, break_wire, _WIRES, (0,), "wire"),
    "cut_wire": (5, cut_wire, _WIRES, (1, 4), "wire"),
    "desert_wire": (4, desert_wire, _WIRES, (1, 4), "wire"),
    "freeze_wire": (5, freeze_wire, _WIRES, (2, 10), "wire"),
    "duplicate_events": (6, duplicate_events, ["events"], (10, 30), "mischief"),
    "reorder_events": (6, reorder_events, [], (3, 8), "mischief"),
    "poison": (6, poison, [], tuple(range(6)), "mischief"),
    "fill_lockers": (3, fill_lockers, [], (2, 4), "house"),
    "wrong_clock": (4, wrong_clock, _CLOCKED, (-7, -3, 4, 9), "clock"),
}


def schedule(random: Random, count: int, queues: list[str], houses: list[str]) -> list[Fault]:
    """The same for the same seed; every kind at least once, as far as there is room."""
    kinds = list(KINDS)
    weights = [KINDS[kind][0] for kind in kinds]
    drawn = kinds[:count] + random.choices(kinds, weights, k=max(0, count - len(kinds)))
    random.shuffle(drawn)
    return [_fault(random, kind, queues, houses) for kind in drawn]


def _fault(random: Random, kind: str, queues: list[str], houses: list[str]) -> Fault:
    _, _, targets, amounts, held = KINDS[kind]
    target = random.choice(targets or (houses if kind == "fill_lockers" else queues))
    if held == "service":
        held = service_of(target.partition(".")[0])
    elif held in ("wire", "house", "clock"):
        held = target
    return Fault(kind, target, random.choice(amounts), held)
