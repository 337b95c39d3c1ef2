"""Commands of a page, run as a reader would paste them into one shell."""

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

KEPT = "declare -p > .state 2>/dev/null; declare -f >> .state"
RESTORED = "source ./.state 2>/dev/null || true"
"""Some of the shell's own variables cannot be set, which it says of each."""


class Shell:
    """Variables and functions stay from one block to the next, as files do in ``directory``."""

    def __init__(self, directory: Path, environment: Mapping[str, str]):
        self._directory, self._environment = directory, dict(environment)
        (directory / ".state").touch()

    def run(self, block: str) -> str:
        """What it prints, errors among it. It must end well."""
        script = f"{RESTORED}\nset -eu\n{block}\nset +eu\n{KEPT}"
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self._directory, env=self._environment, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, f"{block}\n{done.stdout}"
        return done.stdout


def agrees(shown: str, printed: str) -> bool:
    """Whether a page shows what was printed; ``...`` stands for anything, and blanks for none."""
    parts = [re.escape(part) for part in "".join(shown.split()).split("...")]
    return re.fullmatch(".*?".join(parts), "".join(printed.split())) is not None
