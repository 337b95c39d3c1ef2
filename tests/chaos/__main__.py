"""``make chaos``: plays visits while things break, and says whether anything was lost.

VISITS, FAULTS, SEED, DESKS and SABOTAGE (see sabotage.py) from the environment; REPORT names a
file for the figures. Exits 1 when anything is wrong.
"""

import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.chaos.checker import check
from tests.chaos.report import figures, show, write
from tests.chaos.run import Plan, run


def main() -> int:
    signal.signal(signal.SIGTERM, _stop)  # so that broker and services are stopped, too
    given = os.environ.get
    plan = Plan(
        visits=int(given("VISITS", "200")),
        faults=int(given("FAULTS", "40")),
        seed=int(given("SEED") or random.SystemRandom().randrange(1_000_000)),
        desks=int(given("DESKS", "16")),
        sabotage=given("SABOTAGE", ""),
    )
    directory = Path(given("KEEP") or tempfile.mkdtemp(prefix="kunjungan-chaos-"))
    began = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {text}", flush=True)

    say(f"seed {plan.seed}; logs in {directory}")
    outcome = run(plan, directory, say)
    verdict = check(outcome.history)
    found = figures(plan, outcome, verdict)
    show(found)
    if report := given("REPORT"):
        write(found, Path(report))
    return 0 if verdict.good and not outcome.unmended else 1


def _stop(_signal: int, _frame: object) -> None:
    sys.exit(128 + signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
