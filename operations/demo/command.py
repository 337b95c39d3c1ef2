"""Starts a system of its own (or takes one that runs), plays the day, and says whether it
balances."""

import json
import os
import shutil
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from pymongo.database import Database
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from chassis.calling import RpcClient
from chassis.mongo import open_database
from chassis.settings import COMMON, load_settings
from operations.demo.board import Board
from operations.demo.day import VisitingDay, at
from operations.demo.desks import PATIENCE, Hall
from operations.demo.front import Front
from operations.demo.hiring import hire
from operations.demo.house import FACILITY
from operations.demo.logbook import Logbook
from operations.demo.plan import make_plan
from operations.demo.reconciliation import day_book, drained, reconcile
from operations.demo.report import figures, show, show_way_in
from operations.demo.timepiece import Timepiece
from operations.local import System

DATA_DIR = Path(".data/demo")
TICK_SECONDS = "0.4"
"""Real seconds between timer ticks: at the fastest pace ten minutes of the day."""


class Scene(NamedTuple):
    """Where the day is played. ``database`` is where staff is hired; ``logs`` where the services
    write, if that can be read here."""

    url: str
    amqp_uri: str
    mongo_uri: str
    clock: Timepiece
    logs: Path | None


def main(arguments: Sequence[str] = ()) -> int:
    """0 if every line balances, else 1."""
    options = _options(arguments)
    console = Console()
    with _scene(options) as scene:
        report = _play(console, scene, options.patience)
    if target := os.environ.get("REPORT"):
        Path(target).write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    show(console, report)
    balanced = all(line["balanced"] for line in report["reconciliation"].values())
    console.print("[green]The books balance.[/]" if balanced else "[red]They do not balance.[/]")
    if not options.attach:
        show_way_in(console, DATA_DIR)
    return 0 if balanced else 1


def _options(arguments: Sequence[str]) -> Any:
    parser = ArgumentParser(prog="kunjungan demo", description=__doc__)
    running = "play on a running system whose services read --clock-file"
    parser.add_argument("--attach", metavar="AMQP_URI", help=running)
    staff = "the gateway of that system; staff is hired in the database of MONGO_URI"
    parser.add_argument("--gateway", metavar="URL", default="http://gateway:8080", help=staff)
    parser.add_argument("--clock-file", type=Path, default=DATA_DIR / "clock.json")
    patience = "seconds until a desk takes what it waits for as lost; more under faults"
    parser.add_argument(
        "--patience", metavar="SECONDS", type=float, default=PATIENCE, help=patience
    )
    return parser.parse_args(list(arguments))


@contextmanager
def _scene(options: Any) -> Iterator[Scene]:
    clock_file = options.clock_file
    if options.attach:
        mongo_uri = load_settings(COMMON)["MONGO_URI"]
        with Timepiece(clock_file, at(15, days_before=1)) as clock:
            yield Scene(options.gateway, options.attach, mongo_uri, clock, None)
        return
    shutil.rmtree(DATA_DIR, ignore_errors=True)
    DATA_DIR.mkdir(parents=True)
    settings = {"TIMER_SECONDS": TICK_SECONDS}
    with (
        Timepiece(clock_file, at(15, days_before=1)) as clock,
        System(DATA_DIR, clock_file=clock_file, settings=settings) as system,
    ):
        try:
            yield Scene(system.url, system.amqp_uri, system.mongo_uri, clock, system.logs_dir)
        finally:
            clock.stand()  # also of a day that was broken off


def _play(console: Console, scene: Scene, patience: float) -> dict[str, Any]:
    plan = make_plan()
    hire(_staff_database(scene.mongo_uri))
    hall = Hall(Front(scene.url, FACILITY, scene.clock), scene.clock, Logbook(), patience)
    day = VisitingDay(hall, plan)
    with RpcClient(scene.amqp_uri) as client, Board(scene.amqp_uri, day.hear):
        day.prepare()
        began = time.monotonic()
        with _bar(console, len(plan.outings)) as progress:
            day.play(progress)
        scene.clock.stand()
        seconds = time.monotonic() - began
        said = drained(lambda service: client.call(service, "ping", {}))
    book = day_book(day)
    lines = reconcile(day, book, said, scene.logs)
    return figures(day, book, said, lines, seconds)


def _staff_database(mongo_uri: str) -> Database:
    return open_database({**load_settings(COMMON), "MONGO_URI": mongo_uri}, "gateway")


@contextmanager
def _bar(console: Console, groups: int) -> Iterator[Any]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("08:50", total=groups)
        yield lambda over, now: bar.update(task, completed=over, description=f"{now:%H:%M}")
