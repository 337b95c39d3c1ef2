"""``python -m tests.chaos.page REPORT`` writes a run's figures into docs/reliability.md."""

import json
import sys
from pathlib import Path
from typing import Any

from operations.markdown import table

PAGE = Path("docs/reliability.md")
BEGIN, END = "<!-- figures of the last run -->", "<!-- end of the figures -->"


def main(report: str) -> None:
    found = json.loads(Path(report).read_text(encoding="utf-8"))
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n\n{text(found)}\n{END}{after}", encoding="utf-8")


def text(found: dict[str, Any]) -> str:
    again = found["duplicated"]
    rows = [
        ("visits", found["visits"]),
        ("commands given over HTTP", found["commands"]),
        ("of them acknowledged", found["acknowledged"]),
        ("sent more than once under one key", found["sent_again"]),
        ("faults", found["faults"]),
        ("processes that died or were stopped, and came again", found["restarts"]),
        ("events", found["events"]),
        ("handled by subscribers", found["deliveries"]),
        ("**lost**", found["lost"]),
        ("**unexpected**", found["unexpected"]),
        ("**double effects**", found["double_effects"]),
        ("recovered: no answer came, and it had happened", found["recovered"]),
        ("duplicated: published again under the same id", again["published_again"]),
        ("duplicated: handled again without effect", again["handled_again"]),
        ("poison sent", found["poison"]),
        ("parked", found["parked"]),
        ("seconds until all outboxes were empty", found["outbox_seconds"]),
        ("seconds in all", found["seconds"]),
    ]
    kinds = ", ".join(
        f"{name.replace('_', ' ')} {n}" for name, n in found["faults_by_kind"].items()
    )
    invariants = [
        (name.replace("_", " "), "holds" if good else "**broken**")
        for name, good in found["invariants"].items()
    ]
    return (
        f"Seed {found['seed']}.\n\n"
        + table(("", "run"), [(name, f"{value:,}") for name, value in rows])
        + f"\nFaults by kind: {kinds}.\n\n"
        + table(("invariant", ""), invariants)
    )


if __name__ == "__main__":
    main(sys.argv[1])
