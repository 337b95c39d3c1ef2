"""What breaks. Each fault breaks one thing, keeps it broken for a while and mends it again."""

import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from operations.processes import Process
from operations.waiting import Unavailable, wait_until
from tests.chaos.desk import Desk, GaveUp, Refusal
from tests.chaos.houses import LOCKERS, House
from tests.chaos.ledger import Command
from tests.chaos.mischief import Mischief
from tests.chaos.system import PROCESSES, ChaosSystem, service_of
from tests.support.broker_node import BrokerNode

MEND_SECONDS = 30


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
    database, before = stage.system.database, stage.system.database.restarts
    database.signal(signal.SIGKILL)
    _await_restart(database, before)


def restart_database(stage: Stage, _target: str, _amount: float) -> None:
    database, before = stage.system.database, stage.system.database.restarts
    database.signal(signal.SIGTERM)
    try:
        _await_restart(database, before)
    except Unavailable:  # it waits for its clients, who do not go
        database.signal(signal.SIGKILL)
        _await_restart(database, before)


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


def reorder_events(stage: Stage, queue: str, seconds: float) -> None:
    if stage.mischief.reorder(queue, seconds, stage.ending) < 2:
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


def _await_restart(process: Process, before: int) -> None:
    wait_until(lambda: process.restarts > before, MEND_SECONDS, f"{process.name} stays away")


def _until_ready(stage: Stage, name: str) -> None:
    """For a while: with the broker away, say, nobody can get ready."""
    time.sleep(0.5)  # it must not be asked before the signal has reached it
    with suppress(Unavailable):
        wait_until(lambda: stage.system.ready(name), 20, name)
