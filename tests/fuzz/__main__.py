"""``python -m tests.fuzz [--examples N] [--roles a,b]``: 0 when every answer was as documented."""

import os
import re
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from operations.local import System
from tests.fuzz.house import ROLES, furnish, staffed

HERE = Path(__file__).parent
LEFT_OUT = {
    "events": "has no end",
    "session_sign_out": "would end the session that all others need",
    "session_oidc": "leads to another server",
    "session_oidc_callback": "comes from another server",
}
SETTINGS = {"RATE_PER_SESSION": "1000000 per minute", "RATE_PER_ADDRESS": "1000000 per minute"}
"""A fuzzer asks more than any desk; the limits have tests of their own."""


def main() -> int:
    options = _options()
    with TemporaryDirectory(prefix="kunjungan-fuzz-") as folder:
        with System(Path(folder) / "data", settings=SETTINGS) as system:
            desks = staffed(system)
            ids = Path(folder) / "ids.json"
            furnish(desks, ids)
            document = f"{system.url}/api/v1/openapi.json"
            found = {
                role: _fuzzed(role, document, desks[role].token, ids, options)
                for role in options.roles
            }
            restarts = {name: count for name, count in system.restarts.items() if count}
        faults = _faults(system.logs_dir)
    return _told(found, restarts, faults)


def _options() -> Any:
    parser = ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--examples", type=int, default=int(os.environ.get("EXAMPLES") or 20))
    parser.add_argument("--roles", default=os.environ.get("ROLES") or ",".join(ROLES))
    parser.add_argument("--seed", type=int, default=int(os.environ.get("SEED") or 20260117))
    options = parser.parse_args()
    options.roles = options.roles.split(",")
    return options


def _fuzzed(role: str, document: str, token: str, ids: Path, options: Any) -> dict[str, Any]:
    print(f"--- as {role}", flush=True)
    command = [
        shutil.which("st", path=str(Path(sys.executable).parent)) or "st",
        "--config-file", str(HERE / "schemathesis.toml"),
        "run", document, "--header", f"Authorization: Bearer {token}", "--checks", "all",
        "--phases", "coverage,fuzzing", "--max-examples", str(options.examples),
        "--seed", str(options.seed), "--continue-on-failure", "--warnings", "off",
    ]  # fmt: skip
    for operation in LEFT_OUT:
        command += ["--exclude-operation-id", operation]
    environment = {
        **os.environ,
        "FUZZ_IDS": str(ids),
        "SCHEMATHESIS_HOOKS": "tests.fuzz.hooks",
        "PYTHONPATH": str(HERE.parents[1]),
    }
    said = []
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as running:  # noqa: S603
        for line in running.stdout or ():
            print(line, end="", flush=True)
            said.append(line)
    return {"status": running.returncode, "cases": _cases("".join(said))}


def _cases(said: str) -> int:
    found = re.search(r"(\d+) generated", said)
    return int(found[1]) if found else 0


def _faults(logs: Path) -> list[str]:
    """Lines by which our processes say that something went wrong inside."""
    return [
        f"{log.stem}: {line[:300]}"
        for log in sorted(logs.glob("*.log"))
        for line in log.read_text(encoding="utf-8", errors="replace").splitlines()
        if '"level": "error"' in line or "Traceback" in line
    ]


def _told(found: dict[str, dict[str, Any]], restarts: dict[str, int], faults: list[str]) -> int:
    for role, one in found.items():
        print(f"{role:16} {one['cases']:6} requests  {'FAILED' if one['status'] else 'ok'}")
    print(f"{'all':16} {sum(one['cases'] for one in found.values()):6} requests")
    print(f"restarts: {restarts or 'none'}; errors in the logs: {len(faults)}")
    print("\n".join(faults[:20]))
    return int(bool(restarts or faults or any(one["status"] for one in found.values())))


if __name__ == "__main__":
    raise SystemExit(main())
