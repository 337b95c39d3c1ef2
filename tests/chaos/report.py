"""A run in figures, for people and as JSON."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from tests.chaos.checker import Verdict
from tests.chaos.ledger import ACKNOWLEDGED
from tests.chaos.run import Outcome, Plan

SHOWN = 5
"""Of each kind of thing that is wrong; the report has all."""


def figures(plan: Plan, outcome: Outcome, verdict: Verdict) -> dict[str, Any]:
    history = outcome.history
    acknowledged = [one for one in history.commands if one.outcome == ACKNOWLEDGED]
    return {
        "seed": plan.seed,
        "sabotage": plan.sabotage or None,
        "visits": plan.visits,
        "commands": len(history.commands),
        "acknowledged": len(acknowledged),
        "sent_again": sum(one.sent > 1 for one in history.commands),
        "faults": sum(outcome.done.values()),
        "faults_by_kind": dict(sorted(outcome.done.items())),
        "faults_whose_moment_did_not_come": sum(outcome.skipped.values()),
        "restarts": outcome.restarts,
        "events": len({one["id"] for one in history.events}),
        "deliveries": len(history.handled),
        "lost": len(verdict.lost),
        "unexpected": len(verdict.unexpected),
        "double_effects": len(verdict.double_effects),
        "recovered": verdict.recovered,
        "duplicated": {
            "published_again": len(history.events) - len({one["id"] for one in history.events}),
            "handled_again": verdict.redelivered,
        },
        "parked": len(history.parked),
        "poison": len(history.poisoned),
        "outbox_seconds": history.outbox_seconds and round(history.outbox_seconds, 1),
        "seconds": round(outcome.seconds, 1),
        "invariants": {name: not wrong for name, wrong in verdict.invariants.items()},
        "wrong": {name: wrong for name, wrong in verdict.invariants.items() if wrong},
        "unmended": outcome.unmended,
    }


def show(found: dict[str, Any]) -> None:
    names = ("visits", "commands", "acknowledged", "sent_again", "events", "deliveries", "faults",
             "faults_whose_moment_did_not_come", "restarts", "lost", "unexpected", "double_effects",
             "recovered", "duplicated", "parked", "poison", "outbox_seconds",
             "seconds")  # fmt: skip
    for name in names:
        print(f"{name.replace('_', ' '):34} {found[name]}")
    print(f"{'faults':34} {Counter(found['faults_by_kind'])}")
    for name, good in found["invariants"].items():
        print(f"{'ok' if good else 'BROKEN':8} {name.replace('_', ' ')}")
        for one in found["wrong"].get(name, [])[:SHOWN]:
            print(f"         {one}")
        if len(found["wrong"].get(name, [])) > SHOWN:
            print(f"         and {len(found['wrong'][name]) - SHOWN} more")
    for one in found["unmended"]:
        print(f"a fault could not be mended: {one}")
    print(f"seed {found['seed']}")


def write(found: dict[str, Any], path: Path) -> None:
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
