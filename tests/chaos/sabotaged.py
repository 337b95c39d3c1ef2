"""``make chaos-sabotage``: chaos with one guarantee switched off must fail, each time by the name
of what is missing then. Proves that the checker and the faults are strong enough to be believed.

VISITS, FAULTS and SEED from the environment, the same for each; exits 1 when a sabotage got by.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

MISSED = {
    "inbox": {"each_command_has_one_effect", "a_command_sent_again_gets_its_first_answer"},
    "outbox": {"each_saved_event_is_published"},
    "version_guard": {"acknowledged_commands_are_stored"},
}
"""What must be found broken, by sabotage; more may be, as one loss brings others."""
SIZES = {"VISITS": "60", "FAULTS": "30", "SEED": "3"}
SECONDS = 900


def main() -> int:
    return max([_sabotaged(sabotage) for sabotage in MISSED])


def _sabotaged(sabotage: str) -> int:
    with tempfile.TemporaryDirectory(prefix="kunjungan-chaos-") as directory:
        report = Path(directory) / "report.json"
        log = Path(directory) / "log"
        with log.open("w") as output:
            done = subprocess.run(
                [sys.executable, "-W", "ignore", "-m", "tests.chaos"],
                env={**SIZES, **os.environ, "SABOTAGE": sabotage, "REPORT": str(report),
                     "KEEP": f"{directory}/run"},
                stdout=output, stderr=output, timeout=SECONDS, check=False,
            )  # fmt: skip
        found = json.loads(report.read_text()) if report.exists() else {}
        if done.returncode == 1 and MISSED[sabotage] <= found.get("wrong", {}).keys():
            print(f"without the {sabotage.replace('_', ' ')}: found, in {found['seconds']:.0f} s")
            _show(found["wrong"])
            return 0
        print(f"NOT FOUND: {sabotage}\n{log.read_text()[-6000:]}")
        return 1


def _show(wrong: dict[str, Any]) -> None:
    for name, cases in wrong.items():
        print(f"    {len(cases):4} {name.replace('_', ' ')}: {cases[0][:120]}")


if __name__ == "__main__":
    sys.exit(main())
