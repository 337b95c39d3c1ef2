"""``make bench``: whole visits through ours, plain nameko, FastStream and the floor, side by side.

ROUNDS repetitions (3) at each of DESKS (1,8,32,128) desks, of VISITS times the usual number of
visits (1); SEED (6) makes other people. REPORT=file writes the figures as JSON. PLOT=1 draws
docs/pictures/visits.svg; a bench that nobody asked to leaves the clone as it is. GROWTH=0 leaves
out the cost with many visits stored (bench/growth.py), which takes minutes to load.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bench.contest import contest
from bench.growth import growth, growth_ratio
from bench.measured_on import described
from bench.picture import draw
from bench.results import SYSTEMS, Round, figures
from bench.schedule import turns
from bench.tables import tables

ROUNDS = int(os.environ.get("ROUNDS", "3"))
DESKS = tuple(int(one) for one in os.environ.get("DESKS", "1,8,32,128").split(","))
VISITS = float(os.environ.get("VISITS", "1"))
SEED = int(os.environ.get("SEED", "6"))
PICTURE = Path(__file__).parents[1] / "docs" / "pictures" / "visits.svg"


def main() -> int:
    about = described()
    rounds, of_one_visit = played()
    failed = complained(rounds)
    if not all(one.visits for one in rounds):
        return 1  # there is nothing to compare with
    told: dict[str, Any] = {
        "machine": about, "rounds": ROUNDS, "seed": SEED, "of_one_visit": of_one_visit,
        **figures(rounds),
    }  # fmt: skip
    try:
        if os.environ.get("GROWTH") != "0":
            told["growth"] = growth()
            told["ratios"]["growth"] = growth_ratio(told["growth"])
    finally:  # the rounds are not to be lost with what comes after them
        print(tables(told))
        if path := os.environ.get("REPORT"):
            Path(path).write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    if os.environ.get("PLOT") == "1":
        draw(told, PICTURE)
    return 1 if failed else 0


def played() -> tuple[list[Round], dict[str, float]]:
    """All rounds, and what a visit of ours writes and sends."""
    planned = list(turns(len(SYSTEMS), DESKS, ROUNDS, VISITS))
    columns = (
        TextColumn("{task.description:32}"), BarColumn(), MofNCompleteColumn(),
        TimeRemainingColumn(),
    )  # fmt: skip
    rounds = []
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("starting all systems", total=len(planned))
        with contest(planned) as all_:
            for turn in planned:
                about = f"{SYSTEMS[turn.side]}, {turn.desks} desks"
                progress.update(task, description=about if turn.repetition else "warming up")
                # the same people for all systems of a repetition
                one = all_.played(turn, seed=SEED * 1000 + turn.repetition)
                progress.advance(task)
                if turn.repetition:
                    rounds.append(one)
            return rounds, all_.of_one_visit


def complained(rounds: list[Round]) -> bool:
    """Whether a visit failed; says which."""
    bad = [one for one in rounds if one.failed]
    for one in bad:
        print(f"{one.system}, {one.desks} desks: {one.failed} visits failed:", file=sys.stderr)
        for reason in one.failures:
            print(f"  {reason}", file=sys.stderr)
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
